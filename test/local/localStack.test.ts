import { createHash } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LocalStack, startLocalStack } from '../../local/localStack.ts';
import { LocalStackError } from '../../local/localStackError.ts';
import { functionOf, queuePolicyOf, type SmallAssembly, writeAssembly } from './smallAssembly.ts';

/** Bucket → Arrivals queue → record → table and topic → Told queue → tell → e-mail; and a function behind an HTTP API. */
const template = {
  Parameters: {
    Sender: { Type: 'String' },
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' },
  },
  Resources: {
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Dead: { Type: 'AWS::SQS::Queue', Properties: {} },
    Arrivals: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: 4,
        SqsManagedSseEnabled: true,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 2 },
      },
    },
    Told: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 } },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        NotificationConfiguration: {
          QueueConfigurations: [
            {
              Event: 's3:ObjectCreated:*',
              Queue: { 'Fn::GetAtt': ['Arrivals', 'Arn'] },
              Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'incoming/' }] } },
            },
          ],
        },
      },
    },
    Records: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: ['pk', 'owner'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byOwner',
            KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      },
    },
    News: { Type: 'AWS::SNS::Topic', Properties: {} },
    NewsToTold: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'News' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Told', 'Arn'] },
        RawMessageDelivery: true,
        FilterPolicy: { outcome: [{ 'anything-but': ['nothing'] }] },
      },
    },
    Key: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true } },
    },
    Record: functionOf('record', { TABLE: { Ref: 'Records' }, TOPIC: { Ref: 'News' } }, 4),
    Tell: functionOf('tell', { SENDER: { Ref: 'Sender' }, SECRET: { Ref: 'Key' } }),
    Web: functionOf('web', { SECRET: { Ref: 'Key' } }),
    Slow: functionOf('slow', {}, 1),
    ArrivalsToRecord: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Arrivals', 'Arn'] },
        FunctionName: { Ref: 'Record' },
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
    ToldToTell: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: { 'Fn::GetAtt': ['Told', 'Arn'] }, FunctionName: { Ref: 'Tell' } },
    },
    ArrivalsPolicy: queuePolicyOf('Arrivals', 's3.amazonaws.com'),
    ToldPolicy: queuePolicyOf('Told', 'sns.amazonaws.com'),
    WebPermission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Web' },
        Principal: 'apigateway.amazonaws.com',
      },
    },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'web', ProtocolType: 'HTTP' } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['Web', 'Arn'] },
        PayloadFormatVersion: '2.0',
      },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: 'GET /r/{name}',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
      },
    },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
    },
  },
  Outputs: { BucketName: { Value: { Ref: 'Bucket' } }, Url: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } },
};

const bundles = {
  record: `
    import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
    import { SNSClient, PublishCommand } from '@aws-sdk/client-sns';
    const tables = new DynamoDBClient({}), topics = new SNSClient({});
    export async function handler(event) {
      const batchItemFailures = [];
      for (const record of event.Records) {
        const { s3 } = JSON.parse(record.body).Records?.[0] ?? {};
        if (s3 === undefined) { batchItemFailures.push({ itemIdentifier: record.messageId }); continue; }
        const { key, size, eTag, sequencer } = s3.object;
        await tables.send(new PutItemCommand({ TableName: process.env.TABLE, Item: {
          pk: { S: key }, owner: { S: 'a' }, size: { N: String(size) }, eTag: { S: eTag }, sequencer: { S: sequencer } } }));
        await topics.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: key, MessageAttributes: {
          outcome: { DataType: 'String', StringValue: size === 0 ? 'nothing' : 'something' } } }));
      }
      return { batchItemFailures };
    }`,
  tell: `
    import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
    import { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
    const mail = new SESv2Client({}), secrets = new SecretsManagerClient({});
    export async function handler(event) {
      const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: process.env.SECRET }));
      for (const { body } of event.Records) await mail.send(new SendEmailCommand({
        FromEmailAddress: process.env.SENDER, Destination: { ToAddresses: ['clinic@example.org'] },
        Content: { Simple: { Subject: { Data: body }, Body: { Text: { Data: String(SecretString.length) } } } } }));
    }`,
  web: `
    export const handler = async (event, context) => ({ statusCode: 201, headers: { 'x-left': String(context.getRemainingTimeInMillis() > 0) },
      body: JSON.stringify({ ...event.pathParameters, ...event.queryStringParameters, variables: Object.keys(process.env).filter((name) => !name.startsWith('AWS_')).sort() }) });`,
  slow: `
    export const handler = (event) => event.wait ? new Promise((done) => setTimeout(done, 60_000)) : Promise.reject(new Error('on purpose'));`,
};

it('a template that AWS would refuse does not start, though the emulators would run it', async () => {
  const assembly = writeAssembly({
    Resources: { Late: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 901 } } },
  });
  const starting = startLocalStack({ assembly: assembly.folder, parameters: {}, onLog: () => {}, onTrouble: () => {} });
  await expect(starting).rejects.toThrow(
    new LocalStackError('AWS would refuse this template:\nLate.DelaySeconds: AWS takes 0 to 900, not 901'),
  );
  assembly.remove();
});

describe('a small template on the emulators', () => {
  let assembly: SmallAssembly;
  let stack: LocalStack;
  const troubles: string[] = [];
  const lines: string[] = [];
  beforeAll(async () => {
    assembly = writeAssembly(template, bundles);
    stack = await startLocalStack({
      assembly: assembly.folder,
      parameters: { Sender: 'mri-check@example.org' },
      onLog: (name, line) => lines.push(`${name}: ${line}`),
      onTrouble: ({ functionName, messages, error }) => troubles.push(`${functionName} ${messages} ${String(error)}`),
    });
  });
  afterAll(async () => {
    await stack?.stop();
    assembly?.remove();
  });
  const put = (Key: string, Body: string) =>
    stack.clients.s3.send(new PutObjectCommand({ Bucket: stack.output('BucketName'), Key, Body }));
  const recorded = async (pk: string) =>
    (await stack.clients.documents.send(new GetCommand({ TableName: 'Records', Key: { pk } }))).Item;
  const mails = async (): Promise<unknown[]> => {
    const { emails } = (await (await fetch(`${stack.endpoints.inbox}/store`)).json()) as {
      emails: { subject: string; from: string; body: unknown }[];
    };
    return emails.map(({ subject, from, body }) => ({ subject, from, body }));
  };

  it('carries an uploaded object from the bucket to the inbox', async () => {
    await put('elsewhere/b.dcm', 'no notification asked');
    await put('incoming/empty', '');
    await put('incoming/a b+ü.dcm', 'seven b');
    await vi.waitFor(async () => expect(await mails()).toHaveLength(1), { timeout: 15_000, interval: 50 });
    expect(await mails()).toEqual([
      { subject: 'incoming/a+b%2B%C3%BC.dcm', from: 'mri-check@example.org', body: { text: '40' } },
    ]);
    expect(await recorded('incoming/a+b%2B%C3%BC.dcm')).toEqual({
      pk: 'incoming/a+b%2B%C3%BC.dcm',
      owner: 'a',
      size: 7,
      eTag: createHash('md5').update('seven b').digest('hex'),
      sequencer: '000000000000000003',
    });
    expect(await recorded('elsewhere/b.dcm')).toBeUndefined();
    await vi.waitFor(() => expect(stack.underWay()).toBe(0));
  });

  it('answers an HTTP route with its function, which sees the resolved environment only', async () => {
    const response = await fetch(`${stack.output('Url')}/r/a%20b?x=1&x=2`);
    expect([response.status, response.headers.get('x-left'), await response.json()]).toEqual([
      201,
      'true',
      { name: 'a b', x: '1,2', variables: ['SECRET', 'TZ', 'WEBHOOKS_MAY_BE_LOCAL', '_HANDLER'] },
    ]);
    expect((await fetch(`${stack.output('Url')}/r`)).status).toBe(404);
  });

  it('redelivers a message that the function reports as failed, then sets it aside as a dead letter', async () => {
    await stack.clients.sqs.send(
      new SendMessageCommand({ QueueUrl: `${stack.endpoints.messaging}/000000000000/Arrivals`, MessageBody: '{}' }),
    );
    await vi.waitFor(() => expect(stack.deadLetters()).toEqual(new Map([['Dead', 1]])), { timeout: 25_000 });
    expect(troubles).toEqual(Array(2).fill('Record 1 Error: Record reported 1 of 1 messages as failed'));
  });

  it('ends a function that runs out of time, and starts it anew', async () => {
    await expect(stack.invoke('Slow', { wait: true })).rejects.toThrow('Slow: Task timed out after 1 seconds');
    await expect(stack.invoke('Slow', {})).rejects.toThrow('Slow: Error: on purpose');
  });
});

import { isKnownType, type KnownType } from './knownResources.ts';
import { LocalStackError } from './localStackError.ts';
import type { Template } from './readAssembly.ts';
import type { Scope } from './resolveIntrinsics.ts';

export const region = 'us-east-1';
/** The account of which the S3, SQS and SNS emulator speaks. */
export const accountId = '000000000000';

/** Where the emulators listen, by the environment variable's suffix that the AWS SDK reads. */
export type Endpoints = {
  readonly messaging: string;
  readonly dynamodb: string;
  readonly inbox: string;
  readonly secrets: string;
  /** Logical id of an HTTP API → its base address, without a final slash. */
  readonly httpApis: ReadonlyMap<string, string>;
};

/** A resource is named after its logical id, so that every name is known before anything is created. */
export function bucketName(logicalId: string): string {
  return logicalId.toLowerCase();
}

/** A URL with an IP host: it needs no resolver, and equals the endpoint, so that the SDK does not warn. */
export function queueUrl(logicalId: string, endpoints: Endpoints): string {
  return `${endpoints.messaging}/${accountId}/${logicalId}`;
}

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** The last part of an ARN: a queue's, topic's or function's name. */
export function nameInArn(text: string): string {
  return text.slice(text.lastIndexOf(':') + 1);
}

type Names = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> };

const namesOf: Readonly<Record<KnownType, (logicalId: string, endpoints: Endpoints) => Names>> = {
  'AWS::DynamoDB::Table': tableNames,
  'AWS::DynamoDB::GlobalTable': tableNames,
  'AWS::SQS::Queue': (id, endpoints) => {
    const url = queueUrl(id, endpoints);
    return { ref: url, attributes: { Arn: arn('sqs', id), QueueName: id, QueueUrl: url } };
  },
  'AWS::SNS::Topic': (id) => ({ ref: arn('sns', id), attributes: { TopicArn: arn('sns', id), TopicName: id } }),
  'AWS::SNS::Subscription': onlyRef,
  'AWS::S3::Bucket': (id) => ({ ref: bucketName(id), attributes: { Arn: `arn:aws:s3:::${bucketName(id)}` } }),
  'AWS::SecretsManager::Secret': (id) => {
    const secret = arn('secretsmanager', `secret:${id}`);
    return { ref: secret, attributes: { Id: secret } };
  },
  'AWS::Lambda::Function': (id) => ({ ref: id, attributes: { Arn: arn('lambda', `function:${id}`) } }),
  'AWS::Lambda::EventSourceMapping': onlyRef,
  'AWS::ApiGatewayV2::Api': (id, endpoints) => {
    const endpoint = endpoints.httpApis.get(id);
    return { ref: id, attributes: { ApiId: id, ...(endpoint === undefined ? {} : { ApiEndpoint: endpoint }) } };
  },
  'AWS::ApiGatewayV2::Integration': onlyRef,
  'AWS::ApiGatewayV2::Route': onlyRef,
  'AWS::ApiGatewayV2::Stage': () => ({ ref: '$default', attributes: {} }),
};

/** Where the template's names lead on this machine. `parameters` are the values that a deployment would pass. */
export function scopeOf(template: Template, parameters: Readonly<Record<string, string>>, endpoints: Endpoints): Scope {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': 'local',
    'AWS::StackId': arn('cloudformation', 'stack/local/1'),
  };
  const names = (logicalId: string): Names => {
    const type = template.Resources[logicalId]?.Type;
    if (type === undefined) throw new LocalStackError(`the template refers to ${logicalId}, which it does not define`);
    if (!isKnownType(type))
      throw new LocalStackError(`${logicalId} (${type}) exists only in the cloud, but something here refers to it`);
    return namesOf[type](logicalId, endpoints);
  };
  return {
    ref: (name) => {
      const parameter = template.Parameters[name];
      if (parameter === undefined) return pseudo[name] ?? names(name).ref;
      const value = parameters[name] ?? parameter.Default;
      if (typeof value === 'string' || typeof value === 'number') return String(value);
      throw new LocalStackError(
        `the template's parameter ${name} has no default, and the local stack gives it no value`,
      );
    },
    getAtt: (logicalId, attribute) => {
      const value = names(logicalId).attributes[attribute];
      if (value !== undefined) return value;
      throw new LocalStackError(
        `${logicalId}: the local stack does not know the attribute ${attribute} of ${template.Resources[logicalId]?.Type}`,
      );
    },
  };
}

function tableNames(logicalId: string): Names {
  return { ref: logicalId, attributes: { Arn: arn('dynamodb', `table/${logicalId}`) } };
}

function onlyRef(logicalId: string): Names {
  return { ref: logicalId, attributes: {} };
}

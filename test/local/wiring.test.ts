import { describe, expect, it } from 'vitest';
import { type Endpoints, scopeOf } from '../../local/physicalNames.ts';
import { parseTemplate } from '../../local/readAssembly.ts';
import { readWiring } from '../../local/wiring.ts';

const endpoints: Endpoints = {
  messaging: 'http://127.0.0.1:1',
  dynamodb: 'http://127.0.0.1:2',
  inbox: 'http://127.0.0.1:3',
  secrets: 'http://127.0.0.1:4',
  httpApis: new Map(),
};
function wiringOf(resources: object, sections: object = {}, parameters: Record<string, string> = {}) {
  const template = parseTemplate({ Resources: resources, ...sections }, 'Test.template.json');
  return readWiring(template, scopeOf(template, parameters, endpoints));
}

describe('a template', () => {
  it('names queues by URL and by ARN', () => {
    const { queues } = wiringOf({
      Dead: { Type: 'AWS::SQS::Queue' },
      Intake: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          DelaySeconds: 2,
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 5 },
          SqsManagedSseEnabled: true,
        },
      },
    });
    const RedrivePolicy = { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:Dead', maxReceiveCount: 5 };
    expect(queues).toEqual([
      { logicalId: 'Dead', properties: {} },
      { logicalId: 'Intake', properties: { DelaySeconds: 2, RedrivePolicy } },
    ]);
  });

  it('with a resource type that nothing here runs is refused, naming each', () => {
    const resources = { Bus: { Type: 'AWS::Events::EventBus' }, Flow: { Type: 'AWS::ECS::Cluster' } };
    expect(() => wiringOf(resources)).toThrow(
      'Bus: the local stack does not know the resource type AWS::Events::EventBus\n' +
        'Flow: the local stack does not know the resource type AWS::ECS::Cluster',
    );
  });

  it.each([
    ['a property', { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } }, /Odd \(AWS::SQS::Queue\).*FifoQueue/s],
    [
      'a nested property',
      {
        Type: 'AWS::S3::Bucket',
        Properties: { NotificationConfiguration: { QueueConfigurations: [], EventBridgeConfiguration: {} } },
      },
      /Odd \(AWS::S3::Bucket\).*EventBridgeConfiguration/s,
    ],
    [
      'a value',
      { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: 'a', Endpoint: 'b', Protocol: 'email' } },
      /Odd \(AWS::SNS::Subscription\).*Protocol/s,
    ],
    [
      'a condition',
      { Type: 'AWS::SQS::Queue', Condition: 'Sometimes' },
      'Odd: the local stack does not know conditional',
    ],
    ['an update policy', { Type: 'AWS::SQS::Queue', UpdatePolicy: {} }, /UpdatePolicy.*Odd/s],
  ])('with %s that is not known is refused, naming the resource', (_, resource, message) => {
    expect(() => wiringOf({ Odd: resource })).toThrow(message);
  });

  it('with a section that is not known is refused', () => {
    expect(() => wiringOf({}, { Transform: 'AWS::Serverless-2016-10-31' })).toThrow(/Test.template.json.*Transform/s);
  });

  it('that refers to what it does not define, or to what exists only in the cloud, is refused', () => {
    const queue = (deadLetterTargetArn: unknown) => ({
      Queue: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: 1 } } },
      Role: { Type: 'AWS::IAM::Role' },
    });
    expect(() => wiringOf(queue({ Ref: 'Nothing' }))).toThrow('refers to Nothing, which it does not define');
    expect(() => wiringOf(queue({ 'Fn::GetAtt': ['Role', 'Arn'] }))).toThrow(
      'Role (AWS::IAM::Role) exists only in the cloud',
    );
    expect(() => wiringOf(queue({ 'Fn::GetAtt': ['Queue', 'Size'] }))).toThrow(
      'Queue: the local stack does not know the attribute Size',
    );
  });

  it('takes its parameters from the caller, else from their defaults, else says which is missing', () => {
    const resources = {
      Secret: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: { Description: { Ref: 'Words' }, GenerateSecretString: {} },
      },
    };
    const words = (parameter: object, given: Record<string, string>) =>
      wiringOf(resources, { Parameters: { Words: { Type: 'String', ...parameter } } }, given).secrets[0]?.properties
        .Description;
    expect(words({}, { Words: 'given' })).toBe('given');
    expect(words({ Default: 'default' }, {})).toBe('default');
    expect(() => words({}, {})).toThrow("the template's parameter Words has no default");
  });
});

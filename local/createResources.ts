import { CreateTableCommand, type DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { FauxqsServer } from 'fauxqs';
import { LocalStackError } from './localStackError.ts';
import { bucketName, nameInArn } from './physicalNames.ts';
import type { Wired, Wiring } from './wiring.ts';

/** Creates the buckets, tables, queues, topics and subscriptions of the template in the emulators, where they are not there already. */
export async function createResources(
  wiring: Wiring,
  messaging: FauxqsServer,
  dynamodb: DynamoDBClient,
): Promise<void> {
  for (const { logicalId } of wiring.buckets) messaging.createBucket(bucketName(logicalId));
  for (const queue of wiring.queues) {
    // Created again, a queue would lose its messages.
    if (messaging.inspectQueue(queue.logicalId) !== undefined) continue;
    messaging.createQueue(queue.logicalId, { attributes: queueAttributes(queue) });
  }
  for (const { logicalId } of wiring.topics) messaging.createTopic(logicalId);
  for (const subscription of wiring.subscriptions) subscribe(subscription, wiring, messaging);
  const { TableNames: standing = [] } = await dynamodb.send(new ListTablesCommand({}));
  for (const { logicalId, properties } of wiring.tables) {
    if (standing.includes(logicalId)) continue;
    await dynamodb.send(
      new CreateTableCommand({
        TableName: logicalId,
        KeySchema: properties.KeySchema,
        AttributeDefinitions: properties.AttributeDefinitions,
        GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes,
        BillingMode: properties.BillingMode,
      }),
    );
  }
}

/** Attributes that the template leaves out keep SQS' own defaults. */
function queueAttributes({ properties }: Wired<'AWS::SQS::Queue'>): Record<string, string> {
  const { RedrivePolicy, ...numbers } = properties;
  const attributes = Object.entries(numbers).map(([name, value]) => [name, String(value)]);
  if (RedrivePolicy !== undefined) attributes.push(['RedrivePolicy', JSON.stringify(RedrivePolicy)]);
  return Object.fromEntries(attributes);
}

function subscribe(subscription: Wired<'AWS::SNS::Subscription'>, wiring: Wiring, messaging: FauxqsServer): void {
  const { logicalId, properties } = subscription;
  const topic = nameInArn(properties.TopicArn);
  const queue = nameInArn(properties.Endpoint);
  if (!wiring.topics.some((candidate) => candidate.logicalId === topic)) {
    throw new LocalStackError(`${logicalId}: ${properties.TopicArn} is no topic of this template`);
  }
  if (!wiring.queues.some((candidate) => candidate.logicalId === queue)) {
    throw new LocalStackError(`${logicalId}: ${properties.Endpoint} is no queue of this template`);
  }
  const { RawMessageDelivery, FilterPolicy, FilterPolicyScope } = properties;
  messaging.subscribe({
    topic,
    queue,
    attributes: {
      ...(RawMessageDelivery === undefined ? {} : { RawMessageDelivery: String(RawMessageDelivery) }),
      ...(FilterPolicy === undefined ? {} : { FilterPolicy: JSON.stringify(FilterPolicy) }),
      ...(FilterPolicyScope === undefined ? {} : { FilterPolicyScope }),
    },
  });
}

import { z } from 'zod';
import { arn, nameInArn } from './physicalNames.ts';
import type { ServiceGrant } from './serviceGrants.ts';
import type { Wiring } from './wiring.ts';

/** Answers a sentence for each property that AWS refuses, or with which nothing would come through. */
type Check = (wiring: Wiring, grants: readonly ServiceGrant[]) => readonly string[];

/** What AWS would not take though the emulators do, else it would work here and not when deployed. */
const checks: readonly Check[] = [
  numbersAreInRange,
  deadLetterQueuesExist,
  messagesStayHiddenWhileTheirFunctionRuns,
  largeBatchesHaveAWindow,
  filtersAreKnown,
  bucketsMaySendToTheirQueues,
  topicsMaySendToTheirQueues,
  routesMayCallTheirFunctions,
];

/** Everything in a template that AWS refuses, each naming the resource and the property. */
export function refusedByAws(wiring: Wiring, grants: readonly ServiceGrant[]): readonly string[] {
  return checks.flatMap((check) => check(wiring, grants));
}

type Range = readonly [least: number, most: number];

/** SQS API reference, SetQueueAttributes. */
const queueRanges: Readonly<Record<string, Range>> = {
  DelaySeconds: [0, 900],
  VisibilityTimeout: [0, 43_200],
  MessageRetentionPeriod: [60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 20],
};
/** Lambda API reference, CreateEventSourceMapping. */
const eventSourceRanges: Readonly<Record<string, Range>> = {
  BatchSize: [1, 10_000],
  MaximumBatchingWindowInSeconds: [0, 300],
};
const functionRanges: Readonly<Record<string, Range>> = { Timeout: [1, 900] };

function numbersAreInRange({ queues, eventSources, functions }: Wiring): readonly string[] {
  return [
    ...queues.flatMap(({ logicalId, properties }) => [
      ...outside(logicalId, properties, queueRanges),
      ...outside(`${logicalId}.RedrivePolicy`, properties.RedrivePolicy ?? {}, { maxReceiveCount: [1, 1000] }),
    ]),
    ...eventSources.flatMap(({ logicalId, properties }) => [
      ...outside(logicalId, properties, eventSourceRanges),
      ...outside(`${logicalId}.ScalingConfig`, properties.ScalingConfig ?? {}, { MaximumConcurrency: [2, 1000] }),
    ]),
    ...functions.flatMap(({ logicalId, properties }) => outside(logicalId, properties, functionRanges)),
  ];
}

function outside(where: string, properties: object, ranges: Readonly<Record<string, Range>>): readonly string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    const range = ranges[name];
    if (range === undefined || (value >= range[0] && value <= range[1])) return [];
    return [`${where}.${name}: AWS takes ${range[0]} to ${range[1]}, not ${value}`];
  });
}

function deadLetterQueuesExist({ queues }: Wiring): readonly string[] {
  return queues.flatMap(({ logicalId, properties: { RedrivePolicy } }) => {
    const target = RedrivePolicy?.deadLetterTargetArn;
    if (target === undefined || queues.some((queue) => arn('sqs', queue.logicalId) === target)) return [];
    return [`${logicalId}.RedrivePolicy.deadLetterTargetArn: ${target} is no queue of this template`];
  });
}

/** CreateEventSourceMapping refuses it; SQS would hand out a message again while it is being worked on. */
function messagesStayHiddenWhileTheirFunctionRuns({ queues, functions, eventSources }: Wiring): readonly string[] {
  return eventSources.flatMap(({ properties: { EventSourceArn, FunctionName } }) => {
    const queue = named(queues, nameInArn(EventSourceArn));
    const timeout = named(functions, nameInArn(FunctionName))?.properties.Timeout ?? 0;
    const hidden = queue?.properties.VisibilityTimeout ?? sqsVisibilityTimeout;
    if (queue === undefined || hidden >= timeout) return [];
    return [
      `${queue.logicalId}.VisibilityTimeout: ${hidden} s is less than the Timeout of ${nameInArn(FunctionName)}, ${timeout} s`,
    ];
  });
}

const sqsVisibilityTimeout = 30;

function largeBatchesHaveAWindow({ eventSources }: Wiring): readonly string[] {
  return eventSources.flatMap(({ logicalId, properties: { BatchSize, MaximumBatchingWindowInSeconds } }) =>
    BatchSize > 10 && MaximumBatchingWindowInSeconds < 1
      ? [`${logicalId}.MaximumBatchingWindowInSeconds: AWS takes a BatchSize of ${BatchSize} only with at least 1 s`]
      : [],
  );
}

const affix = [z.strictObject({ prefix: z.string() }), z.strictObject({ suffix: z.string() })] as const;
/** SNS developer guide, "Filter policy constraints" and "String value matching". */
const condition = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  ...affix,
  z.strictObject({
    'anything-but': z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])).min(1), ...affix]),
  }),
  z.strictObject({
    numeric: z
      .array(z.union([z.enum(['=', '<', '<=', '>', '>=']), z.number()]))
      .min(2)
      .max(4),
  }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({ cidr: z.string() }),
]);

function filtersAreKnown({ subscriptions }: Wiring): readonly string[] {
  return subscriptions.flatMap(({ logicalId, properties: { FilterPolicy = {}, FilterPolicyScope } }) =>
    unknownConditions(FilterPolicy, `${logicalId}.FilterPolicy`, FilterPolicyScope === 'MessageBody'),
  );
}

/** A message's body has fields in fields, its attributes have not. */
function unknownConditions(policy: object, where: string, mayNest: boolean): readonly string[] {
  return Object.entries(policy).flatMap(([field, value]) => {
    const here = `${where}.${field}`;
    if (Array.isArray(value)) {
      return value.flatMap((item, index) =>
        condition.safeParse(item).success ? [] : [`${here}[${index}]: SNS takes no condition ${JSON.stringify(item)}`],
      );
    }
    if (mayNest && typeof value === 'object' && value !== null) return unknownConditions(value, here, mayNest);
    return [`${here}: SNS takes a list of conditions, not ${JSON.stringify(value)}`];
  });
}

/** The name that a bucket will have is not known here, so that a condition on it is not compared. */
function bucketsMaySendToTheirQueues({ buckets }: Wiring, grants: readonly ServiceGrant[]): readonly string[] {
  return buckets.flatMap(({ logicalId, properties: { NotificationConfiguration } }) =>
    (NotificationConfiguration?.QueueConfigurations ?? []).flatMap(({ Queue }) =>
      isGranted(grants, nameInArn(Queue), 's3.amazonaws.com', 'sqs:sendmessage', null)
        ? []
        : [`${logicalId}.NotificationConfiguration: no QueuePolicy lets s3.amazonaws.com send to ${nameInArn(Queue)}`],
    ),
  );
}

function topicsMaySendToTheirQueues({ subscriptions }: Wiring, grants: readonly ServiceGrant[]): readonly string[] {
  return subscriptions.flatMap(({ logicalId, properties: { TopicArn, Endpoint } }) =>
    isGranted(grants, nameInArn(Endpoint), 'sns.amazonaws.com', 'sqs:sendmessage', TopicArn)
      ? []
      : [
          `${logicalId}.Endpoint: no QueuePolicy lets sns.amazonaws.com send from ${nameInArn(TopicArn)} to ${nameInArn(Endpoint)}`,
        ],
  );
}

function routesMayCallTheirFunctions(
  { routes, integrations }: Wiring,
  grants: readonly ServiceGrant[],
): readonly string[] {
  return routes.flatMap(({ logicalId, properties: { ApiId, RouteKey, Target } }) => {
    const uri = named(integrations, Target.replace(/^integrations\//, ''))?.properties.IntegrationUri;
    if (uri === undefined) return [];
    const called = nameInArn(uri.replace(/\/invocations$/, ''));
    const source = arn('execute-api', `${ApiId}/$default/${RouteKey.replace(' ', '')}`);
    return isGranted(grants, called, 'apigateway.amazonaws.com', 'lambda:invokefunction', source)
      ? []
      : [`${logicalId}.Target: no Lambda Permission lets apigateway.amazonaws.com call ${called} for ${RouteKey}`];
  });
}

/** `source`: the ARN for which it must hold; `null` when it is not known. */
function isGranted(
  grants: readonly ServiceGrant[],
  resource: string,
  service: string,
  action: string,
  source: string | null,
): boolean {
  return grants.some(
    (grant) =>
      grant.resource === resource &&
      (grant.service === '*' || grant.service === service) &&
      isLike(grant.action, action) &&
      (source === null || grant.sources === null || grant.sources.some((pattern) => isLike(pattern, source))),
  );
}

/** IAM's patterns: `*` is any text, `?` any one character. */
function isLike(pattern: string, text: string): boolean {
  const parts = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${parts}$`, 's').test(text);
}

function named<T extends { readonly logicalId: string }>(all: readonly T[], logicalId: string): T | undefined {
  return all.find((wired) => wired.logicalId === logicalId);
}

import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test, vi } from 'vitest';
import { type BatchTrouble, startEventSources } from '../../local/eventSources.ts';

const sqs = mockClient(SQSClient);
beforeEach(() => sqs.reset());

const failing = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

test.each([
  ['no answer', null, ['a', 'b']],
  ['no failure', failing(), ['a', 'b']],
  ['one failure', failing('b'), ['a']],
  ['a message that was not in the batch', failing('another'), []],
  ['a message of the batch and one that was not in it', failing('a', 'another'), []],
  ['a failure without a name', { batchItemFailures: [{}] }, []],
])('of a batch whose function reports %s, as in Lambda', async (_, result, deleted) => {
  expect(await deliver(['a', 'b'], async () => result)).toEqual({ deleted, failed: 2 - deleted.length });
});

test('a batch whose function throws stays in the queue', async () => {
  expect(await deliver(['a', 'b'], () => Promise.reject(new Error('died')))).toEqual({ deleted: [], failed: 2 });
});

/** Hands the messages to a function as one batch; answers what was deleted of them and how many were reported as failed. */
async function deliver(messageIds: readonly string[], invoke: () => Promise<unknown>) {
  sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce({ Messages: messageIds.map((MessageId) => ({ MessageId, ReceiptHandle: MessageId, Body: '{}' })) })
    .callsFake(() => new Promise((resolve) => setTimeout(resolve, 5, {})));
  sqs.on(DeleteMessageBatchCommand).resolves({});
  const troubles: BatchTrouble[] = [];
  const sources = startEventSources({
    mappings: [
      {
        logicalId: 'Mapping',
        properties: {
          EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:Queue',
          FunctionName: 'Function',
          BatchSize: 2,
          MaximumBatchingWindowInSeconds: 0,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ScalingConfig: { MaximumConcurrency: 1 },
          Enabled: true,
        },
      },
    ],
    hosts: new Map([['Function', { functionName: 'Function', invoke, stop: async () => {} }]]),
    sqs: new SQSClient({ region: 'us-east-1' }),
    endpoints: {
      messaging: 'http://messaging.test',
      dynamodb: 'http://dynamodb.test',
      inbox: 'http://inbox.test',
      secrets: 'http://secrets.test',
      httpApis: new Map(),
    },
    now: () => 0,
    onTrouble: (trouble) => troubles.push(trouble),
  });
  // The one poller asks again only when it is done with the batch.
  await vi.waitFor(() => expect(sqs.commandCalls(ReceiveMessageCommand).length).toBeGreaterThan(1));
  await sources.stop();
  return {
    deleted: sqs
      .commandCalls(DeleteMessageBatchCommand)
      .flatMap(({ args: [{ input }] }) => (input.Entries ?? []).map(({ ReceiptHandle }) => ReceiptHandle)),
    failed: troubles.reduce((sum, { messages }) => sum + messages, 0),
  };
}

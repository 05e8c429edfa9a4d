import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import type { VerdictEvent } from '../../../core/records/index.ts';
import { publishVerdict } from '../../../functions/evaluate/publishVerdict.ts';
import { settleQueue } from '../../../functions/queues/settleQueue.ts';
import { webhookQueue } from '../../../functions/queues/webhookQueue.ts';

const event: VerdictEvent = {
  schema: 'ms-mri-check/verdict-event/1',
  site: 'north-city',
  studyKey: 'k'.repeat(43),
  revision: 1,
  outcome: 'compliant',
  previousOutcome: null,
  protocols: [],
  reportPath: '/r/north-city/key',
};

test('a site is the tenant of looks and of verdicts, a receiver that of what it is posted, so that none keeps others waiting', async () => {
  const sqs = mockClient(SQSClient);
  const sns = mockClient(SNSClient);
  sqs.on(SendMessageCommand).resolves({});
  sns.on(PublishCommand).resolves({});

  const look = { site: 'north-city', studyInstanceUid: '1.2.3', arrival: 1, complete: false };
  await settleQueue(new SQSClient(), 'settle').send(look);
  await webhookQueue(new SQSClient(), 'webhooks').send({ webhook: 'WEBHOOK#a-b_c', event });
  await publishVerdict(new SNSClient(), 'verdicts')(event);

  expect(sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input.MessageGroupId)).toEqual([
    'north-city',
    'north-city/WEBHOOK#a-b_c',
  ]);
  expect(sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input.MessageGroupId)).toEqual(['north-city']);
});

test('the longest names fit what SQS allows', async () => {
  const sqs = mockClient(SQSClient);
  sqs.on(SendMessageCommand).resolves({});

  const site = 's'.repeat(63);
  await webhookQueue(new SQSClient(), 'webhooks').send({
    webhook: `WEBHOOK#${'n'.repeat(40)}`,
    event: { ...event, site },
  });

  const [call] = sqs.commandCalls(SendMessageCommand);
  expect(call?.args[0].input.MessageGroupId).toMatch(/^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/);
});

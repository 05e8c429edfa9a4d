import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SQSClient,
  SQSServiceException,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { deadLetterKind } from '../../cli/deadLetterKind.ts';
import { redrive } from '../../cli/redrive.ts';
import type { RedriveOptions } from '../../cli/redriveCommand.ts';
import { replayNames } from '../../cli/replayNames.ts';

const region = { region: 'eu-central-1' };
const [queues, stacks] = [new SQSClient(region), new CloudFormationClient(region)];
const [sqs, cloudFormation] = [mockClient(queues), mockClient(stacks)];
let said = '';
let pauses = 0;

beforeEach(() => {
  sqs.reset();
  cloudFormation.reset();
  said = '';
  pauses = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  withQueue('settle', 3);
  withQueue('notices', 0);
  sqs.on(GetQueueAttributesCommand, { QueueUrl: url('plain') }).resolves({ Attributes: { QueueArn: arn('plain') } });
});

const run = (options: RedriveOptions) =>
  redrive(options, new AbortController().signal, {
    queues,
    stacks: () => stacks,
    pause: async () => {
      pauses += 1;
    },
  });
const url = (name: string) => `https://sqs.eu-central-1.amazonaws.com/123456789012/${name}`;
const arn = (name: string) => `arn:aws:sqs:eu-central-1:123456789012:${name}`;

/** A queue and its dead letters. */
function withQueue(name: string, waiting: number, hidden = 0): void {
  const dead = `${name}-dead`;
  for (const one of [name, dead]) sqs.on(GetQueueUrlCommand, { QueueName: one }).resolves({ QueueUrl: url(one) });
  sqs.on(GetQueueAttributesCommand, { QueueUrl: url(name) }).resolves({
    Attributes: {
      QueueArn: arn(name),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn(dead), maxReceiveCount: 5 }),
    },
  });
  sqs.on(GetQueueAttributesCommand, { QueueUrl: url(dead) }).resolves({
    Attributes: {
      ApproximateNumberOfMessages: String(waiting),
      ApproximateNumberOfMessagesNotVisible: String(hidden),
    },
  });
}

/** What SQS says of moves, look after look. */
function withMoves(...looks: readonly (ListMessageMoveTasksResultEntry | null)[]): void {
  const left = [...looks];
  sqs.on(StartMessageMoveTaskCommand).resolves({ TaskHandle: 'task' });
  sqs.on(ListMessageMoveTasksCommand).callsFake(() => {
    const look = left.shift();
    return { Results: look === null || look === undefined ? [] : [look] };
  });
}
const moved = (Status: string, done: number, all = 3): ListMessageMoveTasksResultEntry => ({
  Status,
  ApproximateNumberOfMessagesMoved: done,
  ApproximateNumberOfMessagesToMove: all,
});
const starts = () => sqs.commandCalls(StartMessageMoveTaskCommand).map(({ args: [{ input }] }) => input);

describe('without --go', () => {
  test('the dead-letter queues of a stack are listed, and nothing is touched', async () => {
    cloudFormation.on(ListStackResourcesCommand).resolves({
      StackResourceSummaries: [
        { ResourceType: 'AWS::SQS::Queue', LogicalResourceId: 'SettleQueue', PhysicalResourceId: url('settle') },
        { ResourceType: 'AWS::SQS::Queue', LogicalResourceId: 'Plain', PhysicalResourceId: url('plain') },
        { ResourceType: 'AWS::DynamoDB::Table', LogicalResourceId: 'Studies', PhysicalResourceId: 'Studies' },
        { ResourceType: 'AWS::SQS::Queue', LogicalResourceId: 'NoticesQueue', PhysicalResourceId: url('notices') },
      ].map((one) => ({ ...one, LastUpdatedTimestamp: new Date(0), ResourceStatus: 'CREATE_COMPLETE' as const })),
    });
    await run({ stack: 'MsMriCheck' });
    expect(said).toBe(
      [
        'notices-dead: empty, of notices',
        'settle-dead: 3 messages, of settle',
        'Nothing was moved; with --go they go back to where they come from.',
        '',
      ].join('\n'),
    );
    expect(starts()).toEqual([]);
    expect(sqs.commandCalls(ReceiveMessageCommand)).toEqual([]);
  });

  test('--show says what kind of messages they are and gives them back', async () => {
    withQueue('settle', 3, 1);
    const settle = JSON.stringify({ site: 'north', studyInstanceUid: '1.2.3', arrival: 4, complete: false });
    sqs
      .on(ReceiveMessageCommand)
      .resolvesOnce({ Messages: [{ Body: settle, ReceiptHandle: 'a' }] })
      .resolvesOnce({
        Messages: [
          { Body: settle, ReceiptHandle: 'b' },
          { Body: 'Zzyzx^Zelda', ReceiptHandle: 'c' },
        ],
      })
      .resolves({});
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    await run({ queue: ['settle'], show: 20 });
    expect(said).toBe(
      [
        'settle-dead: 4 messages, 1 of them being looked at, of settle',
        '  1 × a message that is none of ours, of 11 bytes',
        '  2 × a study of north to be looked at',
        'Nothing was moved; with --go they go back to where they come from.',
        '',
      ].join('\n'),
    );
    const [{ args: [{ input = undefined } = {}] = [] } = {}] = sqs.commandCalls(ChangeMessageVisibilityBatchCommand);
    expect(input?.Entries).toEqual(
      ['a', 'b', 'c'].map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 })),
    );
  });

  test('no more messages are looked at than --show says', async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [{ Body: '{}', ReceiptHandle: 'a' }] });
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    await run({ queue: ['settle'], show: 2 });
    const asked = sqs.commandCalls(ReceiveMessageCommand).map(({ args: [{ input }] }) => input.MaxNumberOfMessages);
    expect(asked).toEqual([2, 1]);
  });
});

describe('with --go', () => {
  test('SQS moves the messages back, and each step is said once', async () => {
    withMoves(null, moved('RUNNING', 1), moved('RUNNING', 1), moved('COMPLETED', 3));
    await run({ queue: ['settle', 'notices', 'settle'], go: true });
    expect(said).toBe(
      [
        'settle-dead: 3 messages, of settle',
        'notices-dead: empty, of notices',
        'settle-dead: moving to settle',
        'settle-dead: 1 of 3 moved',
        'settle-dead: 3 of 3 moved; done',
        '',
      ].join('\n'),
    );
    expect(starts()).toEqual([{ SourceArn: arn('settle-dead'), DestinationArn: arn('settle') }]);
    expect(pauses).toBe(3);
  });

  test('a move that runs already is watched, not started again', async () => {
    withMoves(moved('RUNNING', 2), moved('COMPLETED', 3));
    await run({ queue: ['settle'], go: true });
    expect(said.split('\n').slice(1)).toEqual([
      'settle-dead: a move is under way already (2 of 3 moved)',
      'settle-dead: 3 of 3 moved; done',
      '',
    ]);
    expect(starts()).toEqual([]);
  });

  test('one that ended before is none that runs', async () => {
    withMoves(moved('COMPLETED', 9, 9), moved('COMPLETED', 3));
    await run({ queue: ['settle'], go: true });
    expect(starts()).toHaveLength(1);
  });

  test('nothing that waits is nothing to move', async () => {
    await run({ queue: ['notices'], go: true });
    expect(said).toBe('notices-dead: empty, of notices\nThere is nothing to move.\n');
    expect(starts()).toEqual([]);
  });

  test('a move that fails says why', async () => {
    withMoves(null, { ...moved('FAILED', 1), FailureReason: 'AccessDenied' });
    await expect(run({ queue: ['settle'], go: true })).rejects.toThrow(
      'settle-dead: 1 of 3 moved, then the move failed: AccessDenied.',
    );
  });

  test('an emulator that cannot move is said to be one', async () => {
    const unknown = new SQSServiceException({ name: 'InvalidAction', $fault: 'client', $metadata: {} });
    sqs.on(ListMessageMoveTasksCommand).rejects(unknown);
    await expect(run({ queue: ['settle'], go: true })).rejects.toThrow(
      'settle-dead: what answers for SQS here cannot move messages (StartMessageMoveTask), as the emulator of the local stack; nothing was moved.',
    );
  });
});

describe('what is refused', () => {
  test('no queue, a queue without dead letters, a queue and a stack that there are not', async () => {
    await expect(run({})).rejects.toThrow('Name the stack with --stack, or queues with --queue.');
    await expect(run({ queue: [url('plain')] })).rejects.toThrow(
      /has no dead-letter queue: name the queue that the messages come from/,
    );
    sqs.on(GetQueueUrlCommand).rejects(new QueueDoesNotExist({ message: '', $metadata: {} }));
    await expect(run({ queue: ['none'] })).rejects.toThrow(
      'The queue "none": AWS refused it (QueueDoesNotExist); check the names, AWS_REGION and the credentials.',
    );
    const validation = new CloudFormationServiceException({ name: 'ValidationError', $fault: 'client', $metadata: {} });
    cloudFormation.on(ListStackResourcesCommand).rejects(validation);
    await expect(run({ stack: 'None' })).rejects.toThrow(
      '--stack None: AWS refused it (ValidationError); check the names, AWS_REGION and the credentials.',
    );
  });
});

describe('a dead letter', () => {
  const s3 = (...keys: readonly string[]) =>
    JSON.stringify({ Records: keys.map((key) => ({ s3: { object: { key } } })) });
  const verdict = {
    ...{ schema: 'ms-mri-check/verdict-event/1', site: 'north', studyKey: 'k'.repeat(43), revision: 2 },
    ...{ outcome: 'compliant', previousOutcome: null, protocols: [], reportPath: '/r/north/k/2' },
  };

  test.each([
    [s3('incoming/north/Zzyzx%5EZelda/a.dcm'), 'an object to be read, of north'],
    [
      s3('incoming/north/Zelda/a', 'incoming/east/b', 'incoming/Zelda+Z/c'),
      '3 objects to be read, of east, no site, north',
    ],
    [JSON.stringify(verdict), `a verdict to be told: north ${'k'.repeat(43)} revision 2, compliant`],
    [
      JSON.stringify({ webhook: 'WEBHOOK#2', event: verdict }),
      `a verdict for WEBHOOK#2 of north: ${'k'.repeat(43)} revision 2, compliant`,
    ],
    ['{"Records": [{}]}', 'a message that is none of ours, of 17 bytes'],
    ['Zzyzx', 'a message that is none of ours, of 5 bytes'],
  ])('%s', (body, kind) => expect(deadLetterKind(body)).toBe(kind));
});

describe('the names that a replay needs', () => {
  const outputs = [
    { OutputKey: 'StudiesTableName', OutputValue: 'S' },
    { OutputKey: 'DirectoryTableName', OutputValue: 'D' },
    { OutputKey: 'SettleQueueUrl', OutputValue: 'Q' },
  ];
  const withOutputs = (Outputs: typeof outputs) =>
    cloudFormation.on(DescribeStacksCommand, { StackName: 'MsMriCheck' }).resolves({
      Stacks: [{ StackName: 'MsMriCheck', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE', Outputs }],
    });

  test('are the outputs of the stack, and outranked by those that are given', async () => {
    withOutputs(outputs);
    expect(await replayNames({ stack: 'MsMriCheck' }, () => stacks)).toEqual({
      studies: 'S',
      directory: 'D',
      settleQueueUrl: 'Q',
    });
    expect(await replayNames({ stack: 'MsMriCheck', studiesTable: 'T' }, () => stacks)).toMatchObject({ studies: 'T' });
  });

  test('need no stack when all are given, and are asked for when not', async () => {
    const given = { studiesTable: 'S', table: 'D', settleQueue: 'Q' };
    expect(await replayNames(given, () => stacks)).toEqual({ studies: 'S', directory: 'D', settleQueueUrl: 'Q' });
    await expect(replayNames({ table: 'D' }, () => stacks)).rejects.toThrow(/Name the stack with --stack/);
  });

  test('of a stack of an older version are missing, and it is said which', async () => {
    withOutputs(outputs.slice(1));
    await expect(replayNames({ stack: 'MsMriCheck' }, () => stacks)).rejects.toThrow(
      '--stack MsMriCheck has no output StudiesTableName: deploy this version first, or give the names.',
    );
  });
});

import { setTimeout } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SQSClient } from '@aws-sdk/client-sqs';
import { count } from '../core/report/index.ts';
import { inWords } from './awsFailure.ts';
import { UsageError } from './commandError.ts';
import { type DeadLetterQueue, deadLetterQueues, namedDeadLetterQueues } from './deadLetterQueues.ts';
import { stackQueueUrls } from './deployedStack.ts';
import { moveDeadLetters } from './moveDeadLetters.ts';
import type { RedriveOptions } from './redriveCommand.ts';
import { shownDeadLetters } from './shownDeadLetters.ts';

export type RedriveClients = {
  readonly queues: SQSClient;
  readonly stacks: () => CloudFormationClient;
  readonly pause: (interruption: AbortSignal) => Promise<unknown>;
};

/** Lists dead-letter queues and how many messages wait there; with `--go` sends these back. */
export async function redrive(
  options: RedriveOptions,
  interruption: AbortSignal,
  clients: RedriveClients = awsClients(),
): Promise<void> {
  const found = await queuesOf(options, clients);
  const waiting = found.filter((queue) => queue.waiting + queue.hidden > 0);
  for (const queue of found) {
    say(`${queue.dead.name}: ${countWords(queue)}, of ${queue.source.name}`);
    if (options.show !== undefined && queue.waiting > 0) await show(queue, options.show, clients.queues);
  }
  if (options.go !== true) {
    if (waiting.length > 0) say('Nothing was moved; with --go they go back to where they come from.');
    return;
  }
  for (const queue of waiting) {
    const pause = () => clients.pause(interruption);
    await inWords(`The queue "${queue.dead.name}"`, () =>
      moveDeadLetters(queue, { client: clients.queues, say, pause }),
    );
  }
  if (waiting.length === 0) say('There is nothing to move.');
}

function awsClients(): RedriveClients {
  return {
    // An emulator's queue URL may name a host that nothing resolves; the endpoint is where it answers.
    queues: new SQSClient({ useQueueUrlAsEndpoint: false }),
    stacks: () => new CloudFormationClient({}),
    pause: (signal) => setTimeout(2000, undefined, { signal }),
  };
}

async function queuesOf(
  { stack, queue }: RedriveOptions,
  clients: RedriveClients,
): Promise<readonly DeadLetterQueue[]> {
  if (queue !== undefined) return namedDeadLetterQueues(clients.queues, queue);
  if (stack === undefined) throw new UsageError('Name the stack with --stack, or queues with --queue.');
  const found = await deadLetterQueues(clients.queues, await stackQueueUrls(clients.stacks(), stack));
  if (found.length === 0) throw new UsageError(`--stack ${stack} has no queue with a dead-letter queue.`);
  return found;
}

function countWords({ waiting, hidden }: DeadLetterQueue): string {
  const messages = waiting + hidden === 0 ? 'empty' : count(waiting + hidden, 'message');
  return hidden === 0 ? messages : `${messages}, ${hidden} of them being looked at`;
}

async function show({ dead }: DeadLetterQueue, most: number, client: SQSClient): Promise<void> {
  const kinds = await inWords(`The queue "${dead.name}"`, () => shownDeadLetters(client, dead.url, most));
  for (const [kind, number] of kinds) say(`  ${number} × ${kind}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

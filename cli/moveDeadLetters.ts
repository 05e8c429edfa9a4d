import {
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { UsageError } from './commandError.ts';
import type { DeadLetterQueue } from './deadLetterQueues.ts';

export type Move = {
  readonly client: SQSClient;
  readonly say: (line: string) => void;
  /** Between two looks at how far a move has come. */
  readonly pause: () => Promise<unknown>;
};

/**
 * Has SQS move the dead letters back to where they come from, and says how far it is until it is done. A move that is under way is
 * watched, not started again.
 *
 * @throws UsageError when the move fails, and where nobody can move: an emulator
 */
export async function moveDeadLetters(queue: DeadLetterQueue, move: Move): Promise<void> {
  const { dead, source } = queue;
  const running = await newestTask(queue, move);
  if (running?.Status === 'RUNNING' || running?.Status === 'CANCELLING') {
    move.say(`${dead.name}: a move is under way already (${movedWords(running)})`);
  } else {
    // Named, since what SNS could not deliver has no queue that it came from.
    await answered(queue, () =>
      move.client.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn, DestinationArn: source.arn })),
    );
    move.say(`${dead.name}: moving to ${source.name}`);
  }
  await watch(queue, move);
}

async function watch(queue: DeadLetterQueue, move: Move): Promise<void> {
  const { name } = queue.dead;
  let said = '';
  for (;;) {
    await move.pause();
    const task = await newestTask(queue, move);
    const line = `${name}: ${movedWords(task)}`;
    if (task?.Status === 'RUNNING' || task?.Status === 'CANCELLING') {
      if (line !== said) move.say(line);
      said = line;
      continue;
    }
    if (task?.Status === 'FAILED')
      throw new UsageError(`${line}, then the move failed: ${task.FailureReason ?? 'SQS does not say why'}.`);
    move.say(task?.Status === 'CANCELLED' ? `${line}, then the move was cancelled` : `${line}; done`);
    return;
  }
}

async function newestTask(
  queue: DeadLetterQueue,
  { client }: Move,
): Promise<ListMessageMoveTasksResultEntry | undefined> {
  const { Results = [] } = await answered(queue, () =>
    client.send(new ListMessageMoveTasksCommand({ SourceArn: queue.dead.arn, MaxResults: 1 })),
  );
  return Results[0];
}

function movedWords(task: ListMessageMoveTasksResultEntry | undefined): string {
  const moved = task?.ApproximateNumberOfMessagesMoved ?? 0;
  const all = task?.ApproximateNumberOfMessagesToMove;
  return all === undefined ? `${moved} moved` : `${moved} of ${all} moved`;
}

/** The local stack's emulator knows no moves. */
async function answered<Answer>({ dead }: DeadLetterQueue, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && unknownOperations.has(error.name)) {
      throw new UsageError(
        `${dead.name}: what answers for SQS here cannot move messages (StartMessageMoveTask), as the emulator of the local stack; nothing was moved.`,
      );
    }
    throw error;
  }
}

const unknownOperations = new Set(['InvalidAction', 'UnsupportedOperation', 'UnknownOperationException']);

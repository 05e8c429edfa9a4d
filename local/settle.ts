import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchTrouble } from './eventSources.ts';
import type { LocalStack } from './localStack.ts';

/** Something failed on the way of a study, or it took too long. */
export class PipelineError extends Error {
  override readonly name = 'PipelineError';
}

const everyMs = 200;

/**
 * Waits until no message is under way any more: everything that was dropped is judged and told.
 *
 * @throws {PipelineError} when a function throws, a message becomes a dead letter or the time is up.
 */
export async function untilSettled(
  stack: LocalStack,
  options: { readonly timeoutSeconds: number; readonly troubles: readonly BatchTrouble[]; readonly now: () => number },
): Promise<void> {
  const { timeoutSeconds, troubles, now } = options;
  const deadline = now() + timeoutSeconds * 1000;
  while (true) {
    for (const [queue, count] of stack.deadLetters())
      throw new PipelineError(`${count} messages ended in the dead-letter queue ${queue}`);
    const [trouble] = troubles;
    if (trouble !== undefined) {
      throw new PipelineError(`${trouble.functionName} failed with ${trouble.messages} messages`, {
        cause: trouble.error,
      });
    }
    const underWay = stack.underWay();
    if (underWay === 0) return;
    if (now() > deadline)
      throw new PipelineError(`after ${timeoutSeconds} s, ${underWay} messages were still under way`);
    await sleep(everyMs);
  }
}

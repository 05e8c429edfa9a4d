import { setImmediate } from 'node:timers/promises';

/** Lets a signal be heard amid long work. @throws AbortError when there was one */
export async function giveWay(interruption: AbortSignal): Promise<void> {
  await setImmediate();
  interruption.throwIfAborted();
}

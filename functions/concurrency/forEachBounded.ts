/**
 * Works on what an iterable yields, with at most `limit` under way. The first failure is thrown, once those under way have
 * ended; the iterable is closed either way.
 */
export async function forEachBounded<Item>(
  items: AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  let stopped = false;
  async function worker(): Promise<void> {
    try {
      while (!stopped) {
        const { done, value } = await iterator.next();
        if (done === true) return;
        await work(value);
      }
    } catch (error) {
      stopped = true;
      throw error;
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: limit }, worker));
  await iterator.return?.();
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

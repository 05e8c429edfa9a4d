/** Time that passes only from one event to the next. Of two events at one moment, the one that was asked for first happens first. */
export type VirtualTime = {
  readonly nowMs: () => number;
  readonly after: (delayMs: number, happen: () => void) => void;
  /** Lets everything happen that is to happen, each followed by all that code under way does before its next call. */
  readonly runToRest: () => Promise<void>;
};

/** Something keeps happening, and would for ever. */
export class NoRestError extends Error {
  override readonly name = 'NoRestError';
}

type Happening = { readonly atMs: number; readonly order: number; readonly happen: () => void };

const mostEvents = 60_000;

export function virtualTime(startMs: number): VirtualTime {
  const heap: Happening[] = [];
  let nowMs = startMs;
  let order = 0;
  return {
    nowMs: () => nowMs,
    after(delayMs, happen) {
      order += 1;
      push(heap, { atMs: nowMs + Math.max(0, Math.round(delayMs)), order, happen });
    },
    async runToRest() {
      for (let events = 0; heap.length > 0; events += 1) {
        if (events > mostEvents) throw new NoRestError(`${mostEvents} events, and the system has not come to rest.`);
        const next = pop(heap);
        if (next === undefined) return;
        nowMs = next.atMs;
        next.happen();
        await everyPromiseAtHand();
      }
    },
  };
}

/** An immediate runs once no promise is left that could go on by itself. The functions wait for nothing but calls and timers. */
function everyPromiseAtHand(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function isBefore(one: Happening, other: Happening): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}

function push(heap: Happening[], added: Happening): void {
  let at = heap.length;
  heap.push(added);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || isBefore(parent, added)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = added;
}

function pop(heap: Happening[]): Happening | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    if (left === undefined) break;
    const lesser = right !== undefined && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
    const child = heap[lesser];
    if (child === undefined || isBefore(last, child)) break;
    heap[at] = child;
    at = lesser;
  }
  heap[at] = last;
  return first;
}

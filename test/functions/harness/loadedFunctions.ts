import { expect } from 'vitest';
import { hand, type Pipeline } from './pipeline.ts';
import type { Delivery } from './queueMessages.ts';

// The functions as tests call them, each answering the ids of the messages that come again. They read their settings as
// they are loaded: start a pipeline first.

export type Ingest = Awaited<ReturnType<typeof loadIngest>>;
export type Evaluate = Awaited<ReturnType<typeof loadEvaluate>>;

export async function loadIngest() {
  const { handler } = await import('../../../functions/ingest/handler.ts');
  return (deliveries: readonly Delivery[]) => hand(handler, deliveries);
}

export async function loadEvaluate() {
  const { handler } = await import('../../../functions/evaluate/handler.ts');
  return (...bodies: readonly string[]) => hand(handler, numbered(bodies));
}

export async function loadNotify() {
  const { handler } = await import('../../../functions/notify/handler.ts');
  return (...bodies: readonly string[]) => hand(handler, numbered(bodies));
}

/** Has evaluate take what is sent to it until nothing is. */
export async function evaluateAll(pipeline: Pipeline, evaluate: Evaluate): Promise<void> {
  for (let taken = 0; taken < pipeline.settleMessages().length; ) {
    const bodies = pipeline.settleMessages().map(({ body }) => body);
    expect(await evaluate(...bodies.slice(taken))).toEqual([]);
    taken = bodies.length;
  }
}

const numbered = (bodies: readonly string[]) => bodies.map((body, index) => ({ id: String(index), body }));

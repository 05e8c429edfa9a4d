/**
 * The answers to each item in the items' order, with up to `atOnce` being worked on. Of the items no more are taken than
 * that; when one fails the others are awaited before the failure is passed on.
 */
export async function* inOrder<Item, Answer>(
  items: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Answer>,
): AsyncGenerator<Answer, void, void> {
  const running: Promise<Answer>[] = [];
  try {
    for await (const item of items) {
      running.push(observed(work(item)));
      if (running.length >= atOnce) yield* next(running);
    }
    while (running.length > 0) yield* next(running);
  } finally {
    await Promise.allSettled(running);
  }
}

async function* next<Answer>(running: Promise<Answer>[]): AsyncGenerator<Answer, void, void> {
  const first = running.shift();
  if (first !== undefined) yield await first;
}

/** A failure is seen when its turn comes; until then it is not one that nobody looks at. */
function observed<Answer>(answer: Promise<Answer>): Promise<Answer> {
  void Promise.allSettled([answer]);
  return answer;
}

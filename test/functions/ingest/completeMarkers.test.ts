import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Item, tableNames } from '../harness/embeddedTables.ts';
import { loadEvaluate, loadIngest } from '../harness/loadedFunctions.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created, type Delivery } from '../harness/queueMessages.ts';
import { mrFile, uidsOf } from '../harness/smallObjects.ts';

const { pipeline, newSite } = await pipelineOfTests();
const evaluate = await loadEvaluate();
const take = await loadIngest();
const ingest = (...deliveries: readonly Delivery[]) => take(deliveries);
const { documents } = await import('../../../functions/clients/documents.ts');
let site: string;
beforeEach(async () => {
  site = await newSite('marked');
});
afterEach(() => {
  vi.restoreAllMocks();
});

const drop = (name: string, bytes: Uint8Array | string, time = '2025-02-03T10:00:00.000Z'): Delivery => {
  const key = `incoming/${site}/exams/${name}`;
  pipeline.bucket.put(key, bytes);
  return created(pipeline.bucket, { key, time });
};
const image = (study: string, number = 1) => mrFile(uidsOf(study, number));
const studyItem = async (study: string): Promise<Item> => {
  const found = (await pipeline.studyItemsOf(site, study)).find(({ sk }) => sk === 'STUDY');
  if (found === undefined) throw new Error(`There is no study ${study}.`);
  return found;
};
/** Study, arrival and delay of each look that was asked for since. */
const asked = () => {
  const looks = pipeline.settleMessages().map(({ body, delay }) => ({ ...JSON.parse(body), delay }));
  pipeline.reset();
  return looks.map(({ studyInstanceUid, arrival, delay }) => [studyInstanceUid, arrival, delay]);
};
/** A study that was sent and judged, and for which nothing waits. */
async function judged(study: string): Promise<void> {
  await ingest(drop(`${study} a`, image(study)));
  await evaluate(pipeline.settleMessages().at(-1)?.body ?? '');
  expect((await studyItem(study)).waitingSinceMs).toBeUndefined();
  pipeline.reset();
}
/** Whoever counted its arrival wrote down only then that a look was to come. */
async function withLookWrittenLate(study: string): Promise<void> {
  await judged(study);
  const item = await studyItem(study);
  await pipeline.tables.put(tableNames.studies, { ...item, nextLookMs: Date.now() + 100_000 });
}

test('_COMPLETE wakes the studies of its folder that wait, and leaves those alone that were judged', async () => {
  await judged('1.2.3');
  const before = await studyItem('1.2.3');
  await ingest(drop('b', image('1.2.4')));
  expect(asked()).toEqual([['1.2.4', 1, 120]]);
  expect(await ingest(drop('_COMPLETE', ''))).toEqual([]);
  expect(asked()).toEqual([['1.2.4', 2, 20]]);
  expect(await studyItem('1.2.3')).toEqual(before);
});

test('what overtook its images shortens their wait, also of a study that was judged before', async () => {
  await judged('1.2.3');
  await ingest(drop('_COMPLETE', ''));
  expect(asked()).toEqual([]);
  await ingest(drop('b', image('1.2.3', 2)));
  expect(asked()).toEqual([['1.2.3', 2, 20]]);
});

test('images behind it read what it says, although a look was to come before it', async () => {
  await withLookWrittenLate('1.2.3');
  await ingest(drop('_COMPLETE', ''));
  expect((await studyItem('1.2.3')).nextLookMs).toBeUndefined();
  await ingest(drop('b', image('1.2.3', 2)));
  expect(asked()).toEqual([['1.2.3', 2, 20]]);
});

test('an image that is counted just when it is seen that none waits, is woken all the same', async () => {
  await withLookWrittenLate('1.2.3');
  const send = documents.send.bind(documents) as (command: unknown) => Promise<unknown>;
  const meanwhile = drop('b', image('1.2.3', 2));
  let isFirst = true;
  vi.spyOn(documents, 'send').mockImplementation((async (command: unknown) => {
    const answer = await send(command);
    const isTheReading = command instanceof GetCommand && command.input.ProjectionExpression?.includes('nextLookMs');
    if (isFirst && isTheReading === true) {
      isFirst = false;
      await ingest(meanwhile);
      // It relies on the look that is to come.
      expect(asked()).toEqual([]);
    }
    return answer;
  }) as never);
  expect(await ingest(drop('_COMPLETE', ''))).toEqual([]);
  expect(asked()).toEqual([['1.2.3', 3, 20]]);
});

test('study.json has also those looked at that were judged: it changes what their verdicts say', async () => {
  await judged('1.2.3');
  await ingest(drop('study.json', '{"complete": true, "indication": "monitoring"}'));
  expect(asked()).toEqual([['1.2.3', 2, 20]]);
});

test('it is not meant for a study that first comes hours later: that one has its whole quiet period', async () => {
  await ingest(drop('_COMPLETE', ''));
  await ingest(drop('a', image('1.2.3'), '2025-02-03T12:00:00.000Z'));
  await ingest(drop('b', image('1.2.4'), '2025-02-04T10:00:00.000Z'));
  expect(asked()).toEqual([
    ['1.2.3', 1, 20],
    ['1.2.4', 1, 120],
  ]);
  await ingest(drop('_COMPLETE', '', '2025-02-04T10:01:00.000Z'));
  expect(asked()).toEqual([
    ['1.2.3', 2, 20],
    ['1.2.4', 2, 20],
  ]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { archiveLimitsFrom } from '../../../core/archive/index.ts';
import { currentObjects, instanceOf, instancesIn, storedHeader } from '../../../core/records/index.ts';
import type { BucketNotice } from '../../../functions/ingest/bucketNotice.ts';
import { takeArchive } from '../../../functions/ingest/takeArchive.ts';
import { takeObject } from '../../../functions/ingest/takeObject.ts';
import { zipOf } from '../../simulation/scenario/storedZip.ts';
import { mrFile } from '../harness/smallObjects.ts';

/** Which image, and how it looks: as often as it is dropped, its slices are of another thickness. */
type Shown = { readonly study: number; readonly number: number; readonly thickness: number };
/** What lies under a key from this drop on; a loose file is one image. */
type Drop = { readonly key: string; readonly images: readonly Shown[] };
/** One try at taking a drop: whole, killed at a write, or left when the time was over. */
type Try = { readonly drop: number; readonly killedAtWrite: number | null; readonly overAfter: number | null };

const files = new Map<string, Uint8Array>();
function fileOf({ study, number, thickness }: Shown): Uint8Array {
  const name = `${study} ${number} ${thickness}`;
  const uid = `1.2.${study}`;
  const known = files.get(name);
  const series = `${uid}.${number % 3}`;
  const bytes = known ?? mrFile({ study: uid, series, sop: `${series}.${number}`, sliceThickness: String(thickness) });
  files.set(name, bytes);
  return bytes;
}

const pathOf = ({ study, number }: Shown) => `${study}/IM${number}`;
const bytesOf = ({ key, images }: Drop): Uint8Array => {
  const [only] = images;
  if (!key.endsWith('.zip') && only !== undefined) return fileOf(only);
  return zipOf(images.map((image) => ({ path: pathOf(image), bytes: fileOf(image) })));
};

class KilledError extends Error {}

/** A table that takes an item as the real one does, and dies at a write where it is told to: after it took effect, or before. */
function tableOf() {
  const items = new Map<string, { readonly pk: string; readonly sk: string; readonly sequencer: string }>();
  return {
    items,
    dyingAt: (write: number | null) => {
      let left = write;
      return async (item: { readonly pk: string; readonly sk: string; readonly sequencer: string }): Promise<void> => {
        if (left === 0) throw new KilledError('killed');
        if (left !== null) left -= 1;
        const key = `${item.pk} ${item.sk}`;
        const there = items.get(key);
        if (there === undefined || there.sequencer < item.sequencer) items.set(key, item);
        if (left === 0) throw new KilledError('killed');
      };
    },
  };
}

async function take(
  drop: Drop,
  sequencer: number,
  { killedAtWrite, overAfter }: Try,
  table: ReturnType<typeof tableOf>,
) {
  const bytes = bytesOf(drop);
  const notice: BucketNotice = {
    bucket: 'incoming',
    key: `incoming/a/${drop.key}`,
    size: bytes.length,
    eTag: null,
    sequencer: sequencer.toString(16),
    eventTimeMs: 0,
    sentAgain: 0,
  };
  const dependencies = {
    studies: { putObjectItem: table.dyingAt(killedAtWrite), putArchiveReading: async () => {} },
    now: () => 0,
    folders: { putStudyJson: async () => {}, putCompleteMarker: async () => {}, putRejectMark: async () => {} },
    identitySecret: async () => 'secret',
    isRegistered: async () => true,
    reader: () => ({
      size: async () => bytes.length,
      range: async (from: number, to: number) => bytes.slice(from, to),
    }),
    archiveLimits: archiveLimitsFrom({}),
  };
  let asked = 0;
  const isOver = () => {
    asked += 1;
    return overAfter !== null && asked > overAfter;
  };
  try {
    const taken = await takeObject(notice, dependencies);
    return taken.kind === 'archive' ? await takeArchive(taken, dependencies, { isOver, triedAgainMs: 0 }) : taken;
  } catch (error) {
    if (!(error instanceof KilledError)) throw error;
    return null;
  }
}

/** What counts at last, told by the rules alone: of each key the latest drop, of each image the latest of what is left. */
function wanted(drops: readonly Drop[], study: number): ReadonlyMap<string, number> {
  // A study that an archive holds no more keeps what the archive said of it.
  const latest = new Map<string, { readonly at: number; readonly drop: Drop }>();
  drops.forEach((drop, at) => {
    if (drop.images.some((image) => image.study === study)) latest.set(drop.key, { at, drop });
  });
  const found = new Map<string, number>();
  for (const { drop } of [...latest.values()].sort((one, other) => one.at - other.at)) {
    for (const image of drop.images.filter((one) => one.study === study)) {
      const series = `1.2.${study}.${image.number % 3}`;
      found.set(`${series}#${series}.${image.number}`, image.thickness);
    }
  }
  return found;
}

function found(table: ReturnType<typeof tableOf>, study: number): ReadonlyMap<string, number> {
  const items = [...table.items.values()].filter(
    ({ pk, sk }) => pk === `STUDY#a#1.2.${study}` && sk.startsWith('INST'),
  );
  const { instances } = currentObjects(instancesIn(items), []);
  return new Map(instances.map((item) => [instanceOf(item), Number(storedHeader(item).shared.SliceThickness)]));
}

const counts = fc.constantFrom(1, 2, 3, 5, 99, 100, 101, 230);
const anyArchive = fc
  .record({
    key: fc.constantFrom('a.zip', 'exam/b.zip'),
    first: fc.constantFrom(0, 1, 40),
    count: counts,
    both: fc.boolean(),
    thickness: fc.integer({ min: 1, max: 3 }),
    turned: fc.boolean(),
  })
  .map(({ key, first, count, both, thickness, turned }): Drop => {
    const images = Array.from({ length: count }, (_, index) => ({
      study: both && index % 4 === 0 ? 2 : 1,
      number: first + index,
      thickness,
    }));
    return { key, images: turned ? images.reverse() : images };
  });
const anyLoose = fc
  .record({
    name: fc.constantFrom('IM1', 'copy of IM1'),
    number: fc.integer({ min: 0, max: 3 }),
    thickness: fc.integer({ min: 4, max: 6 }),
  })
  .map(({ name, number, thickness }): Drop => ({ key: name, images: [{ study: 1, number, thickness }] }));
const anyTries = (drops: number) =>
  fc.array(
    fc.record({
      drop: fc.nat(drops - 1),
      killedAtWrite: fc.option(fc.nat(4)),
      overAfter: fc.option(fc.integer({ min: 0, max: 240 })),
    }),
    { maxLength: 6 },
  );

/** Drops; then tries at them in any order, those that come to an end last or anywhere among the others. */
const anyHistory = fc
  .array(fc.oneof({ weight: 3, arbitrary: anyArchive }, { weight: 2, arbitrary: anyLoose }), {
    minLength: 1,
    maxLength: 6,
  })
  .chain((drops) =>
    anyTries(drops.length).chain((tries) => {
      const whole = drops.map((_, drop): Try => ({ drop, killedAtWrite: null, overAfter: null }));
      const all = [...whole, ...tries];
      return fc
        .shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
        .map((order) => ({ drops, order }));
    }),
  );

test('an archive is read as far as its studies can be settled, and each of these says that there were more', async () => {
  const table = tableOf();
  const images = Array.from({ length: 2_002 }, (_, study) => ({ study, number: 1, thickness: 1 }));
  const whole: Try = { drop: 0, killedAtWrite: null, overAfter: null };
  const taken = await take({ key: 'a.zip', images }, 1, whole, table);
  const items = [...table.items.values()];
  const studiesOf = (prefix: string) => new Set(items.filter(({ sk }) => sk.startsWith(prefix)).map(({ pk }) => pk));
  expect(taken).toMatchObject({ kind: 'taken-archive', entries: 2_000 });
  expect(studiesOf('INSTANCE').size).toBe(2_000);
  expect(studiesOf('REJECT#')).toEqual(studiesOf('INSTANCE'));
  const rejects = items.filter(({ sk }) => sk.startsWith('REJECT#'));
  const said = rejects.map((item) => ('reason' in item && 'code' in item ? [item.code, item.reason] : []));
  expect(new Set(said.map(([code]) => code))).toEqual(new Set(['archive-limit']));
  expect(said[0]?.[1]).toMatch(/more than 2000 studies: split it/);
});

describe('images that are dropped loose and in archives, again and again', () => {
  test('are those that lie there at last, in whatever order they are taken and however often that is broken off', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory, async ({ drops, order }) => {
        const table = tableOf();
        for (const one of order) {
          const drop = drops[one.drop];
          if (drop !== undefined) await take(drop, one.drop + 1, one, table);
        }
        for (const study of [1, 2]) expect(found(table, study)).toEqual(wanted(drops, study));
      }),
      { numRuns: 60 },
    );
  });

  test('leave as many items as it takes, the same ones each time', async () => {
    const images = Array.from({ length: 230 }, (_, number) => ({ study: 1, number, thickness: 1 }));
    const whole: Try = { drop: 0, killedAtWrite: null, overAfter: null };
    const [once, again] = [tableOf(), tableOf()];
    await take({ key: 'a.zip', images }, 1, whole, once);
    await take({ key: 'a.zip', images }, 1, { ...whole, killedAtWrite: 2 }, again);
    await take({ key: 'a.zip', images }, 1, whole, again);
    await take({ key: 'a.zip', images }, 2, whole, again);
    expect([...once.items.keys()].toSorted()).toEqual([...again.items.keys()].toSorted());
    expect(once.items.size).toBe(3);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  file,
  headsOf,
  noise,
  type PackedFile,
  recorded,
  type Seen,
  seenAs,
  tarOf,
  tgzOf,
  zipOf,
} from './packedArchives.ts';

const packers = {
  'deflated zip': (files: readonly PackedFile[]) => zipOf(files),
  'stored zip': (files: readonly PackedFile[]) => zipOf(files, { compress: false }),
  'streamed zip': (files: readonly PackedFile[]) => zipOf(files, { streamed: true }),
  tar: tarOf,
  tgz: tgzOf,
} as const;
const kinds = Object.keys(packers) as readonly (keyof typeof packers)[];

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter(isOrdinaryName);
const path = fc.array(name, { minLength: 1, maxLength: 6 }).map((segments) => segments.join('/'));
const content = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }),
  fc.record({ length: fc.nat(120_000), seed: fc.nat(1000) }).map(({ length, seed }) => noise(length, seed)),
  fc.nat(400_000).map((length) => new Uint8Array(length)),
);
const tree = fc
  .uniqueArray(fc.record({ path, content }), { selector: ({ path }) => path, minLength: 1, maxLength: 8 })
  .filter(hasNoFileAsFolder);

describe('any tree of files', () => {
  it.each(kinds)('packed as %s and visited gives back its beginnings', async (kind) => {
    await fc.assert(
      fc.asyncProperty(tree, fc.integer({ min: 1, max: 150_000 }), async (files, bytes) => {
        expect(await headsOf(await packers[kind](files), bytes)).toEqual(files.map((one) => seenAs(one, bytes)));
      }),
      { numRuns: 40 },
    );
  });
});

const sample = [
  file('study/1', noise(700)),
  file('study/2', 'a text that deflates, a text that deflates'),
  file(`long/${'folder/'.repeat(20)}3`, noise(3000, 7)),
  file('4', new Uint8Array(20_000)),
];
const wanted = new Set(sample.map((one) => JSON.stringify(seenAs(one))));

describe.each(kinds)('a %s', (kind) => {
  it('that is cut off never gives a wrong beginning, and says that it is cut off', async () => {
    const archive = await packers[kind](sample);
    for (let length = 1; length < archive.length; length += length % 512 < 3 || length % 512 > 509 ? 1 : 31) {
      const seen = await headsOf(archive.slice(0, length));
      const files = seen.filter((one) => 'head' in one);
      expect(files.every((one) => wanted.has(JSON.stringify(one)))).toBe(true);
      const isAllThere = files.length === sample.length && length > archive.length - 1024;
      expect(isAllThere || seen.some((one) => 'kind' in one), `cut at ${length}`).toBe(true);
    }
  });

  it('with changed bytes is read or not, within its limits, and never thrown at', async () => {
    const archive = await packers[kind](sample);
    const change = fc.record({ at: fc.nat(archive.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const mutant = archive.slice();
        for (const { at, byte } of changes) mutant[at] = byte;
        const { source, ranges } = recorded(mutant);
        const seen = await headsOf(source);
        expect(seen.length).toBeLessThanOrEqual(3 * sample.length);
        for (const one of seen) if ('head' in one) expectWithinLimits(one);
        expect(ranges.reduce((sum, [start, end]) => sum + end - start, 0)).toBeLessThan(6 * mutant.length + 70_000);
      }),
      { numRuns: 400 },
    );
  });
});

function expectWithinLimits({ path, head }: Seen): void {
  expect(head.length).toBeLessThanOrEqual(64);
  expect(path).not.toMatch(/^\/|(^|\/)\.\.(\/|$)|\p{Cc}/u);
}

/** Names that no cleaning changes, and that are no leftovers of file managers. */
function isOrdinaryName(text: string): boolean {
  return (
    !/[/\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\.|^[a-z]:/iu.test(text) &&
    !/^(__MACOSX|thumbs\.db|desktop\.ini)$/i.test(text) &&
    Buffer.from(text).toString() === text
  );
}

function hasNoFileAsFolder(files: readonly PackedFile[]): boolean {
  return files.every(({ path }) => !files.some((other) => other.path.startsWith(`${path}/`)));
}

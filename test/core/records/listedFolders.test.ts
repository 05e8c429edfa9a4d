import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Folder, foldersToAdd, mostFolders } from '../../../core/records/index.ts';

const foldersAt = (depth: number, count: number, name = 'folder'): readonly Folder[] =>
  Array.from({ length: count }, (_, index) => ({ digest: `${name}-${depth}-${index}`, depth }));
const digestsOf = (folders: readonly Folder[]) => new Set(folders.map(({ digest }) => digest));

describe('the folders that a study lists', () => {
  test('are all of a handful', () => {
    const offered = [...foldersAt(1, 1), ...foldersAt(2, 1), ...foldersAt(3, 20)];
    expect(foldersToAdd(new Set(), offered).digests).toEqual(digestsOf(offered));
  });

  test('are the shallow ones first, and room is left for more of these', () => {
    const [deep, above] = [foldersAt(4, 200), foldersAt(3, 5)];
    const { digests } = foldersToAdd(new Set(), [...deep, ...above]);
    expect([...digests].slice(0, 5)).toEqual([...digestsOf(above)]);
    expect(digests.size).toBe(100 - 3 * 11);
    expect(foldersToAdd(digests, foldersAt(1, 75, 'later')).digests.size).toBe(3 * 11);
  });

  test('are also the deepest ones, as far as there is room, however deep they lie', () => {
    const { digests } = foldersToAdd(new Set(), [...foldersAt(200, 50), ...foldersAt(30, 11), ...foldersAt(8, 1)]);
    expect(digests).toEqual(digestsOf([...foldersAt(8, 1), ...foldersAt(30, 11)]));
  });

  test('change no more when they are offered again', () => {
    const offered = foldersAt(3, 200);
    const { digests } = foldersToAdd(new Set(), offered);
    expect(foldersToAdd(digests, offered)).toEqual({ digests: new Set(), room: null });
  });

  test('are never more than the most, in whatever order they come', () => {
    const batches = fc.array(
      fc.array(fc.record({ digest: fc.nat(600).map(String), depth: fc.nat(12) }), { maxLength: 120 }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(batches, (offers) => {
        const listed = new Set<string>();
        for (const offered of offers) {
          const { digests, room } = foldersToAdd(listed, offered);
          expect(room === null ? digests.size === 0 : listed.size <= room).toBe(true);
          expect(room === null || room + digests.size <= mostFolders).toBe(true);
          for (const digest of digests) listed.add(digest);
        }
        expect(listed.size).toBeLessThanOrEqual(mostFolders);
      }),
    );
  });
});

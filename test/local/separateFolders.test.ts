import { describe, expect, it } from 'vitest';
import { separateFolders } from '../../local/separateFolders.ts';

const foldersOf = (...folders: string[]) =>
  separateFolders(folders.map((folder) => ({ folder, files: [] }))).map(({ folder }) => folder);

describe('drops', () => {
  it('of different names keep them', () => {
    expect(foldersOf('a', 'b')).toEqual(['a', 'b']);
  });

  it('of one name go into folders of their own', () => {
    expect(foldersOf('a', 'a', 'b', 'a')).toEqual(['a', 'a-2', 'b', 'a-3']);
  });

  it('are not given a number that is the name of another', () => {
    expect(foldersOf('a', 'a', 'a-2')).toEqual(['a', 'a-3', 'a-2']);
    expect(foldersOf('a-2', 'a', 'a')).toEqual(['a-2', 'a', 'a-3']);
  });

  it('keep their files', () => {
    const file = (path: string) => ({ path, bytes: async () => new Uint8Array() });
    const [first, second] = [file('1.dcm'), file('2.dcm')];
    expect(
      separateFolders([
        { folder: 'a', files: [first] },
        { folder: 'a', files: [second] },
      ]),
    ).toEqual([
      { folder: 'a', files: [first] },
      { folder: 'a-2', files: [second] },
    ]);
  });
});

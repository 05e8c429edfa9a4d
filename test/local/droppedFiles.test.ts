import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pathDrops } from '../../local/droppedFiles.ts';
import { LocalStackError } from '../../local/localStackError.ts';

describe('paths to drop', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'drop-'));
    for (const path of ['monday/study', 'tuesday/study', 'empty']) mkdirSync(join(root, path), { recursive: true });
    for (const day of ['monday', 'tuesday']) writeFileSync(join(root, day, 'study', '1.dcm'), day);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('of one base name keep their files apart', async () => {
    const drops = await pathDrops([join(root, 'monday/study'), join(root, 'tuesday/study')]);
    const keys = await Promise.all(
      drops.flatMap(({ folder, files }) =>
        files.map(async ({ path, bytes }) => [`${folder}/${path}`, String(await bytes())]),
      ),
    );
    expect(keys).toEqual([
      ['study/1.dcm', 'monday'],
      ['study-2/1.dcm', 'tuesday'],
    ]);
  });

  it.each([
    ['missing', /missing is not there/],
    ['empty', /empty holds no file/],
  ])('that hold nothing are said: %s', async (name, message) => {
    const dropping = pathDrops([join(root, name)]);
    await expect(dropping).rejects.toThrow(LocalStackError);
    await expect(dropping).rejects.toThrow(message);
  });
});

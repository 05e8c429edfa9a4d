import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeAssemblyFolder } from '../../local/assemblyFolder.ts';

describe('the folder of an assembly', () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'local-'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));
  const leftBehind = (...names: string[]): void => {
    for (const name of names) mkdirSync(join(parent, name, 'asset.x'), { recursive: true });
  };

  it('is new, and names the process that it belongs to', async () => {
    const folder = await makeAssemblyFolder(join(parent, 'not', 'there'), 41);
    expect(folder).toMatch(/not.there.assembly-41-\w{6}$/);
  });

  it('takes the place of those whose process no longer runs, and leaves every other', async () => {
    leftBehind('assembly-40-abcdef', 'assembly-41-abcdef', 'assembly-42-abcdef', 'test-pipeline-abcdef');
    await makeAssemblyFolder(parent, 41, (pid) => pid === 40);
    expect(readdirSync(parent).sort()).toEqual([
      'assembly-40-abcdef',
      expect.stringMatching(/^assembly-41-(?!abcdef)/),
      'test-pipeline-abcdef',
    ]);
  });

  it('tells a process that runs from one that has ended', async () => {
    const ended = spawnSync(process.execPath, ['--version']).pid;
    leftBehind(`assembly-${process.pid}-abcdef`, `assembly-${ended}-abcdef`);
    await makeAssemblyFolder(parent, 0);
    expect(readdirSync(parent).sort()).toEqual([
      expect.stringMatching(/^assembly-0-/),
      `assembly-${process.pid}-abcdef`,
    ]);
  });
});

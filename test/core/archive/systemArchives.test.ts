import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { file, headsOf, noise, seenAs } from './packedArchives.ts';

const folder = mkdtempSync(join(tmpdir(), 'ms-mri-check-archives-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files = [
  file('study/1', noise(300_000)),
  file('study/Schädel', new Uint8Array(50_000)),
  file(`study/${'long folder/'.repeat(15)}2`, noise(10)),
  file('study/empty', ''),
];
for (const { path, content } of files) {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
symlinkSync('1', join(folder, 'study/link'));

const isThere = (command: string): boolean => spawnSync(command, ['--version']).error === undefined;

/** Left out where the machine has no such program. */
describe.each([
  ['zip', 'zip', ['-qr', 'out', 'study'], 'out.zip'],
  ['zip, stored, links kept', 'zip', ['-qr0y', 'out0', 'study'], 'out0.zip'],
  ['zip through a pipe', 'sh', ['-c', 'zip -qr - study | cat > out-pipe.zip'], 'out-pipe.zip'],
  ['tar', 'tar', ['cf', 'out.tar', 'study'], 'out.tar'],
  [
    'tar --format=v7 for short names',
    'tar',
    ['cf', 'out-v7.tar', '--format=v7', 'study/1', 'study/empty'],
    'out-v7.tar',
  ],
  ['tar --format=pax', 'tar', ['cf', 'out-pax.tar', '--format=posix', 'study'], 'out-pax.tar'],
  ['tar --format=oldgnu', 'tar', ['cf', 'out-oldgnu.tar', '--format=oldgnu', 'study'], 'out-oldgnu.tar'],
  ['tar with gzip', 'tar', ['czf', 'out.tgz', 'study'], 'out.tgz'],
] as const)('what %s packs (where the program is there)', (_what, command, args, out) => {
  const program = command === 'sh' ? 'zip' : command;
  it.runIf(isThere(program))('is visited', async () => {
    execFileSync(command, args, { cwd: folder });
    const seen = await headsOf(readFileSync(join(folder, out)));
    const expected = files
      .filter(({ path }) => !out.includes('v7') || /1$|empty$/.test(path))
      .map((one) => seenAs(one));
    // The plain zip follows links; folders are listed in the order of the file system.
    const followed = out === 'out.zip' || out === 'out-pipe.zip' ? [seenAs(file('study/link', noise(300_000)))] : [];
    expect(new Set(seen)).toEqual(new Set([...expected, ...followed]));
    expect(seen).toHaveLength(expected.length + followed.length);
  });
});

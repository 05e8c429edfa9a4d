import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const temporary = mkdtempSync(join(tmpdir(), 'bench-interruption-'));
afterAll(() => rmSync(temporary, { recursive: true }));

describe('npm run bench:read', () => {
  it('leaves no file behind when it is interrupted in the middle of a tree', async () => {
    const script = join(import.meta.dirname, '../../../bench/read/benchRead.ts');
    const bench = spawn(process.execPath, [script, '--memory', '--files', '100000'], {
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => bench.stdout.once('data', resolve));
    const during = readdirSync(temporary);
    const ended = new Promise((resolve) => bench.once('close', resolve));
    bench.kill('SIGINT');
    expect({ status: await ended, during: during.length, after: readdirSync(temporary) }).toEqual({
      status: 130,
      during: 1,
      after: [],
    });
  });
});

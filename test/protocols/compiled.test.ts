import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileProtocols } from '../../protocols/compile.ts';

const committed = (name: string) => readFileSync(new URL(`../../protocols/${name}`, import.meta.url), 'utf8');

describe('the compiled protocols', () => {
  it.each(
    Object.entries(compileProtocols()),
  )('%s is what the YAML gives now (else: npm run protocols:compile)', (name, now) => {
    expect(committed(name)).toBe(now);
  });

  it('every YAML file names the schema for the editor', () => {
    expect(committed('magnims-cmsc-naims-2021.yaml')).toMatch(
      /^# yaml-language-server: \$schema=\.\/protocol\.schema\.json\n/,
    );
  });
});

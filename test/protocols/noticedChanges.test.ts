import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { intervalSurvivors, survivors } from '../../core/library/index.ts';
import { readProtocolFile } from '../../core/protocol/compileProtocol.ts';

const folder = new URL('../../protocols/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe.each(files)('the examples of %s', (name) => {
  const { protocol, examples, intervalExamples } = readProtocolFile(name, readFileSync(new URL(name, folder), 'utf8'));

  // Every limit a little higher, lower and the other way round; every level as every other; every set with one fewer.
  it('notice every change of a limit, a level or a direction', () => {
    expect(survivors(protocol, examples).map(({ requirement, what }) => `${requirement}: ${what}`)).toEqual([]);
  }, 120_000);

  it('notice every change of a bound, a verification or the grace of its intervals', () => {
    expect(intervalSurvivors(protocol, intervalExamples).map(({ interval, what }) => `${interval}: ${what}`)).toEqual(
      [],
    );
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brokenExamples } from '../../core/library/index.ts';
import { readProtocolFile } from '../../core/protocol/compileProtocol.ts';

const folder = new URL('../../protocols/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe.each(files)('%s', (name) => {
  const { protocol, examples } = readProtocolFile(name, readFileSync(new URL(name, folder), 'utf8'));

  it('every example holds', () => {
    expect(brokenExamples(protocol, examples)).toEqual([]);
  });

  it('every requirement has an example for each indication', () => {
    const shown = new Set(
      examples.flatMap(({ requirement, expect: expected }) =>
        Object.keys(expected).map((each) => `${requirement} ${each}`),
      ),
    );
    const asked = protocol.requirements.flatMap(({ id, indications }) =>
      Object.keys(indications).map((indication) => `${id} ${indication}`),
    );
    expect(asked.filter((each) => !shown.has(each))).toEqual([]);
  });
});

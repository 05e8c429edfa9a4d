import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brokenExamples, brokenIntervalExamples } from '../../core/library/index.ts';
import { readProtocolFile } from '../../core/protocol/compileProtocol.ts';

const folder = new URL('../../protocols/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe.each(files)('%s', (name) => {
  const { protocol, examples, intervalExamples } = readProtocolFile(name, readFileSync(new URL(name, folder), 'utf8'));

  it('every example holds', () => {
    expect(brokenExamples(protocol, examples)).toEqual([]);
  });

  it('every example of its intervals holds', () => {
    expect(brokenIntervalExamples(protocol, intervalExamples)).toEqual([]);
  });

  it('every interval has an example without the day, every indication one without the PML risk', () => {
    const without = intervalExamples.filter(({ after }) => after.some(({ months }) => months === null));
    const shown = without.map(({ indication, situation, pmlRisk }) => `${indication} ${situation ?? pmlRisk ?? 'any'}`);
    const asked = (protocol.intervals ?? []).flatMap(({ indication, situation }) => [
      `${indication} ${situation}`,
      `${indication} any`,
    ]);
    expect(asked.filter((each) => !shown.includes(each))).toEqual([]);
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

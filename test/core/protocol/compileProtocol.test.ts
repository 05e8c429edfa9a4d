import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileProtocol, ProtocolFileError } from '../../../core/protocol/compileProtocol.ts';

const file = new URL('../../../protocols/magnims-cmsc-naims-2021.yaml', import.meta.url);
const yaml = readFileSync(file, 'utf8');

/** The message for the file with `from` replaced by `to`, and the line on which that was. */
function complaintAbout(from: string, to: string): { readonly message: string; readonly line: number } {
  const at = yaml.indexOf(from);
  expect(at).toBeGreaterThan(0);
  const line = yaml.slice(0, at).split('\n').length;
  try {
    compileProtocol('edition.yaml', yaml.replace(from, to));
  } catch (error) {
    if (error instanceof ProtocolFileError) return { message: error.message, line };
    throw error;
  }
  throw new Error('was accepted');
}

describe('compileProtocol', () => {
  it('leaves the named terms out of the protocol', () => {
    expect(Object.keys(compileProtocol('edition.yaml', yaml))).not.toContain('terms');
  });

  it('names file, line, path and what to do for a word that is not allowed', () => {
    const { message, line } = complaintAbout('verification: pending', 'verification: maybe');
    expect(message).toBe(
      `edition.yaml:${line}: requirements.1.indications.pml-safety.verification: must be one of primary, reproduced, pending`,
    );
  });

  it('names a misspelled key', () => {
    const { message } = complaintAbout('rationale: Below', 'rationable: Below');
    expect(message).toContain('edition.yaml:');
    expect(message).toContain('requirements.0: remove or correct the unknown key "rationable"');
  });

  it('points at the line of a faulty shared term', () => {
    const { message, line } = complaintAbout('max: 3, unit: mm', 'max: 3, unit: cm');
    expect(message).toBe(`edition.yaml:${line}: terms.at-most-3-mm.unit: must be one of T, mm, %, min`);
  });

  it('says what is wrong with a shared term once, not wherever it is used', () => {
    const { message, line } = complaintAbout('max: 3, unit: mm', 'equals: 3, unit: mm');
    expect(message.split('\n')).toEqual([
      `edition.yaml:${line}: terms.at-most-3-mm: "equals" is no limit, since a limit has a direction: write max or min`,
    ]);
  });

  it('explains broken YAML with its line', () => {
    const { message, line } = complaintAbout('status: active', 'status: [active');
    expect(message).toBe(
      `edition.yaml:${line + 1}: Flow sequence in block collection must be sufficiently indented and end with a ]`,
    );
  });

  it('explains an alias that names nothing', () => {
    const { message } = complaintAbout('constraints: [*at-least-1-5-T]', 'constraints: [*at-least-2-T]');
    expect(message).toContain('at-least-2-T');
  });

  it.each(['', '42', '[]', 'null'])('refuses %j as a whole file', (text) => {
    expect(() => compileProtocol('edition.yaml', text)).toThrow(ProtocolFileError);
  });
});

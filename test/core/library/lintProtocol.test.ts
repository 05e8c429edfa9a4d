import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkProtocol, lintProtocol } from '../../../core/library/index.ts';

const small = `schema: ms-mri-check/protocol/1
id: our-site
revision: 1
status: active
title: Our protocol
territory: site
scope: Brain
publication: { authors: We, journal: Our intranet, year: 2026, doi: null }
inForce: { from: 2026-01-01, until: null }
tolerance: { mm: 0.05, T: 0.05, percent: 1, source: ours }
requirements:
  - id: brain.flair
    region: brain
    title: FLAIR
    rationale: Shows lesions.
    asks:
      kind: anyOf
      of:
        - { kind: one, sequence: [FLAIR], constraints: [{ property: sliceThickness, max: 3, unit: mm }] }
        - { kind: one, sequence: [T2w], constraints: [{ property: sliceThickness, max: 2, unit: mm }] }
    indications:
      monitoring: { level: required, verification: primary, citation: 'Our protocol book, page 3' }
examples:
  - requirement: brain.flair
    shows: a FLAIR
    study: [{ sequence: FLAIR, thickness: 3, limits: { thickness: [3.05, 3.06] } }]
    expect: { monitoring: required met }
  - requirement: brain.flair
    shows: a T2w
    study: [{ sequence: T2w, thickness: 2, limits: { thickness: [2.05, 2.06] } }]
    expect: { monitoring: required met }
changelog: [{ revision: 1, date: 2026-01-01, change: First. }]
`;

function lineOf(text: string): number {
  return small.slice(0, small.indexOf(text)).split('\n').length;
}

/** What lint says of the file with `from` replaced by `to`. */
function said(from: string, to: string): readonly string[] {
  expect(small).toContain(from);
  return lintProtocol('ours.yaml', small.replace(from, to)).findings.map(({ kind, message }) => `${kind}: ${message}`);
}

describe('lint', () => {
  it('has nothing to say of a good file, and answers what is in it', () => {
    const { file, findings } = lintProtocol('ours.yaml', small);
    expect(findings).toEqual([]);
    expect([file?.protocol.id, file?.examples.length]).toEqual(['our-site', 2]);
  });

  it.each([
    [
      'max: 3, unit: mm',
      'max: 3 ± 0.3, unit: mm',
      'a limit has a direction: write one number, under max or min, never ±',
    ],
    ['max: 3, unit: mm', 'value: 3, unit: mm', '"value" is no limit, since a limit has a direction: write max or min'],
    [
      'max: 3, unit: mm',
      'max: 3, min: 3, unit: mm',
      'an exact number is no limit, since measured values are rounded: write max or min',
    ],
    ['max: 3, unit: mm', 'max: 0.3, unit: cm', 'must be one of T, mm, %'],
    [", citation: 'Our protocol book, page 3'", '', 'cite the publication, table and row'],
    ["citation: 'Our protocol book, page 3'", "citation: ' '", 'cite the publication, table and row'],
    ['sequence: [T2w], constraints', 'sequence: [T2], constraints', 'must be one of T1w, T2w'],
    ['expect: { monitoring: required met }', 'expect: { monitoring: met }', 'level, then met, not-met or cannot-tell'],
  ])('of %j as %j says where and how to mend it', (from, to, what) => {
    const findings = said(from, to);
    expect(findings.join('\n')).toContain(what);
    expect(findings.join('\n')).toContain(`fault: ours.yaml:${lineOf(from)}: `);
    expect(checkProtocol('ours.yaml', small.replace(from, to)).file).toBeNull();
  });

  it('names an alternative that is never needed', () => {
    const findings = said('sequence: [T2w], constraints', 'sequence: [FLAIR], constraints');
    expect(findings[0]).toBe(
      `fault: ours.yaml:${lineOf('        - { kind: one, sequence: [T2w]')}: requirements.0.asks.of.1: this alternative is never needed: whatever meets it meets alternative 1 too; remove one of the two`,
    );
  });

  it('takes one of two equal alternatives for dead, not both', () => {
    const equal = said(
      'sequence: [T2w], constraints: [{ property: sliceThickness, max: 2',
      'sequence: [FLAIR], constraints: [{ property: sliceThickness, max: 3',
    );
    expect(equal.filter((each) => each.includes('never needed'))).toHaveLength(1);
  });

  it.each([
    [
      '{ property: sliceThickness, max: 2, unit: mm }',
      '{ property: region, oneOf: [cervical-cord] }',
      'no T2w that it describes is of the brain',
    ],
    [
      '{ property: sliceThickness, max: 2, unit: mm }',
      '{ property: plane, oneOf: [axial] }, { property: plane, oneOf: [sagittal] }',
      'its demands on plane contradict each other',
    ],
    [
      '{ property: sliceThickness, max: 2, unit: mm }',
      '{ property: sliceThickness, max: 2, unit: mm }, { property: sliceThickness, min: 3, unit: mm }',
      'its demands on sliceThickness contradict each other',
    ],
    [
      '{ property: sliceThickness, max: 2, unit: mm }',
      '{ property: contrastEnhanced, oneOf: [unknown] }',
      'its demands on contrastEnhanced contradict each other, the region or what can be known',
    ],
    [
      'sequence: [T2w], constraints',
      'sequence: [ADC], constraints',
      'ADC is always a derived image: say derived: true',
    ],
  ])('names what nothing can meet: %s as %s', (from, to, why) => {
    expect(said(from, to)[0]).toContain(`requirements.0.asks.of.1: nothing can meet this: ${why}`);
  });

  it('names a condition that changes nothing, and a part that is not verified', () => {
    const t2 = '{ kind: one, sequence: [T2w], constraints: [] }';
    const demand = "citation: 'Our protocol book, page 3'";
    expect(said(demand, `${demand}, unless: { ask: ${t2}, level: required, because: so }`)[0]).toContain(
      'requirements.0.indications.monitoring.unless: unless leaves the level at "required", so it changes nothing',
    );
    expect(said(demand, `${demand}, when: { symptom: gait, level: required, because: so }`)[0]).toContain(
      'when leaves the level at "required"',
    );
    expect(
      said(`verification: primary, ${demand}`, `verification: pending, ${demand}, verifiedPart: ${t2}`)[0],
    ).toContain('all of a pending demand is pending: remove verifiedPart');
  });

  it('names a region that is always imaged', () => {
    const asks = small.slice(small.indexOf('    asks:'), small.indexOf('    indications:'));
    expect(said(asks, '    asks: { kind: imaged, region: brain, withinDays: 9 }\n')[0]).toContain(
      'requirements.0.asks.region: the brain is always imaged where it is judged: name another region',
    );
  });

  it('names an example that does not hold, with what was found', () => {
    expect(said('[3.05, 3.06]', '[3.06, 3.07]')[0]).toBe(
      `fault: ours.yaml:${lineOf('  - requirement: brain.flair')}: examples.0: the example "a FLAIR, but thickness 3.06 in acquisition 1" does not hold for monitoring: "required met" is expected, "required not-met" is what the requirements give; correct one of them`,
    );
  });

  it('advises an example where none would notice a change, and lets the file be used', () => {
    const withoutT2 = `${small.slice(0, small.lastIndexOf('  - requirement: brain.flair'))}${small.slice(small.indexOf('changelog'))}`;
    const { file, findings } = lintProtocol('ours.yaml', withoutT2);
    expect(file).not.toBeNull();
    expect(findings.map(({ kind }) => kind)).not.toContain('fault');
    expect(findings[0]?.message).toBe(
      `ours.yaml:${lineOf('  - id: brain.flair')}: brain.flair: no example would notice this change: asks, 2. of anyOf, T2w: sliceThickness not asked; add one on each side of it`,
    );
  });

  it('explains broken YAML', () => {
    expect(said('title: Our protocol', 'title: [Our')[0]).toMatch(/^fault: ours\.yaml: /);
  });

  it('finds nothing in the 2021 edition', () => {
    const url = new URL('../../../protocols/magnims-cmsc-naims-2021.yaml', import.meta.url);
    expect(checkProtocol('2021.yaml', readFileSync(url, 'utf8')).findings).toEqual([]);
  });
});

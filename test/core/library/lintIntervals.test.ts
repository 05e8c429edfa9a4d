import { describe, expect, it } from 'vitest';
import { lintProtocol } from '../../../core/library/index.ts';

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
    asks: { kind: one, sequence: [FLAIR], constraints: [] }
    indications:
      monitoring: { level: optional, verification: primary, citation: 'Our protocol book, page 3' }
intervalGrace: { days: 7, source: 'Our protocol book, page 4' }
intervals:
  - id: monitoring.yearly
    indication: monitoring
    situation: every-patient
    min: 11
    max: 12
    unit: months
    verification: primary
    citation: 'Our protocol book, page 4'
examples:
  - requirement: brain.flair
    shows: a FLAIR
    study: [{ sequence: FLAIR }]
    expect: { monitoring: optional met }
    but: [{ change: { sequence: T2w }, expect: not-met primary }]
intervalExamples:
  - shows: every year
    indication: monitoring
    situation: every-patient
    after:
      - { months: 11, days: -8, expect: early primary }
      - { months: 11, days: -7, expect: on-time primary }
      - { months: 12, days: 7, expect: on-time primary }
      - { months: 12, days: 8, expect: overdue primary }
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

describe('lint of the intervals', () => {
  it("has nothing to say of a site's own, and reads them", () => {
    const { file, findings } = lintProtocol('ours.yaml', small);
    expect(findings).toEqual([]);
    expect(file?.protocol.intervals?.map(({ id, max }) => [id, max])).toEqual([['monitoring.yearly', 12]]);
    expect(file?.intervalExamples).toHaveLength(1);
  });

  it.each([
    ['min: 11', 'min: 13', 'intervals.0.min: min is above max: no MRI could be on time'],
    ['max: 12', 'max: 12 months', 'intervals.0.max: write the bound in whole months, as a number without its unit'],
    ['unit: months', 'unit: weeks', 'intervals.0.unit: must be months'],
    ['every-patient', 'everybody', 'intervals.0.situation: must be one of every-patient, on-treatment, '],
    [
      "citation: 'Our protocol book, page 4'",
      "citation: ' '",
      'intervals.0.citation: cite the publication, table and row',
    ],
    ['id: monitoring.yearly', 'id: diagnosis.yearly', 'intervals.0.id: must begin with "monitoring."'],
    [
      'expect: early primary',
      'expect: too early',
      'intervalExamples.0.after.0.expect: on-time, early or overdue, then',
    ],
  ])('of %j as %j says where and how to mend it', (from, to, what) => {
    const findings = said(from, to);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(`fault: ours.yaml:${lineOf(from)}: ${what}`);
  });

  it('asks for a citation and a bound that are left out', () => {
    expect(said("\n    citation: 'Our protocol book, page 4'", '').join()).toContain(
      'cite the publication, table and row',
    );
    expect(said('    min: 11\n    max: 12\n', '')[0]).toBe(
      `fault: ours.yaml:${lineOf('  - id: monitoring.yearly')}: intervals.0: give the interval a bound in months: min, max or both`,
    );
  });

  it('names two intervals for one situation, and an id that is used twice', () => {
    const second =
      '  - { id: monitoring.yearly, indication: monitoring, situation: every-patient, max: 9, unit: months, verification: primary, citation: p }\n';
    expect(said('examples:\n', `${second}examples:\n`)).toEqual([
      expect.stringContaining('intervals.1.id: "monitoring.yearly" is used twice'),
      expect.stringContaining('intervals.1.situation: every-patient has two intervals for monitoring: leave one'),
    ]);
    const ofAnother = second.replace('every-patient', 'on-treatment').replace('.yearly', '.treated');
    expect(said('examples:\n', `${ofAnother}examples:\n`).join()).not.toContain('fault');
  });

  it('names an example that does not hold, with its line and what was found', () => {
    expect(said('days: 8, expect: overdue', 'days: 8, expect: on-time')).toEqual([
      `fault: ours.yaml:${lineOf('      - { months: 12, days: 8')}: intervalExamples.0.after.3: the example "every year, after 12 months and 8 days" does not hold: "on-time primary" is expected, "overdue primary" is what the intervals give; correct one of them`,
    ]);
  });

  it('advises an example as those of intervals are, where none would notice a change of the verification', () => {
    const advices = lintProtocol('ours.yaml', small.replace(/(early|on-time|overdue) primary/g, '$1')).findings;
    expect(advices.map(({ message }) => message)).toEqual(
      ['reproduced', 'pending'].map(
        (other) =>
          `ours.yaml:${lineOf('  - id: monitoring.yearly')}: monitoring.yearly: no example would notice this change: verification primary → ${other}; add one that says it ("on-time primary")`,
      ),
    );
  });

  it('advises an example where none would notice a change', () => {
    expect(said('      - { months: 12, days: 8, expect: overdue primary }\n', '')).toContain(
      `advice: ours.yaml:${lineOf('  - id: monitoring.yearly')}: monitoring.yearly: no example would notice this change: max 12 → 13 months; add one on each side of it`,
    );
    const withoutGraceShown = small
      .replace(/ {6}- \{ months: 1[12], days: .*\n/g, '')
      .replace('    after:\n', '    after: [{ months: 12, expect: on-time primary }]\n');
    expect(lintProtocol('ours.yaml', withoutGraceShown).findings.map(({ message }) => message)).toContain(
      `ours.yaml:${lineOf('intervalGrace')}: intervalGrace: no example would notice this change: no grace; add one on each side of it`,
    );
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
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
    expect: { monitoring: required met primary }
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

type Path = readonly (string | number)[];

function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => placesIn(each, [...path, key]))];
}

/** The value with another one at a place; without it where the other is `undefined`. */
function withValue(whole: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const entries = Object.entries(whole ?? {}).map(([name, each]) => [
    name,
    name === key ? withValue(each, rest, value) : each,
  ]);
  return Array.isArray(whole) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

const withoutExamples = small.replace(small.slice(small.indexOf('examples:'), small.indexOf('changelog:')), '');

/** What is wrong with the file when its one requirement asks this, in YAML, and has no examples. */
function faultsOf(asks: string): readonly string[] {
  const from = small.slice(small.indexOf('    asks:'), small.indexOf('    indications:'));
  const { findings } = checkProtocol('ours.yaml', withoutExamples.replace(from, `    asks: ${asks}\n`));
  return findings.map(({ message }) => message.replace(/^ours\.yaml:\d+: /, ''));
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
    [
      'expect: { monitoring: required met primary }',
      'expect: { monitoring: met }',
      'level, then met, not-met or cannot-tell',
    ],
  ])('of %j as %j says where and how to mend it', (from, to, what) => {
    const findings = said(from, to);
    expect(findings.join('\n')).toContain(what);
    expect(findings.join('\n')).toContain(`fault: ours.yaml:${lineOf(from)}: `);
    expect(checkProtocol('ours.yaml', small.replace(from, to)).file).toBeNull();
  });

  describe('says in one line', () => {
    const thin = '{ property: sliceThickness, max: 3, unit: mm }';
    const only = (to: string, from = thin) => said(from, to).filter((each) => each.startsWith('fault'));
    const at = (path: string, what: string) => [
      `fault: ours.yaml:${lineOf(thin)}: requirements.0.asks.of.0.${path}: ${what}`,
    ];

    it.each(['limit', 'exact', 'value', 'equals', 'target'])('that %s has no direction', (key) => {
      expect(only(`{ property: sliceThickness, ${key}: ±1, unit: mm }`)).toEqual(
        at('constraints.0', `"${key}" is no limit, since a limit has a direction: write max or min`),
      );
    });

    it('that a number is not one of a list, and a plane no number', () => {
      expect(only('{ property: sliceThickness, oneOf: [1.0], unit: mm }')).toEqual(
        at('constraints.0', '"oneOf" is no limit, since a limit has a direction: write max or min'),
      );
      expect(only('{ property: plane, max: 1, unit: mm }')).toEqual(
        at(
          'constraints.0',
          'plane is no number, and "max", "unit" cannot be asked of it: write oneOf with what is allowed',
        ),
      );
    });

    it('that a window is a ± in disguise, where finer is better', () => {
      expect(only('{ property: sliceThickness, min: 0.7, max: 1.3, unit: mm }')).toEqual(
        at(
          'constraints.0.min',
          '0.7 to 1.3 mm is a ± in disguise: remove min, since it fails finer images, and finer is better in sliceThickness',
        ),
      );
    });

    it.each([
      'sliceThickness',
      'sliceSpacing',
      'sliceGap',
      'inPlaneResolution',
      'pixelSpacing',
    ])('that a least %s fails finer images', (property) => {
      expect(only(`{ property: ${property}, min: 0.5, unit: mm }`)).toEqual(
        at(
          'constraints.0.min',
          `at least 0.5 mm fails finer images, and finer is better in ${property}: write max instead, or remove it`,
        ),
      );
    });

    it('that a window no wider than what rounding is allowed is an exact number', () => {
      expect(only('{ property: sliceThickness, min: 0.999, max: 1.001, unit: mm }')).toEqual(
        at(
          'constraints.0.min',
          '0.999 to 1.001 mm is an exact number in disguise, no wider than what is allowed for rounding: remove min, since it fails finer images, and finer is better in sliceThickness',
        ),
      );
      expect(only('{ property: fieldStrength, min: 2.95, max: 3.05, unit: T }')).toEqual(
        at(
          'constraints.0.min',
          '2.95 to 3.05 T is an exact number in disguise, no wider than what is allowed for rounding: remove min or max',
        ),
      );
      expect(only('{ property: fieldStrength, min: 1.5, max: 3, unit: T }').join()).not.toContain('in disguise');
    });

    it('what is wrong with a limit of a condition and of a verified part', () => {
      const citation = "citation: 'Our protocol book, page 3'";
      const wrong = '{ kind: one, sequence: [T2w], constraints: [{ property: sliceGap, min: 1, unit: mm }] }';
      const what = 'at least 1 mm fails finer images, and finer is better in sliceGap: write max instead, or remove it';
      const line = `fault: ours.yaml:${lineOf(citation)}: requirements.0.indications.monitoring`;
      expect(only(`${citation}, unless: { ask: ${wrong}, level: optional, because: so }`, citation)).toEqual([
        `${line}.unless.ask.constraints.0.min: ${what}`,
      ]);
      expect(only(`${citation}, verifiedPart: ${wrong}`, citation)).toEqual([
        `${line}.verifiedPart.constraints.0.min: ${what}`,
      ]);
    });

    it('what is wrong with a limit that many share', () => {
      const shared = small
        .replace(
          'requirements:',
          'terms: { window: &window { property: sliceThickness, min: 2, max: 3, unit: mm } }\nrequirements:',
        )
        .replaceAll(/\{ property: sliceThickness, max: \d, unit: mm \}/g, '*window');
      expect(lintProtocol('ours.yaml', shared).findings).toEqual([
        {
          kind: 'fault',
          message:
            'ours.yaml:11: terms.window.min: 2 to 3 mm is a ± in disguise: remove min, since it fails finer images, and finer is better in sliceThickness',
        },
      ]);
    });

    it.each([
      ['mm: 0.05', 'mm: 2', 'mm', '2 mm is allowed for rounding, beside a limit of sliceThickness max 2 mm'],
      ['mm: 0.05', 'mm: 5', 'mm', '5 mm is allowed for rounding, beside a limit of sliceThickness max 2 mm'],
    ])('that an allowance swallows a limit: %s as %s', (from, to, key, what) => {
      expect(only(to, from)).toEqual([
        `fault: ours.yaml:${lineOf('tolerance:')}: tolerance.${key}: ${what}, which it swallows: headers round by a few hundredths`,
      ]);
    });

    it('nothing of an allowance that no limit is beside', () => {
      expect(only('T: 9', 'T: 0.05')).toEqual([]);
    });

    it.each(['TODO', '?', 'tbd', 'xxx', '-', 'n/a', 'TODO: look it up'])('that %j is no citation', (text) => {
      const citation = "citation: 'Our protocol book, page 3'";
      expect(only(`citation: '${text}'`, citation)).toEqual([
        `fault: ours.yaml:${lineOf(citation)}: requirements.0.indications.monitoring.citation: "${text}" is no citation: cite the publication, table and row`,
      ]);
    });

    it('that an example is of a requirement that there is not, and which is nearest', () => {
      const line = lineOf('  - requirement: brain.flair');
      expect(only('requirement: brain.flare', 'requirement: brain.flair')).toEqual([
        `fault: ours.yaml:${line}: examples.0: the example "a FLAIR" is of "brain.flare", and there is no such requirement; is brain.flair meant? There are: brain.flair`,
      ]);
      expect(only('requirement: cord.t2', 'requirement: brain.flair')).toEqual([
        `fault: ours.yaml:${line}: examples.0: the example "a FLAIR" is of "cord.t2", and there is no such requirement. There are: brain.flair`,
      ]);
    });

    it('that an example is for an indication that is not asked about', () => {
      expect(only('expect: { diagnosis: required met }', 'expect: { monitoring: required met primary }')).toEqual([
        `fault: ours.yaml:${lineOf('  - requirement: brain.flair')}: examples.0: the example "a FLAIR" is for diagnosis, and brain.flair is asked only for monitoring`,
      ]);
    });
  });

  describe('says in plain words', () => {
    const messages = (yaml: string) => lintProtocol('ours.yaml', yaml).findings.map(({ message }) => message);

    it.each([
      ['', 'empty'],
      ['# nothing yet\n', 'empty'],
      ['- a\n- b\n', 'a plain list'],
      ['FLAIR\n', 'the text "FLAIR"'],
      ['3\n', '3'],
    ])('that %j is no protocol', (yaml, what) => {
      expect(messages(yaml)).toEqual([
        `ours.yaml:1: the file is ${what}: write names with values, as in protocols/*.yaml`,
      ]);
    });

    it.each([
      ['title: Our protocol\n', '', 'title: is missing: write words (in quotes, if they look like a number)'],
      ['title: Our protocol', 'title: 2026', 'title: write words (in quotes, if they look like a number); it is 2026'],
      ['title: Our protocol', 'title: ""', 'title: write some words'],
      ['revision: 1\n', 'revision: one\n', 'revision: write a number, without its unit; it is the text "one"'],
      ['revision: 1\n', 'revision: 0\n', 'revision: must be 1 or more'],
      ['year: 2026', 'year: 1926', 'publication.year: must be 1990 or more'],
      ['schema: ms-mri-check/protocol/1', 'schema: 1', 'schema: must be ms-mri-check/protocol/1'],
      ['    region: brain\n', '', 'requirements.0.region: is missing: must be one of brain, cord, orbit'],
      [
        'sequence: [T2w]',
        'sequence: T2w',
        'requirements.0.asks.of.1.sequence: write a list, such as [a, b]; it is the text "T2w"',
      ],
      [
        '      kind: anyOf',
        '      kind: either',
        'requirements.0.asks.kind: kind is one of one, every, anyOf, atLeast, imaged',
      ],
      ['mm: 0.05', 'mm: a little', 'tolerance.mm: write a number, without its unit; it is the text "a little"'],
      [
        'inForce: { from',
        'inForce: 2026 # { from',
        'inForce: write names with values, such as { name: value }; it is 2026',
      ],
      ['title: Our protocol', 'titel: Our protocol', 'the file: remove or correct the unknown key "titel"'],
    ])('what is wrong with %j as %j', (from, to, what) => {
      const found = said(from, to);
      expect(found.map((each) => each.replace(/^fault: ours\.yaml:\d+: /, ''))).toContain(what);
      expect(found.join('\n')).not.toMatch(/Invalid|expected|received|Too (small|big)/);
    });

    it('whatever stands in whatever place', () => {
      const whole: unknown = parse(
        small.replace(
          "citation: 'Our",
          "unless: { ask: { kind: one, sequence: [T2w], constraints: [{ property: plane, oneOf: [axial] }] }, level: optional, because: so }, citation: 'Our",
        ),
      );
      const odd = [null, 1.5, -1, '', 'x', true, [], [1], [null], {}, { x: 1 }, undefined];
      const all = placesIn(whole).flatMap((path) =>
        odd.map((value) => stringify(withValue(whole, path, value) ?? null)),
      );
      expect(all.length).toBeGreaterThan(500);
      const raw = all
        .flatMap(messages)
        .filter((message) =>
          /Invalid|expected (string|number|object|array|int)|received|Too (small|big)|Unrecognized/.test(message),
        );
      expect(raw).toEqual([]);
    }, 60_000);

    it('what breaks YAML, once, with its line', () => {
      expect(messages(small.replace('    region: brain', '\tregion: brain'))).toEqual([
        `ours.yaml:${lineOf('    region: brain')}: indent with spaces, not with tabs`,
      ]);
      expect(messages(small.replace('    title: FLAIR', '    title: FLAIR\n    title: FLAIR'))).toEqual([
        `ours.yaml:${lineOf('    title: FLAIR') + 1}: this name stands here twice: remove one`,
      ]);
      expect(messages(`${small}---\n${small}`)).toEqual([
        `ours.yaml:${small.split('\n').length}: a protocol file is one document: remove what follows ---`,
      ]);
    });
  });

  describe('advises to quote the source', () => {
    const second = '{ property: sliceThickness, max: 2, unit: mm }';
    const advices = (to: string) =>
      lintProtocol('ours.yaml', withoutExamples.replace(second, to))
        .findings.map(({ kind, message }) => `${kind}: ${message}`)
        .filter((each) => each.includes('asWritten'));
    const at = `advice: ours.yaml:${lineOf('        - { kind: one, sequence: [T2w]')}: requirements.0.asks.of.1.constraints.0`;

    it.each([
      ['sliceGapPercent', 'min', 10, '%', 'a min makes a smaller gap a fault'],
      ['fieldStrength', 'max', 3, 'T', 'a max makes a stronger field a fault'],
      ['coverage', 'max', 160, 'mm', 'a max makes a larger coverage a fault'],
      ['contrastDelay', 'max', 10, 'min', 'a max makes a longer delay a fault'],
    ])('of an unusual limit: %s %s %d %s', (property, key, value, unit, why) => {
      const limit = `{ property: ${property}, ${key}: ${value}, unit: '${unit}' }`;
      expect(advices(limit)).toEqual([
        `${at}.${key}: ${property} ${key} ${value} ${unit}: ${why}; if the source says so, quote it in asWritten, else remove it`,
      ]);
      expect(advices(limit.replace(' }', ', asWritten: so it says }'))).toEqual([]);
    });

    it('once where a limit is shared', () => {
      const limit = '{ property: fieldStrength, max: 3, unit: T }';
      const shared = withoutExamples.replaceAll(/\{ property: sliceThickness, max: \d, unit: mm \}/g, limit);
      const { findings } = lintProtocol('ours.yaml', shared);
      expect(findings.filter(({ message }) => message.includes('asWritten'))).toHaveLength(1);
    });
  });

  it('advises a smaller allowance where rounding would move a limit by much', () => {
    const allowing = (mm: number) =>
      lintProtocol('ours.yaml', withoutExamples.replace('mm: 0.05', `mm: ${mm}`).replace('max: 2', 'max: 1')).findings;
    expect(allowing(0.2).filter(({ message }) => message.includes('tolerance'))).toEqual([]);
    const findings = allowing(0.3);
    expect(findings[0]).toEqual({
      kind: 'advice',
      about: 'limits',
      message: `ours.yaml:${lineOf('tolerance:')}: tolerance.mm: 0.3 mm is allowed for rounding, beside a limit of sliceThickness max 1 mm: headers round by a few hundredths, and more is a ± in disguise`,
    });
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
      '{ property: fieldStrength, min: 3, unit: T }, { property: fieldStrength, max: 1.5, unit: T }',
      'its demands on fieldStrength contradict each other',
    ],
    [
      'sequence: [T2w], constraints',
      'sequence: [LOCALIZER], constraints',
      'a LOCALIZER only finds the way and answers no requirement; name another sequence',
    ],
    [
      'sequence: [T2w], constraints',
      'sequence: [OTHER], constraints',
      'OTHER is what answers no requirement; name another sequence',
    ],
    [
      'sequence: [T2w], constraints',
      'sequence: [UNKNOWN], constraints',
      'UNKNOWN is what was not recognised, which may be anything; name another sequence',
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

  it('takes the higher of two demands on the field for reachable', () => {
    const twice = '{ property: fieldStrength, min: 1.5, unit: T }, { property: fieldStrength, min: 3, unit: T }';
    const findings = said('{ property: sliceThickness, max: 2, unit: mm }', twice);
    expect(findings.filter((each) => each.includes('nothing can meet'))).toEqual([]);
  });

  it('names what no acquisition at all can meet', () => {
    const every = `{ kind: every, constraints: [{ property: fieldStrength, min: 3, unit: T }, { property: fieldStrength, max: 1.5, unit: T }] }`;
    expect(faultsOf(every)).toEqual([
      'requirements.0.asks: nothing can meet this: its demands on fieldStrength contradict each other, the region or what can be known',
    ]);
    expect(faultsOf('{ kind: every, constraints: [{ property: fieldStrength, min: 1.5, unit: T }] }')).toEqual([]);
  });

  describe('names as never needed', () => {
    const thin = (sequence: string, more = '') =>
      `{ kind: one, sequence: [${sequence}], constraints: [{ property: sliceThickness, max: 3, unit: mm }${more}] }`;
    const axial = ', { property: plane, oneOf: [axial] }';
    const sagittal = ', { property: plane, oneOf: [sagittal] }';
    const anyOf = (...of: readonly string[]) => `{ kind: anyOf, of: [${of.join(', ')}] }`;
    const atLeast = (count: number, ...of: readonly string[]) =>
      `{ kind: atLeast, count: ${count}, of: [${of.join(', ')}] }`;
    const dead = (place: string, wider: string) =>
      `requirements.0.asks.of.${place}: this alternative is never needed: whatever meets it meets alternative ${wider} too; remove one of the two`;

    it('a set, each of which would do by itself', () => {
      const both = atLeast(2, thin('FLAIR', axial), thin('FLAIR', sagittal));
      expect(faultsOf(anyOf(thin('FLAIR'), both))).toEqual([dead('1', '1')]);
      expect(faultsOf(anyOf(thin('FLAIR', axial), both))).toEqual([dead('1', '1')]);
      expect(faultsOf(anyOf(thin('FLAIR', ', { property: dimension, oneOf: [3D] }'), both))).toEqual([]);
    });

    it('a set of which only some would do, where those cannot all be left out', () => {
      const two = (of: number) => atLeast(of, thin('FLAIR', axial), thin('FLAIR', sagittal), thin('T2w'));
      expect(faultsOf(anyOf(thin('FLAIR'), two(2)))).toEqual([dead('1', '1')]);
      expect(faultsOf(anyOf(thin('T2w'), two(2)))).toEqual([]);
    });

    it('a set that holds more than another set asks', () => {
      const three = atLeast(3, thin('FLAIR', axial), thin('FLAIR', sagittal), thin('T2w'));
      expect(faultsOf(anyOf(three, atLeast(2, thin('FLAIR'), thin('T2w'))))).toEqual([dead('0', '2')]);
      expect(faultsOf(anyOf(three, atLeast(2, thin('T2w', axial), thin('T2w'))))).toEqual([]);
      expect(faultsOf(anyOf(three, atLeast(2, thin('FLAIR', axial), thin('FLAIR', axial))))).toEqual([]);
    });

    it('an alternative within an alternative', () => {
      expect(faultsOf(anyOf(thin('FLAIR'), anyOf(thin('FLAIR', axial), thin('T2w'))))).toEqual([dead('1.of.0', '1')]);
      expect(faultsOf(anyOf(thin('FLAIR', axial), anyOf(thin('T2w'), thin('FLAIR'))))).toEqual([dead('0', '2.2')]);
      expect(faultsOf(anyOf(thin('FLAIR'), anyOf(thin('T2w'), thin('PDw'))))).toEqual([]);
    });

    it('one of a list of which one is enough', () => {
      expect(faultsOf(atLeast(1, thin('FLAIR'), thin('FLAIR', axial)))).toEqual([dead('1', '1')]);
      expect(faultsOf(atLeast(2, thin('FLAIR'), thin('FLAIR', axial)))).toEqual([]);
    });

    it('a shorter time between two examinations', () => {
      const cord = (days: number) => `{ kind: imaged, region: cord, withinDays: ${days} }`;
      expect(faultsOf(anyOf(cord(90), cord(30)))).toEqual([dead('1', '1')]);
    });
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
      `fault: ours.yaml:${lineOf('  - requirement: brain.flair')}: examples.0: the example "a FLAIR, but thickness 3.06 in acquisition 1" does not hold for monitoring: "required met primary" is expected, "required not-met primary" is what the requirements give; correct one of them`,
    );
  });

  it('advises an example where none would notice a change, and lets the file be used', () => {
    const withoutT2 = `${small.slice(0, small.lastIndexOf('  - requirement: brain.flair'))}${small.slice(small.indexOf('changelog'))}`;
    const { file, findings } = lintProtocol('ours.yaml', withoutT2);
    expect(file).not.toBeNull();
    expect(findings.map(({ kind }) => kind)).not.toContain('fault');
    const unnoticed = `ours.yaml:${lineOf('  - id: brain.flair')}: brain.flair: no example would notice this change: asks`;
    expect(findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        `${unnoticed}, 1. of anyOf, FLAIR: also T2w; add one with it, which does not do`,
        `${unnoticed}, 2. of anyOf, T2w: sliceThickness not asked; add one on each side of it`,
      ]),
    );
  });

  it('advises an example that says how sure a demand is, where none would notice that it is not', () => {
    const unsure = said('required met primary', 'required met');
    const line = lineOf('  - id: brain.flair');
    expect(unsure).toEqual(
      ['reproduced', 'pending'].map(
        (other) =>
          `advice: ours.yaml:${line}: brain.flair: no example would notice this change: monitoring, verification primary → ${other}; add one that says it ("required not-met primary")`,
      ),
    );
  });

  it('advises an example of what was not verified', () => {
    const citation = "citation: 'Our protocol book, page 3'";
    expect(said(citation, `${citation}, verifiedPart: { kind: one, sequence: [FLAIR], constraints: [] }`)).toEqual([
      `advice: ours.yaml:${lineOf('  - id: brain.flair')}: brain.flair: no example would notice this change: monitoring, all of it verified; add one that says it ("required not-met primary")`,
    ]);
  });

  it('explains broken YAML', () => {
    expect(said('title: Our protocol', 'title: [Our')[0]).toBe(
      `fault: ours.yaml:${lineOf('title: Our protocol') + 1}: Flow sequence in block collection must be sufficiently indented and end with a ]`,
    );
  });

  it('finds nothing in the 2021 edition', () => {
    const url = new URL('../../../protocols/magnims-cmsc-naims-2021.yaml', import.meta.url);
    expect(checkProtocol('2021.yaml', readFileSync(url, 'utf8')).findings).toEqual([]);
  });
});

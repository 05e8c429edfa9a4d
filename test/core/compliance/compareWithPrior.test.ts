import { describe, expect, test } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/index.ts';
import { type ComparedStudy, compareWithPrior } from '../../../core/compliance/index.ts';
import { aComparedStudy, differencesOf } from './aComparedStudy.ts';
import { a3dAcquisition, anAcquisition, aStudy } from './anAcquisition.ts';

type Changes = Parameters<typeof anAcquisition>[0];

const flair3d = (changes: Changes = {}) => a3dAcquisition({ sequence: 'FLAIR', ...changes });
const study = (...acquisitions: readonly Acquisition[]) => aComparedStudy(aStudy(...acquisitions));
const compare = (now: ComparedStudy, then: ComparedStudy) => {
  const comparison = compareWithPrior(now, then);
  return { outcome: comparison.outcome, differences: differencesOf(comparison) };
};
const scanner = { manufacturer: 'ACME', model: 'Magnet', fieldStrengthT: 3, station: 'MR1', software: 'A1' };

test('the same protocol on the same scanner is comparable, property by property', () => {
  const now = study(flair3d({ scanner }));
  const comparison = compareWithPrior(now, { ...now, studyInstanceUid: '1.1', studyDate: '2024-01-01' });
  expect(comparison).toMatchObject({
    priorStudyInstanceUid: '1.1',
    priorStudyDate: '2024-01-01',
    outcome: 'comparable',
    evidence: [],
  });
  expect(comparison.findings.map(({ constraint, status }) => `${constraint} ${status}`)).toStrictEqual([
    'fieldStrength met',
    'manufacturer met',
    'model met',
    'deviceSerial met',
    'station met',
    'software met',
    'receiveCoil met',
    'contrastEnhanced met',
    'dimension met',
    'plane met',
    'sliceThickness met',
    'sliceGap met',
    'acquiredInPlane met',
    'orientationAngle met',
    'fatSuppressed met',
    'echoTime met',
    'repetitionTime met',
    'flipAngle met',
    'reconstructedInPlane met',
  ]);
});

test('a finding says what was observed then and now, the limit, what it puts at risk and by what evidence', () => {
  const comparison = compareWithPrior(
    study(anAcquisition({ sequence: 'FLAIR' })),
    aComparedStudy(aStudy(flair3d()), {}, { sliceNormal: null }),
  );
  expect(comparison.outcome).toBe('not-comparable');
  expect(comparison.findings.find(({ constraint }) => constraint === 'dimension')).toStrictEqual({
    constraint: 'dimension',
    sequence: 'FLAIR',
    acquisitions: ['1.2.1#1'],
    priorAcquisitions: ['1.2.1#1'],
    status: 'not-met',
    observed: '2D',
    prior: '3D',
    change: null,
    limit: { same: true },
    unit: null,
    weight: 'fault',
    atRisk: ['lesion-count', 'new-t2-lesions'],
    evidence: ['same-acquisition', '2d-flair'],
    note: null,
  });
  expect(comparison.findings.find(({ constraint }) => constraint === 'sliceThickness')).toMatchObject({
    status: 'not-met',
    observed: 3,
    prior: 1,
    change: 200,
    limit: { maxPercent: 10 },
    unit: 'mm',
  });
  expect(comparison.evidence.map(({ id }) => id)).toStrictEqual(['same-acquisition', '2d-flair', 'same-angulation']);
});

describe('another scanner', () => {
  const t1 = a3dAcquisition({ sequence: 'T1w', scanner });
  const on = (differing: Partial<typeof scanner>) => ({ scanner: { ...scanner, ...differing } });

  test.each([
    [on({ manufacturer: 'OTHER' }), ['not-met manufacturer T1w: ACME → OTHER (fault)']],
    [on({ model: 'Magnet II' }), ['not-met model T1w: Magnet → Magnet II (fault)']],
    [on({ fieldStrengthT: 1.5 }), ['not-met fieldStrength T1w: 3 → 1.5 (fault)']],
    [on({ fieldStrengthT: 2.894 }), []],
  ])('%j', (change, differences) => {
    expect(compare(study({ ...t1, ...change }), study(t1))).toStrictEqual({
      outcome: differences.length === 0 ? 'comparable' : 'not-comparable',
      differences,
    });
  });

  test('of the same model is told by its serial number; the station alone is a remark, as is new software', () => {
    const now = aComparedStudy(aStudy({ ...t1, ...on({ station: 'MR2', software: 'A2' }) }));
    const remarks = ['not-met station T1w: MR1 → MR2 (remark)', 'not-met software T1w: A1 → A2 (remark)'];
    expect(compare(now, study(t1))).toStrictEqual({ outcome: 'comparable-with-remarks', differences: remarks });
    const other = aComparedStudy(now.acquisitions, {}, { deviceSerial: '2' });
    expect(compare(other, study(t1))).toStrictEqual({
      outcome: 'not-comparable',
      differences: ['not-met deviceSerial T1w: 1 → 2 (fault)', ...remarks],
    });
  });

  test('is one finding for all acquisitions, with all that it puts at risk', () => {
    const two = [t1, flair3d({ scanner })];
    const elsewhere = two.map((each) => ({ ...each, ...on({ model: 'Magnet II' }) }));
    const { findings } = compareWithPrior(study(...elsewhere), study(...two));
    expect(findings.filter(({ status }) => status !== 'met')).toMatchObject([
      {
        constraint: 'model',
        sequence: null,
        acquisitions: ['1.2.1#1', '1.2.2#1'],
        priorAcquisitions: ['1.2.1#1', '1.2.2#1'],
        atRisk: ['lesion-count', 'new-t2-lesions', 'volumetry'],
        evidence: ['same-acquisition', 'between-scanners'],
      },
    ]);
  });

  test.each([
    ['SIEMENS', 'Siemens Healthineers', 'Prisma', 'MAGNETOM Prisma'],
    ['GE MEDICAL SYSTEMS', 'GE Healthcare', 'SIGNA Premier', 'Signa Premier'],
    ['TOSHIBA_MEC', 'CANON_MEC', 'MRT300', 'MRT300'],
    ['Philips Medical Systems', 'Philips', 'Prisma_fit', 'Prisma fit'],
  ])('%s and %s are the same vendor, %s and %s the same model', (manufacturer, another, model, alike) => {
    const [one, other] = [
      { ...t1, ...on({ manufacturer, model }) },
      { ...t1, ...on({ manufacturer: another, model: alike }) },
    ];
    expect(compare(study(one), study(other)).differences).toStrictEqual([]);
  });
});

describe('limits hold on both sides', () => {
  const t2 = anAcquisition({
    timing: { repetitionTimeMs: 5000, echoTimeMs: 100, inversionTimeMs: 200, flipAngleDeg: 90, bValues: [0, 1000] },
  });
  const timing = (changes: Partial<Acquisition['timing']>) => ({ ...t2, timing: { ...t2.timing, ...changes } });
  const at = (fieldStrengthT: number) => ({ ...t2, scanner: { ...t2.scanner, fieldStrengthT } });
  const geometry = (changes: Partial<Acquisition['geometry']>) => ({ ...t2, geometry: { ...t2.geometry, ...changes } });

  test.each([
    ['sliceThickness', geometry({ sliceThicknessMm: 3.3 }), geometry({ sliceThicknessMm: 3.31 }), 'fault'],
    ['sliceGap', geometry({ gapMm: 0.3 }), geometry({ gapMm: 0.31 }), 'fault'],
    ['sliceGap', geometry({ gapMm: -0.3 }), geometry({ gapMm: -0.31 }), 'fault'],
    ['acquiredInPlane', geometry({ acquiredInPlaneMm: [1, 1.1] }), geometry({ acquiredInPlaneMm: [1, 1.11] }), 'fault'],
    ['reconstructedInPlane', geometry({ inPlaneMm: [0.55, 0.5] }), geometry({ inPlaneMm: [0.56, 0.5] }), 'remark'],
    ['echoTime', timing({ echoTimeMs: 110 }), timing({ echoTimeMs: 111 }), 'remark'],
    ['repetitionTime', timing({ repetitionTimeMs: 5500 }), timing({ repetitionTimeMs: 5501 }), 'remark'],
    ['inversionTime', timing({ inversionTimeMs: 220 }), timing({ inversionTimeMs: 221 }), 'remark'],
    ['flipAngle', timing({ flipAngleDeg: 99 }), timing({ flipAngleDeg: 100 }), 'remark'],
    ['highestBValue', timing({ bValues: [0, 1100] }), timing({ bValues: [0, 1101] }), 'remark'],
    ['fieldStrength', at(2.85), at(2.84), 'fault'],
    ['fieldStrength', at(3.15), at(3.16), 'fault'],
  ] as const)('%s', (constraint, within, beyond, weight) => {
    expect(compare(study(within), study(t2))).toStrictEqual({ outcome: 'comparable', differences: [] });
    const outcome = weight === 'fault' ? 'not-comparable' : 'comparable-with-remarks';
    const differing = compare(study(beyond), study(t2));
    expect(differing.outcome).toBe(outcome);
    expect(differing.differences).toStrictEqual([expect.stringContaining(`not-met ${constraint} T2w: `)]);
  });

  test('swapped phase encoding is the same voxel', () => {
    const pair = (acquiredInPlaneMm: readonly [number, number]) => study(geometry({ acquiredInPlaneMm }));
    expect(compare(pair([0.8, 1]), pair([1, 0.8])).differences).toStrictEqual([]);
  });
});

describe('orientation', () => {
  const tilted = (degrees: number): readonly [number, number, number] => [
    0,
    Math.sin((degrees * Math.PI) / 180),
    Math.cos((degrees * Math.PI) / 180),
  ];
  const turned = (acquisition: Acquisition, degrees: number) =>
    aComparedStudy([acquisition], {}, { sliceNormal: tilted(degrees) });
  const oblique = (obliquityDeg: number | null) =>
    aComparedStudy([anAcquisition({ obliquityDeg })], {}, { sliceNormal: null });

  test('2D slices at more than 5° to each other are not comparable; a 3D volume is reformatted', () => {
    const outcomeOf = (make: () => Acquisition, degrees: number) =>
      compare(turned(make(), degrees), turned(make(), 10)).outcome;
    expect(outcomeOf(anAcquisition, 15)).toBe('comparable');
    expect(outcomeOf(anAcquisition, 15.1)).toBe('not-comparable');
    expect(outcomeOf(a3dAcquisition, 15.1)).toBe('comparable-with-remarks');
  });

  test('which way a normal points does not matter', () => {
    expect(compare(turned(anAcquisition(), 179), turned(anAcquisition(), 2)).outcome).toBe('comparable');
  });

  test('without the normals the obliquities bound the angle', () => {
    const angle = (one: number | null, other: number | null) =>
      compareWithPrior(oblique(one), oblique(other)).findings.find(
        ({ constraint }) => constraint === 'orientationAngle',
      );
    expect(angle(2, 3)).toMatchObject({ status: 'met', note: 'at most 5°' });
    expect(angle(12, 20)).toMatchObject({ status: 'not-met', note: 'at least 8°' });
    expect(angle(12, 15)).toMatchObject({
      status: 'cannot-tell',
      note: 'between 3° and 27°: the directions of the slices are not known',
    });
    expect(angle(null, 3)).toMatchObject({ status: 'cannot-tell', note: 'the header of this study does not say' });
  });
});

describe('each acquisition is held against its counterpart', () => {
  test('by contrast state, then 2D or 3D, then plane', () => {
    const [before, after] = [
      a3dAcquisition({ sequence: 'T1w' }),
      a3dAcquisition({ sequence: 'T1w', contrastEnhanced: 'yes' }),
    ];
    const flairs = [anAcquisition({ sequence: 'FLAIR' }), anAcquisition({ sequence: 'FLAIR', plane: 'sagittal' })];
    expect(compare(study(before, after, ...flairs), study(...flairs.toReversed(), after, before))).toStrictEqual({
      outcome: 'comparable',
      differences: [],
    });
  });

  test('T1 after contrast against T1 without is not comparable, FLAIR is with a remark', () => {
    const pair = (sequence: 'T1w' | 'FLAIR') =>
      compare(study(a3dAcquisition({ sequence, contrastEnhanced: 'yes' })), study(a3dAcquisition({ sequence })));
    expect(pair('T1w')).toStrictEqual({
      outcome: 'not-comparable',
      differences: ['not-met contrastEnhanced T1w: no → yes (fault)'],
    });
    expect(pair('FLAIR')).toStrictEqual({
      outcome: 'comparable-with-remarks',
      differences: ['not-met contrastEnhanced FLAIR: no → yes (remark)'],
    });
  });

  test('an extra one spoils nothing, nor does a repeat that is alike', () => {
    const extra = anAcquisition({ sequence: 'FLAIR', geometry: { sliceThicknessMm: 5 } });
    expect(compare(study(flair3d(), extra), study(flair3d()))).toStrictEqual({
      outcome: 'comparable',
      differences: [],
    });
    expect(compare(study(flair3d(), flair3d()), study(flair3d())).outcome).toBe('comparable');
  });

  test('a sequence that only one of them has is a remark', () => {
    const swi = a3dAcquisition({ sequence: 'SWI' });
    expect(compare(study(flair3d(), swi), study(flair3d()))).toStrictEqual({
      outcome: 'comparable-with-remarks',
      differences: ['not-met counterpart SWI: false → true (remark)'],
    });
  });

  test('what is missing may be what could not be read or recognised', () => {
    const unread = aComparedStudy(aStudy(flair3d()), { unreadObjects: 1 });
    const swi = a3dAcquisition({ sequence: 'SWI', geometry: { sliceThicknessMm: 2 } });
    const expected = ['cannot-tell counterpart SWI: null → true (remark)'];
    expect(compare(study(flair3d(), swi), unread).differences).toStrictEqual(expected);
    const unknown = anAcquisition({ sequence: 'UNKNOWN', contrastEnhanced: 'yes' });
    expect(compare(study(flair3d(), swi), study(flair3d(), unknown)).differences).toStrictEqual(expected);
  });

  test('localizers, derived images, maps and other parts of the body are not compared', () => {
    const others = [
      anAcquisition({ sequence: 'LOCALIZER' }),
      anAcquisition({ derived: true }),
      anAcquisition({ sequence: 'ADC' }),
      anAcquisition({ region: 'other' }),
    ];
    expect(compare(study(flair3d(), ...others), study(flair3d()))).toStrictEqual({
      outcome: 'comparable',
      differences: [],
    });
  });
});

describe('the order of the findings', () => {
  const numbered = (seriesNumber: number, changes: Changes) =>
    anAcquisition({ id: `id-${seriesNumber}`, seriesNumber, ...changes });
  const acquisitions = [
    numbered(10, { sequence: 'T2w' }),
    numbered(9, { sequence: 'T2w', plane: 'sagittal' }),
    numbered(11, { sequence: 'DWI' }),
    numbered(2, { sequence: 'T2w', region: 'cervical-cord', plane: 'sagittal' }),
  ];
  const order = (those: readonly Acquisition[]) =>
    compareWithPrior(aComparedStudy(those), aComparedStudy(those.toReversed())).findings.map(
      ({ constraint, acquisitions: ids }) => `${constraint} ${ids.join(' ')}`,
    );

  test('is the scanner, then region, sequence and number of the series, whatever the order of the input', () => {
    const ids = order(acquisitions).filter((each) => /^(plane|manufacturer|model) /.test(each));
    expect(ids).toStrictEqual([
      'manufacturer id-10 id-11 id-2 id-9',
      'model id-10 id-11 id-2 id-9',
      'plane id-11',
      'plane id-9',
      'plane id-10',
      'plane id-2',
    ]);
    expect(order(acquisitions.toReversed())).toStrictEqual(order(acquisitions));
  });

  test('keeps what is said of one property of the scanner together, where it was not the same for all', () => {
    const on = (model: string) => ({ scanner: { ...scanner, model } });
    const [t1, flair] = [a3dAcquisition({ sequence: 'T1w', scanner }), flair3d({ scanner })];
    const { findings } = compareWithPrior(study(t1, { ...flair, ...on('Magnet II') }), study(t1, flair));
    const constraints = findings.map(({ constraint }) => constraint);
    expect(constraints.slice(0, 5)).toStrictEqual(['fieldStrength', 'manufacturer', 'model', 'model', 'deviceSerial']);
    expect(findings.find(({ constraint, status }) => constraint === 'model' && status === 'not-met')).toMatchObject({
      sequence: 'FLAIR',
      atRisk: ['lesion-count', 'new-t2-lesions'],
    });
  });

  test('needs no number', () => {
    const [one, other] = [numbered(1, { plane: 'sagittal' }), numbered(2, {})];
    const unnumbered = [
      { ...other, seriesNumber: null },
      { ...one, seriesNumber: null },
    ];
    expect(order(unnumbered).filter((each) => each.startsWith('plane '))).toStrictEqual(['plane id-1', 'plane id-2']);
  });
});

test('without any further facts, what they tell is not mentioned', () => {
  const { furtherFacts: _unknown, ...bare } = study(flair3d({ scanner }));
  const { outcome, findings } = compareWithPrior(bare, bare);
  expect(outcome).toBe('comparable');
  const constraints = findings.map(({ constraint }) => constraint);
  expect(constraints).not.toContain('deviceSerial');
  expect(constraints).not.toContain('receiveCoil');
});

test('an angle between 2D slices and a 3D volume is a remark, whichever is the earlier', () => {
  const tilted = (acquisition: Acquisition, sliceNormal: readonly [number, number, number]) =>
    aComparedStudy([acquisition], {}, { sliceNormal });
  const [flat, volume] = [
    tilted(anAcquisition(), [0, 0, 1]),
    tilted(a3dAcquisition({ plane: 'axial' }), [0, 0.5, 0.87]),
  ];
  const weight = (now: ComparedStudy, then: ComparedStudy) =>
    compareWithPrior(now, then).findings.find(({ constraint }) => constraint === 'orientationAngle')?.weight;
  expect([weight(flat, volume), weight(volume, flat), weight(flat, flat)]).toStrictEqual(['remark', 'remark', 'fault']);
});

describe('nothing in common', () => {
  test('a brain beside a cord cannot be told, since nothing of how they were acquired differs', () => {
    expect(compare(study(anAcquisition()), study(anAcquisition({ region: 'whole-cord' })))).toStrictEqual({
      outcome: 'cannot-tell',
      differences: ['not-met counterpart T2w: true → false (remark)', 'not-met counterpart T2w: false → true (remark)'],
    });
  });

  test('an empty study, or one of which nothing was recognised, cannot be told', () => {
    expect(compare(study(), study()).outcome).toBe('cannot-tell');
    expect(compare(study(anAcquisition()), study(anAcquisition({ sequence: 'UNKNOWN' }))).outcome).toBe('cannot-tell');
  });
});

describe('a header that is missing', () => {
  test('of what is needed leaves the outcome open, of anything else does not', () => {
    const unknown = (changes: Changes) => compare(study(flair3d(changes)), study(flair3d()));
    expect(unknown({ dimension: null }).outcome).toBe('cannot-tell');
    expect(unknown({ geometry: { sliceThicknessMm: null } }).outcome).toBe('cannot-tell');
    expect(unknown({ fieldStrengthT: null }).outcome).toBe('cannot-tell');
    expect(unknown({ fatSuppressed: null })).toStrictEqual({
      outcome: 'comparable',
      differences: ['cannot-tell fatSuppressed FLAIR: false → null (remark)'],
    });
  });

  test('never hides a fault', () => {
    const now = study(flair3d({ dimension: null, fieldStrengthT: 1.5 }));
    expect(compare(now, study(flair3d())).outcome).toBe('not-comparable');
  });

  test('leaves open which belong together where that decides', () => {
    const [axial, sagittal] = [
      anAcquisition({ sequence: 'FLAIR', geometry: { sliceThicknessMm: 5 } }),
      anAcquisition({ sequence: 'FLAIR', plane: 'sagittal' }),
    ];
    const now = study({ ...axial, plane: null });
    const thickness = compareWithPrior(now, study(axial, sagittal)).findings.find(
      ({ constraint }) => constraint === 'sliceThickness',
    );
    expect(thickness).toMatchObject({
      status: 'cannot-tell',
      acquisitions: ['1.2.1#1'],
      priorAcquisitions: ['1.2.1#1', '1.2.2#1'],
      note: 'which acquisitions of the two studies belong together cannot be told',
    });
  });
});

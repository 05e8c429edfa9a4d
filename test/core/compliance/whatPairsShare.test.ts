import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/index.ts';
import { type ComparisonFinding, compareWithPrior } from '../../../core/compliance/index.ts';
import { aComparedStudy } from './aComparedStudy.ts';
import { a3dAcquisition, anAcquisition } from './anAcquisition.ts';

const study = (...acquisitions: readonly Acquisition[]) => aComparedStudy(acquisitions);

/** The findings on one property, of each sequence. */
function on(property: string, now: readonly Acquisition[], then: readonly Acquisition[]): readonly ComparisonFinding[] {
  return compareWithPrior(study(...now), study(...then)).findings.filter(({ constraint }) => constraint === property);
}

const flair = (id: string, changes: Parameters<typeof anAcquisition>[0] = {}) =>
  anAcquisition({ id, sequence: 'FLAIR', ...changes });

describe('what is said of acquisitions of which any may belong together', () => {
  const sagittalAndThick = { plane: 'sagittal', geometry: { sliceThicknessMm: 5 } } as const;

  it('is a difference where each of them is surely one', () => {
    expect(on('plane', [flair('a', sagittalAndThick)], [flair('x')])).toMatchObject([
      { status: 'not-met', note: null },
    ]);
  });

  it('is no difference where one that was not recognised may be the counterpart instead', () => {
    const unknown = anAcquisition({ id: 'u', sequence: 'UNKNOWN', plane: 'sagittal' });
    expect(on('plane', [flair('a', sagittalAndThick), unknown], [flair('x')])).toMatchObject([
      {
        status: 'cannot-tell',
        acquisitions: ['a', 'u'],
        priorAcquisitions: ['x'],
        atRisk: ['lesion-count', 'new-t2-lesions'],
        evidence: [],
        note: 'which acquisitions of the two studies belong together cannot be told',
      },
    ]);
  });

  it('is nothing where they do not agree', () => {
    const unknown = anAcquisition({ id: 'u', sequence: 'UNKNOWN' });
    expect(on('plane', [flair('a', sagittalAndThick), unknown], [flair('x')])).toMatchObject([
      { status: 'cannot-tell' },
    ]);
  });

  it('is a fault of 2D slices only where all of them are 2D', () => {
    const turned = (acquisition: Acquisition) => ({
      ...study(acquisition),
      furtherFacts: new Map([
        [acquisition.id, { deviceSerial: '1', receiveCoil: null, sliceNormal: [0, 1, 0] as const }],
      ]),
    });
    const weightOf = (now: Acquisition, then: Acquisition) =>
      compareWithPrior(study(now), turned(then)).findings.find(({ constraint }) => constraint === 'orientationAngle')
        ?.weight;
    expect(weightOf(flair('a'), flair('x'))).toBe('fault');
    expect(weightOf(flair('a'), flair('x', { dimension: '3D' }))).toBe('remark');
    expect(weightOf(flair('a', { dimension: null }), flair('x'))).toBe('remark');
  });

  it('is a remark where only some of them are 2D', () => {
    const [first] = on('orientationAngle', [flair('a', { dimension: null }), flair('b')], [flair('x')]);
    expect(first).toMatchObject({ acquisitions: ['a', 'b'], weight: 'remark' });
  });

  it('names the series in one order, and each once', () => {
    const now = [flair('b'), flair('a')];
    expect(on('plane', now, [flair('y'), flair('x')])).toMatchObject([
      { status: 'met', acquisitions: ['a', 'b'], priorAcquisitions: ['x', 'y'], atRisk: [] },
    ]);
  });
});

describe('what is said once of the scanner', () => {
  it('names all that it is said of, and what it puts at risk, in one order', () => {
    const scanner = { manufacturer: 'Other', model: 'Magnet', fieldStrengthT: 3, station: null, software: null };
    const now = [
      a3dAcquisition({ id: 'b', sequence: 'T1w', contrastEnhanced: 'yes' }),
      anAcquisition({ id: 'c', sequence: 'T2w' }),
      flair('a'),
    ];
    const then = now.map((each) => ({ ...each, id: each.id.toUpperCase(), scanner }));
    expect(on('manufacturer', now, then)).toMatchObject([
      {
        sequence: null,
        acquisitions: ['a', 'b', 'c'],
        priorAcquisitions: ['A', 'B', 'C'],
        atRisk: ['enhancing-lesions', 'lesion-count', 'new-t2-lesions', 'volumetry'],
      },
    ]);
  });

  it('is no line where neither study tells it, and it need not be known', () => {
    const without = (id: string, software: string | null) =>
      flair(id, { scanner: { manufacturer: 'A', model: 'M', fieldStrengthT: 3, station: null, software } });
    expect(on('software', [without('a', null)], [without('x', null)])).toEqual([]);
    expect(on('software', [without('a', 'A1')], [without('x', null)])).toMatchObject([{ status: 'cannot-tell' }]);
    expect(on('software', [without('a', null)], [without('x', 'A1')])).toMatchObject([{ status: 'cannot-tell' }]);
  });
});

describe('the findings on series of one kind', () => {
  it('come by their numbers, then by their ids', () => {
    const planes = ['axial', 'coronal', 'sagittal'] as const;
    const of = (ids: string, numbers: readonly (number | null)[]) =>
      planes.map((plane, index) => flair(ids.charAt(index), { plane, seriesNumber: numbers[index] ?? null }));
    const order = (numbers: readonly (number | null)[]) =>
      on('plane', of('cab', numbers), of('xyz', [1, 1, 1])).map(({ acquisitions }) => acquisitions.join());
    expect(order([10, 9, 11])).toEqual(['a', 'c', 'b']);
    expect(order([4, 4, null])).toEqual(['b', 'a', 'c']);
  });
});

it('what the earlier study alone has may be what could not be read of this one', () => {
  const [found] = compareWithPrior(
    { ...study(flair('a')), unreadObjects: 2 },
    study(flair('x'), anAcquisition()),
  ).findings;
  expect(found).toMatchObject({ constraint: 'counterpart', sequence: 'T2w', status: 'cannot-tell', observed: null });
});

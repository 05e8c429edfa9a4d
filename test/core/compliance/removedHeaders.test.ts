import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import { evaluateStudy, type Scope } from '../../../core/compliance/index.ts';
import { type AcquisitionHeader, readHeader } from '../../../core/dicom/index.ts';
import { examRegions, indications, protocols } from '../../../core/protocol/index.ts';
import { generateSample, sampleStudies } from '../../../samples/index.ts';
import { brainAndCord, brainByItsStudy, cordAlone, without } from '../acquisition/regionStudies.ts';

/**
 * Attributes whose absence means something by the standard, and may turn an answer: the Contrast/Bolus module is there whenever
 * contrast was given (PS3.3 C.7.6.4); and without what the acquired pixels are computed from, the reconstructed ones are judged, which
 * each finding says.
 */
const meaningful: readonly string[] = [
  'ContrastBolusAgent',
  'ContrastBolusIngredient',
  'ContrastBolusVolume',
  'ContrastBolusRoute',
  'AcquisitionMatrix',
  'Rows',
  'Columns',
];

function headersOf(sample: string): readonly AcquisitionHeader[] {
  return [...generateSample(sample, { pixels: 'none' })].flatMap(({ bytes }) => {
    const reading = readHeader(bytes, bytes.length);
    return reading.kind === 'mr-image' ? [reading.header] : [];
  });
}

type Answers = {
  /** Protocol, indication and requirement → status, for every edition, region and indication. */
  readonly statuses: ReadonlyMap<string, string>;
  /** Protocol, region and indication → outcome, of the regions that the study shows. */
  readonly outcomes: ReadonlyMap<string, string>;
  /** The regions that are not known any more are not judged. */
  readonly regions: ReadonlySet<string>;
};

function answersOf(headers: readonly AcquisitionHeader[]): Answers {
  const acquisitions = recogniseAcquisitions(headers);
  const judged = (regions: Scope['regions']) =>
    protocols.flatMap((protocol) => evaluateStudy(acquisitions, protocol, { regions, indications }));
  return {
    statuses: new Map(
      judged(examRegions).flatMap(({ protocol, indication, requirements }) =>
        requirements.map(({ id, status }) => [`${protocol} ${indication} ${id}`, status] as const),
      ),
    ),
    outcomes: new Map(
      judged('imaged').map(({ protocol, region, indication, outcome }) => [
        `${protocol} ${region} ${indication}`,
        outcome,
      ]),
    ),
    regions: new Set(acquisitions.map(({ region }) => (region.endsWith('-cord') ? 'cord' : region))),
  };
}

/**
 * What turned against the law. What could be told may be told no more, and nothing else may change:
 * - a requirement that is asked in addition is asked because it is not known whether it must be: it is cannot-tell;
 * - one that is asked no more was asked of what is no longer known to be so, and was not failed;
 * - what is not required and cannot be told is no remark any more;
 * - a verdict is gone with the last series that is known to show its region, and a new one is of the brain where no region is known at all.
 */
function turned(before: Answers, after: Answers): readonly string[] {
  const statuses = differences(before.statuses, after.statuses).filter(
    ([, was, is]) => is !== 'cannot-tell' && !(is === undefined && was !== 'not-met'),
  );
  const outcomes = differences(before.outcomes, after.outcomes).filter(([key, was, is]) => {
    const region = key.split(' ')[1] ?? '';
    if (is === undefined) return after.regions.has(region);
    if (was === undefined) return is !== 'cannot-tell' || [...after.regions].some((each) => each !== 'unknown');
    return is !== 'cannot-tell' && !(was === 'compliant-with-remarks' && is === 'compliant');
  });
  return [...statuses, ...outcomes].map(([key, was, is]) => `${key}: ${was} → ${is}`);
}

type Difference = readonly [key: string, was: string | undefined, is: string | undefined];

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((key): Difference => [key, before.get(key), after.get(key)])
    .filter(([, was, is]) => was !== is);
}

/** The sample with every FLAIR and T2w marked as cut from a volume: nothing original of them is left. */
function reformatted(headers: readonly AcquisitionHeader[]): readonly AcquisitionHeader[] {
  return headers.map((header) =>
    /flair|t2/i.test(header.shared.SeriesDescription ?? '')
      ? { ...header, shared: { ...header.shared, ImageType: ['DERIVED', 'SECONDARY', 'MPR'] } }
      : header,
  );
}

it('an image that lost ImageType is neither original nor computed: what it may be is cannot-tell', () => {
  const headers = reformatted(headersOf('diagnosis-compliant'));
  const before = answersOf(headers);
  expect(before.statuses.get('magnims-cmsc-naims-2021 diagnosis brain.flair')).toBe('not-met');
  const after = answersOf(without(headers, ['ImageType']));
  expect(after.statuses.get('magnims-cmsc-naims-2021 diagnosis brain.flair')).toBe('cannot-tell');
  expect(turned(before, after)).toEqual([]);
});

const cases: readonly (readonly [string, () => readonly AcquisitionHeader[]])[] = [
  ...sampleStudies.map(({ name }) => [name, () => headersOf(name)] as const),
  ['a brain and a cord without its entry', () => brainAndCord],
  ['a cord booked as a brain', () => cordAlone],
  ['a brain of which the description of the study says so', () => brainByItsStudy],
];

describe.each(cases)('%s: what is removed from its headers', (_, headersOfCase) => {
  const read = () => {
    const headers = headersOfCase();
    const keywords = new Set(headers.flatMap(({ shared, frames }) => [shared, ...frames].flatMap(Object.keys)));
    const removable = [...keywords].filter((keyword) => !meaningful.includes(keyword)).sort();
    return { headers, before: answersOf(headers), removable };
  };

  it('everywhere, attribute by attribute, leaves an answer as it was or makes it cannot-tell', () => {
    const { headers, before, removable } = read();
    expect(removable.length).toBeGreaterThan(20);
    const turnedBy = removable.map((each) => [each, turned(before, answersOf(without(headers, [each])))] as const);
    expect(turnedBy.filter(([, those]) => those.length > 0)).toEqual([]);
  });

  it('in one series, several attributes at once, does too', () => {
    const { headers, before, removable } = read();
    const uids = [...new Set(headers.map(({ SeriesInstanceUID }) => SeriesInstanceUID))];
    const some = fc.subarray(removable, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...uids), some, (uid, removed) => {
        expect(turned(before, answersOf(without(headers, removed, (each) => each === uid)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/index.ts';
import {
  type ComparedStudy,
  type Comparison,
  compareWithPrior,
  type FurtherFacts,
} from '../../../core/compliance/index.ts';
import { aComparedStudy } from './aComparedStudy.ts';
import { anAcquisition } from './anAcquisition.ts';
import { anyAcquisition, anyStudy } from './anyAcquisition.ts';

const runs = { numRuns: 300 };

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 6 });
const timing = fc.record({
  repetitionTimeMs: maybe(fc.constantFrom(600, 2000, 5000, 5200)),
  echoTimeMs: maybe(fc.constantFrom(3, 10, 100, 105, 120)),
  inversionTimeMs: maybe(fc.constantFrom(200, 1650, 2500)),
  flipAngleDeg: maybe(fc.constantFrom(9, 90, 120)),
  bValues: fc.constantFrom([], [0, 1000]),
});
const scanner = fc.record({
  manufacturer: maybe(fc.constantFrom('ACME', 'OTHER')),
  model: maybe(fc.constantFrom('One', 'Two')),
  fieldStrengthT: maybe(fc.constantFrom(1.5, 3)),
  station: maybe(fc.constantFrom('A', 'B')),
  software: maybe(fc.constantFrom('1', '2')),
});
const facts: fc.Arbitrary<FurtherFacts> = fc.record({
  deviceSerial: maybe(fc.constantFrom('1', '2')),
  receiveCoil: maybe(fc.constantFrom('a', 'b')),
  sliceNormal: maybe(fc.constantFrom<FurtherFacts['sliceNormal']>([0, 0, 1], [0, 0.05, 0.9987], [1, 0, 0])),
});

/** Few kinds of acquisition, so that counterparts are found. */
const anyCompared: fc.Arbitrary<ComparedStudy> = anyStudy.chain((acquisitions) =>
  fc.tuple(...acquisitions.map(() => fc.tuple(timing, scanner, facts))).map((further) => {
    const whole = acquisitions.map((each, index): Acquisition => {
      const [timed, scanned] = further[index] ?? [each.timing, each.scanner];
      return { ...each, timing: timed, scanner: scanned };
    });
    const furtherFacts = new Map(
      whole.flatMap(({ id }, index) => {
        const known = further[index]?.[2];
        return known === undefined ? [] : [[id, known] as const];
      }),
    );
    return aComparedStudy(whole, { furtherFacts });
  }),
);

/** The same study with some values changed, which makes near counterparts. */
const aPair: fc.Arbitrary<readonly [ComparedStudy, ComparedStudy]> = fc.oneof(
  fc.tuple(anyCompared, anyCompared),
  fc
    .tuple(anyCompared, fc.nat(), anyAcquisition)
    .map(([study, which, other]): readonly [ComparedStudy, ComparedStudy] => {
      const changed = study.acquisitions.map((each, index) =>
        index === which % study.acquisitions.length ? { ...each, geometry: other.geometry, plane: other.plane } : each,
      );
      return [study, { ...study, acquisitions: changed }];
    }),
);

const losses: readonly ((before: Acquisition) => Acquisition)[] = [
  (each) => ({ ...each, geometry: { ...each.geometry, sliceThicknessMm: null } }),
  (each) => ({ ...each, geometry: { ...each.geometry, gapMm: null } }),
  (each) => ({ ...each, geometry: { ...each.geometry, acquiredInPlaneMm: null } }),
  (each) => ({ ...each, geometry: { ...each.geometry, inPlaneMm: null } }),
  (each) => ({ ...each, dimension: null }),
  (each) => ({ ...each, plane: null }),
  (each) => ({ ...each, obliquityDeg: null }),
  (each) => ({ ...each, contrastEnhanced: 'unknown' }),
  (each) => ({ ...each, fatSuppressed: null }),
  (each) => ({ ...each, timing: { ...each.timing, echoTimeMs: null, repetitionTimeMs: null } }),
  (each) => ({ ...each, timing: { ...each.timing, inversionTimeMs: null, flipAngleDeg: null, bValues: [] } }),
  (each) => ({ ...each, scanner: { ...each.scanner, manufacturer: null, model: null } }),
  (each) => ({ ...each, scanner: { ...each.scanner, fieldStrengthT: null, station: null, software: null } }),
  (each) => ({ ...each, region: 'unknown' }),
  (each) => (each.derived || ['LOCALIZER', 'OTHER'].includes(each.sequence) ? each : { ...each, sequence: 'UNKNOWN' }),
];

/** The status of each property for each acquisition of the later and of the earlier study. */
function statusesOf({ findings }: Pick<Comparison, 'findings'>): ReadonlyMap<string, string> {
  return new Map(
    findings.flatMap(({ constraint, acquisitions, priorAcquisitions, status }) => [
      ...acquisitions.map((id) => [`now ${id} ${constraint}`, status] as const),
      ...priorAcquisitions.map((id) => [`then ${id} ${constraint}`, status] as const),
    ]),
  );
}

const notMet = ({ findings }: Pick<Comparison, 'findings'>) =>
  new Set(findings.filter(({ status }) => status === 'not-met').map(({ constraint }) => constraint));

describe('whatever was acquired', () => {
  it('a study compared with itself has no finding that is not met', () => {
    fc.assert(
      fc.property(anyCompared, (study) => {
        const comparison = compareWithPrior(study, study);
        expect([...notMet(comparison)]).toStrictEqual([]);
        expect(['comparable', 'cannot-tell']).toContain(comparison.outcome);
      }),
      runs,
    );
  });

  it('a study of which all is known is comparable with itself', () => {
    const known = fc.array(
      fc.tuple(
        fc.constantFrom('FLAIR', 'T1w', 'T2w'),
        fc.constantFrom('2D', '3D'),
        fc.constantFrom('axial', 'sagittal'),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(known, (kinds) => {
        const acquisitions = kinds.map(([sequence, dimension, plane], index) =>
          anAcquisition({ id: `${index}#1`, sequence, dimension, plane }),
        );
        const study = aComparedStudy(acquisitions);
        expect(compareWithPrior(study, study).outcome).toBe('comparable');
      }),
      runs,
    );
  });

  it('the two swapped have the same outcome and the same properties that are not met', () => {
    fc.assert(
      fc.property(aPair, ([one, other]) => {
        const [there, back] = [compareWithPrior(one, other), compareWithPrior(other, one)];
        expect(notMet(back)).toStrictEqual(notMet(there));
        expect(back.outcome).toBe(there.outcome);
        const numbers = ({ findings }: typeof there) =>
          findings.map(({ constraint, status }) => `${constraint} ${status}`).sort();
        expect(numbers(back)).toStrictEqual(numbers(there));
      }),
      runs,
    );
  });

  it('less of a header never turns met into not met nor not met into met', () => {
    fc.assert(
      fc.property(aPair, fc.nat(), fc.boolean(), fc.constantFrom(...losses), ([one, other], which, ofNow, lose) => {
        const lost = (study: ComparedStudy) => ({
          ...study,
          acquisitions: study.acquisitions.map((each, index) =>
            index === which % study.acquisitions.length ? lose(each) : each,
          ),
        });
        const before = compareWithPrior(one, other);
        const after = ofNow ? compareWithPrior(lost(one), other) : compareWithPrior(one, lost(other));
        const [was, is] = [statusesOf(before), statusesOf(after)];
        for (const [key, status] of is) {
          const earlier = was.get(key);
          // A rival that was exactly as good may fall out, and with it those that it held together: then more can be told.
          if (earlier === 'cannot-tell') continue;
          if (earlier !== undefined) expect([earlier, 'cannot-tell'], key).toContain(status);
          // What was compared with nothing before may be now, but no fault comes of it.
          else expect(status, key).not.toBe('not-met');
        }
      }),
      { numRuns: 600 },
    );
  });

  it('the same for what else is known of an acquisition', () => {
    const nothingKnown: FurtherFacts = { deviceSerial: null, receiveCoil: null, sliceNormal: null };
    fc.assert(
      fc.property(aPair, ([one, other]) => {
        const before = statusesOf(compareWithPrior(one, other));
        const ids = one.acquisitions.map(({ id }) => [id, nothingKnown] as const);
        const after = statusesOf(compareWithPrior({ ...one, furtherFacts: new Map(ids) }, other));
        for (const [key, status] of after) {
          // The made-up normals do not go with the made-up obliquities, which then bound the angle.
          if (key.endsWith('orientationAngle')) continue;
          const earlier = before.get(key);
          if (earlier !== undefined && earlier !== 'cannot-tell')
            expect([earlier, 'cannot-tell'], key).toContain(status);
        }
      }),
      runs,
    );
  });

  it('the order of acquisitions changes nothing', () => {
    const shuffled = aPair.chain(([one, other]) =>
      fc.tuple(
        fc.constant([one, other] as const),
        fc.shuffledSubarray([...one.acquisitions], { minLength: one.acquisitions.length }),
        fc.shuffledSubarray([...other.acquisitions], { minLength: other.acquisitions.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([[one, other], now, then]) => {
        expect(compareWithPrior({ ...one, acquisitions: now }, { ...other, acquisitions: then })).toStrictEqual(
          compareWithPrior(one, other),
        );
      }),
      runs,
    );
  });
});

it('hundreds of series that could not be recognised are compared without following every pairing', () => {
  const study = (sequence: 'UNKNOWN' | 'T2w') =>
    aComparedStudy(
      Array.from({ length: 300 }, (_, index) => anAcquisition({ id: `1.${index}#1`, sequence, plane: null })),
    );
  expect(compareWithPrior(study('UNKNOWN'), study('T2w')).outcome).toBe('cannot-tell');
});

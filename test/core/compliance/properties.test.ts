import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acquisition, Geometry } from '../../../core/acquisition/acquisition.ts';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import { evaluateStudy, type Outcome, type Status, type Verdict } from '../../../core/compliance/index.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import {
  type Demand,
  examRegions,
  type Indication,
  indications,
  type Protocol,
  protocols,
} from '../../../core/protocol/index.ts';
import { brainAndCord, brainByItsStudy, cordAlone } from '../acquisition/regionStudies.ts';
import { anAcquisition } from './anAcquisition.ts';
import { anyAcquisition, anyStudy } from './anyAcquisition.ts';
import { the2021Edition } from './the2021Edition.ts';

const runs = { numRuns: 150 };
const moreRuns = { numRuns: 600 };
const everything = { regions: examRegions, indications } as const;
const judge = (study: readonly Acquisition[], protocol: Protocol = the2021Edition) =>
  evaluateStudy(study, protocol, everything);

function withGeometry(acquisition: Acquisition, geometry: Partial<Geometry>): Acquisition {
  return { ...acquisition, geometry: { ...acquisition.geometry, ...geometry } };
}

/** The study with one of its acquisitions changed; `which` picks it. */
function changed(study: readonly Acquisition[], which: number, change: (before: Acquisition) => Acquisition) {
  return study.map((acquisition, index) => (index === which % study.length ? change(acquisition) : acquisition));
}

const anEdition = fc.constantFrom(...protocols);
const aPlace = fc.nat({ max: 100 });

describe('whatever was acquired', () => {
  it('the order of the input never matters', () => {
    const shuffled = anyStudy.chain((study) =>
      fc.tuple(fc.constant(study), fc.shuffledSubarray([...study], { minLength: study.length })),
    );
    fc.assert(
      fc.property(shuffled, ([study, other]) => {
        expect(judge(other)).toEqual(judge(study));
        const imaged = (acquisitions: readonly Acquisition[]) =>
          evaluateStudy(acquisitions, the2021Edition, { regions: 'imaged', indications });
        expect(imaged(other)).toEqual(imaged(study));
      }),
      runs,
    );
  });

  it('improving a measured value never worsens an answer', () => {
    // A thinner slice with the same share of gap; else one value at a time.
    const improvements: readonly ((factor: number, before: Acquisition) => Acquisition)[] = [
      (factor, each) =>
        withGeometry(each, {
          sliceThicknessMm: times(each.geometry.sliceThicknessMm, factor),
          gapMm:
            each.geometry.gapMm !== null && each.geometry.gapMm > 0
              ? each.geometry.gapMm * factor
              : each.geometry.gapMm,
        }),
      (factor, each) =>
        withGeometry(each, { gapMm: each.geometry.gapMm === null ? null : each.geometry.gapMm - 1 + factor }),
      (factor, each) => withGeometry(each, { spacingMm: times(each.geometry.spacingMm, factor) }),
      (factor, each) =>
        withGeometry(each, {
          inPlaneMm: bothTimes(each.geometry.inPlaneMm, factor),
          acquiredInPlaneMm: bothTimes(each.geometry.acquiredInPlaneMm, factor),
        }),
      (factor, each) => withGeometry(each, { coverageMm: times(each.geometry.coverageMm, 1 / factor) }),
      (factor, each) => ({ ...each, contrastDelayMin: times(each.contrastDelayMin, 1 / factor) }),
      (factor, each) => ({
        ...each,
        scanner: { ...each.scanner, fieldStrengthT: times(each.scanner.fieldStrengthT, 1 / factor) },
      }),
    ];
    const outcomesBestFirst: readonly Outcome[] = [
      'compliant',
      'compliant-with-remarks',
      'cannot-tell',
      'not-compliant',
    ];
    const statusesBestFirst: readonly Status[] = ['met', 'cannot-tell', 'not-met'];
    const factor = fc.constantFrom(0.95, 0.7, 0.3);
    fc.assert(
      fc.property(
        anEdition,
        anyStudy,
        aPlace,
        fc.constantFrom(...improvements),
        factor,
        (edition, study, which, improve, by) => {
          const before = judge(study, edition);
          const after = judge(
            changed(study, which, (each) => improve(by, each)),
            edition,
          );
          for (const [index, { outcome, requirements }] of after.entries()) {
            const earlier = before[index];
            if (earlier === undefined) throw new Error('the same scope gives the same verdicts');
            expect(outcomesBestFirst.indexOf(outcome)).toBeLessThanOrEqual(outcomesBestFirst.indexOf(earlier.outcome));
            for (const [place, { id, level, status }] of requirements.entries()) {
              const was = earlier.requirements[place];
              // With a better FLAIR a T2w may no longer be required; then its answer is to another question.
              if (was?.level !== level) continue;
              expect(statusesBestFirst.indexOf(status), id).toBeLessThanOrEqual(statusesBestFirst.indexOf(was.status));
            }
          }
        },
      ),
      moreRuns,
    );
  });

  it('what is no longer known leaves an answer as it was or turns it into cannot-tell', () => {
    // The acquired in-plane resolution alone is left out: without it the reconstructed one is judged, and that is said.
    const losses: readonly ((before: Acquisition) => Acquisition)[] = [
      (each) => withGeometry(each, { sliceThicknessMm: null }),
      (each) => withGeometry(each, { spacingMm: null }),
      (each) => withGeometry(each, { gapMm: null }),
      (each) => withGeometry(each, { inPlaneMm: null, acquiredInPlaneMm: null }),
      (each) => ({ ...each, scanner: { ...each.scanner, fieldStrengthT: null } }),
      (each) => withGeometry(each, { coverageMm: null }),
      (each) => ({ ...each, contrastDelayMin: null }),
      (each) => ({ ...each, dimension: null }),
      (each) => ({ ...each, plane: null }),
      (each) => ({ ...each, contrastEnhanced: 'unknown' }),
      (each) => ({ ...each, fatSuppressed: null }),
      (each) => ({ ...each, region: 'unknown' }),
      (each) =>
        each.derived || ['LOCALIZER', 'OTHER'].includes(each.sequence) ? each : { ...each, sequence: 'UNKNOWN' },
    ];
    fc.assert(
      fc.property(anEdition, anyStudy, aPlace, fc.constantFrom(...losses), (edition, study, which, lose) => {
        const before = statuses(judge(study, edition));
        const after = statuses(judge(changed(study, which, lose), edition));
        for (const [key, status] of after) expect([before.get(key), 'cannot-tell'], key).toContain(status);
        // What is asked no more was asked of what is no longer known to be so, and was not failed.
        for (const [key, status] of before) if (!after.has(key)) expect(status, key).not.toBe('not-met');
      }),
      moreRuns,
    );
  });

  it('a missing field strength changes nothing but the field strength', () => {
    fc.assert(
      fc.property(anyStudy, (study) => {
        const stripped = study.map((each) => ({ ...each, scanner: { ...each.scanner, fieldStrengthT: null } }));
        const others = (verdicts: readonly Verdict[]) =>
          verdicts.map(({ requirements }) => requirements.filter(({ id }) => !id.endsWith('.field-strength')));
        expect(others(judge(stripped))).toEqual(others(judge(study)));
      }),
      runs,
    );
  });

  it('an added derived or unrelated acquisition changes nothing', () => {
    const useless = fc.oneof(
      anyAcquisition.map(
        (each): Acquisition => ({ ...each, derived: true, sequence: each.sequence === 'DWI' ? 'ADC' : each.sequence }),
      ),
      anyAcquisition.map((each): Acquisition => ({ ...each, sequence: 'OTHER' })),
      anyAcquisition.map((each): Acquisition => ({ ...each, sequence: 'LOCALIZER' })),
      anyAcquisition.map((each): Acquisition => ({ ...each, region: 'other' })),
    );
    fc.assert(
      fc.property(anyStudy, useless, (study, added) => {
        expect(judge([...study, { ...added, id: '9.9#1' }])).toEqual(judge(study));
      }),
      runs,
    );
  });

  it('objects that could not be read make nothing unmet, and no study not compliant that they may complete', () => {
    const anyUnread = fc.array(fc.record({ seriesInstanceUid: fc.option(fc.constantFrom('1.2.1', '1.2.2', '9')) }));
    fc.assert(
      fc.property(anyStudy, anyUnread, (study, unread) => {
        const unreadObjects = [...unread, { seriesInstanceUid: null }];
        const before = statuses(judge(study));
        const after = evaluateStudy(study, the2021Edition, { ...everything, unreadObjects });
        // What nothing could be asked of may be asked of what was not read.
        expect([...statuses(after).keys()]).toEqual(expect.arrayContaining([...before.keys()]));
        for (const { id, level, status } of after.flatMap(({ requirements }) => requirements)) {
          if (level === 'discouraged' || status !== 'not-met') continue;
          expect(id).toMatch(/field-strength$/);
        }
        for (const [key, status] of statuses(after)) {
          if (status === 'not-met') expect(before.get(key), key).toBe('not-met');
          if (!before.has(key)) expect(status, key).toBe('cannot-tell');
        }
      }),
      runs,
    );
  });

  it('a pending requirement alone never makes a study not compliant', () => {
    const pending = (demand: Demand): Demand => ({ ...demand, verification: 'pending' });
    const unread: Protocol = {
      ...the2021Edition,
      requirements: the2021Edition.requirements.map((requirement) => ({
        ...requirement,
        indications: Object.fromEntries(
          indications.flatMap((indication): readonly [Indication, Demand][] => {
            const demand = requirement.indications[indication];
            return demand === undefined ? [] : [[indication, pending(demand)]];
          }),
        ),
      })),
    };
    fc.assert(
      fc.property(anyStudy, (study) => {
        expect(judge(study, unread).map(({ outcome }) => outcome)).not.toContain('not-compliant');
      }),
      runs,
    );
  });

  it('what satisfies is named when a requirement is met, and only then', () => {
    fc.assert(
      fc.property(anyStudy, (study) => {
        for (const { level, status, satisfiedBy, nearest } of judge(study).flatMap(
          ({ requirements }) => requirements,
        )) {
          if (level === 'discouraged') continue;
          expect(satisfiedBy.length > 0).toBe(status === 'met');
          expect(new Set(satisfiedBy).size).toBe(satisfiedBy.length);
          if (status === 'met') expect(nearest).toBeNull();
          else expect(nearest?.remedy).not.toBe('');
        }
      }),
      runs,
    );
  });
});

it('a thousand series that could not be recognised leave each requirement as one of them does', () => {
  const unrecognised = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      anAcquisition({ id: `1.${index}#1`, sequence: 'UNKNOWN', plane: null }),
    );
  expect([...statuses(judge(unrecognised(1000)))]).toEqual([...statuses(judge(unrecognised(2)))]);
});

describe('a series added that is computed, or of another part of the body', () => {
  const called = (name: string): ImageAttributes => ({
    SeriesDescription: name,
    ProtocolName: name,
    StudyDescription: `MRI ${name} with contrast`,
  });
  const uses: Readonly<Record<string, ImageAttributes>> = {
    mpr: { ImageType: ['DERIVED', 'SECONDARY', 'MPR'] },
    'mpr of a neck': { ImageType: ['DERIVED', 'SECONDARY', 'MPR'], ...called('cervical cord') },
    'mpr of a head': { ImageType: ['DERIVED', 'SECONDARY', 'MPR'], ...called('brain') },
    knee: called('knee'),
    'knee by its entry': { BodyPartExamined: 'KNEE', StudyDescription: 'MRI knee' },
    loins: called('lumbar spine'),
  };
  const removals: Readonly<Record<string, readonly string[]>> = {
    'with its place': [],
    'without its frame of reference': ['FrameOfReferenceUID'],
    'without orientation and position': ['ImageOrientationPatient', 'ImagePositionPatient'],
  };
  const agents: readonly ImageAttributes[] = [
    { ContrastBolusAgent: 'Dotarem' },
    { ContrastBolusAgent: 'Dotarem', ContrastBolusRoute: 'IV' },
    { ContrastBolusAgent: 'Dotarem', ContrastBolusRoute: 'IA' },
    { ContrastBolusAgent: 'Dotarem', ContrastBolusStartTime: '095000' },
    { ContrastBolusVolume: 7 },
  ];
  const withoutAgent = { ContrastBolusAgent: '' };
  const native = brainAndCord.filter(({ shared }) => shared.ContrastBolusAgent === undefined);
  const studies: Readonly<Record<string, readonly AcquisitionHeader[]>> = {
    brainAndCord,
    native,
    cordAlone,
    brainByItsStudy,
  };
  const added = fc.constantFrom(...Object.keys(studies)).chain((name) =>
    fc.record({
      name: fc.constant(name),
      copied: fc.constantFrom(...new Set(studies[name]?.map(({ SeriesInstanceUID }) => SeriesInstanceUID))),
      use: fc.constantFrom(...Object.keys(uses)),
      removal: fc.constantFrom(...Object.keys(removals)),
      AcquisitionTime: fc.constantFrom('095500', '100500', '102500', '110500'),
    }),
  );
  const withSeries = (
    { name, copied, use, removal, AcquisitionTime }: typeof added extends fc.Arbitrary<infer T> ? T : never,
    contrast: ImageAttributes,
  ): readonly AcquisitionHeader[] => [
    ...(studies[name] ?? []),
    ...(studies[name] ?? [])
      .filter(({ SeriesInstanceUID }) => SeriesInstanceUID === copied)
      .map((header) => {
        const { ContrastBolusAgent: _, ...shared } = header.shared;
        // Knees and loins lie further down, as far as a table moves in one frame of reference.
        const down = /knee|loins/.test(use) ? 700 : 0;
        const position = shared.ImagePositionPatient?.map((at, axis) => (axis === 2 ? at - down : at));
        const kept = Object.entries({
          ...shared,
          ...uses[use],
          ...contrast,
          ImagePositionPatient: position,
          AcquisitionTime,
          SeriesNumber: 90,
        });
        return {
          ...header,
          SeriesInstanceUID: '1.2.90',
          SOPInstanceUID: `${header.SOPInstanceUID}.90`,
          shared: Object.fromEntries(kept.filter(([keyword]) => !removals[removal]?.includes(keyword))),
        };
      }),
  ];
  const answers = (headers: readonly AcquisitionHeader[]) =>
    new Map(
      protocols.flatMap((protocol) =>
        [...statuses(judge(recogniseAcquisitions(headers), protocol))].map(
          ([key, status]) => [`${protocol.id} ${key}`, status] as const,
        ),
      ),
    );

  it('changes nothing where it has no agent', () => {
    fc.assert(
      fc.property(added, (each) => {
        expect(answers(withSeries(each, {}))).toEqual(answers(studies[each.name] ?? []));
      }),
      { numRuns: 80 },
    );
  });

  it('with an agent leaves open what was without contrast, and makes nothing met or unmet', () => {
    fc.assert(
      fc.property(added, fc.constantFrom(withoutAgent, ...agents), (each, contrast) => {
        const before = answers(studies[each.name] ?? []);
        const after = answers(withSeries(each, contrast));
        for (const [key, status] of after) expect([before.get(key), 'cannot-tell'], key).toContain(status);
        for (const [key, status] of before) if (!after.has(key)) expect(status, key).not.toBe('not-met');
      }),
      { numRuns: 120 },
    );
  });
});

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

function bothTimes(pair: readonly [number, number] | null, factor: number): readonly [number, number] | null {
  return pair === null ? null : [pair[0] * factor, pair[1] * factor];
}

function statuses(verdicts: readonly Verdict[]): ReadonlyMap<string, string> {
  return new Map(
    verdicts.flatMap(({ region, indication, requirements }) =>
      requirements.map(({ id, status }) => [`${region} ${indication} ${id}`, status] as const),
    ),
  );
}

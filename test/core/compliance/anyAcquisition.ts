import fc from 'fast-check';
import {
  type Acquisition,
  bodyRegions,
  contrastStates,
  dimensions,
  planes,
  sequences,
} from '../../../core/acquisition/acquisition.ts';
import { anAcquisition, aStudy } from './anAcquisition.ts';

const wanted = ['T2w', 'FLAIR', 'T1w', 'DWI', 'UNKNOWN', 'PDw', 'STIR'] as const;

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 8 });
const millimetres = fc.constantFrom(0.45, 0.5, 0.75, 0.8, 1, 1.05, 1.2, 1.5, 3, 3.05, 3.5, 5, 8);
const pair = fc.tuple(millimetres, millimetres);

/** Any acquisition, most often one that a protocol asks about, with values on both sides of every limit. */
export const anyAcquisition: fc.Arbitrary<Acquisition> = fc
  .record({
    sequence: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...wanted) },
      { weight: 1, arbitrary: fc.constantFrom(...sequences) },
    ),
    contrastEnhanced: fc.constantFrom(...contrastStates),
    dimension: maybe(fc.constantFrom(...dimensions)),
    plane: maybe(fc.constantFrom(...planes)),
    region: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('brain' as const, 'whole-cord' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...bodyRegions) },
    ),
    derived: fc.constantFrom(false, false, false, false, false, true),
    fatSuppressed: maybe(fc.boolean()),
    fieldStrengthT: maybe(fc.constantFrom(0.35, 1, 1.494, 1.5, 3)),
    sliceThicknessMm: maybe(millimetres),
    gapMm: maybe(fc.constantFrom(-0.75, 0, 0, 0.04, 0.3, 1, 2)),
    spacingMm: maybe(millimetres),
    inPlaneMm: maybe(pair),
    acquiredInPlaneMm: maybe(pair),
    missingSlices: fc.constantFrom(null, 0, 0, 0, 2),
    coverageMm: maybe(fc.constantFrom(30, 72, 99.95, 100, 150)),
    contrastDelayMin: maybe(fc.constantFrom(1, 4.99, 5, 8)),
  })
  .map(({ sliceThicknessMm, gapMm, spacingMm, inPlaneMm, acquiredInPlaneMm, missingSlices, coverageMm, ...rest }) =>
    anAcquisition({
      ...rest,
      geometry: { sliceThicknessMm, gapMm, spacingMm, inPlaneMm, acquiredInPlaneMm, missingSlices, coverageMm },
    }),
  );

/** Up to seven acquisitions; in some studies the scanner gave no times. */
export const anyStudy: fc.Arbitrary<readonly Acquisition[]> = fc
  .tuple(fc.array(anyAcquisition, { maxLength: 7 }), fc.boolean())
  .map(([acquisitions, isTimed]) =>
    aStudy(...acquisitions).map((each) => (isTimed ? each : { ...each, acquiredAt: null })),
  );

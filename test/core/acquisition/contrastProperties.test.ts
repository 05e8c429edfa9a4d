import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Acquisition, recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import { flair3d, mprage, series, stir, swi, t2Tse } from './headers.ts';

/** Printed by a failure too; another one finds other studies. */
const seed = 20_261_125;
const runs = { seed, numRuns: 300 };
console.log(`contrast properties, seed ${seed}`);

/** The Contrast/Bolus module (PS3.3 C.7.6.4): what is left out of it means that no contrast was used, so losing it is no loss of a hint. */
const contrastModule = [
  'ContrastBolusAgent',
  'ContrastBolusIngredient',
  'ContrastBolusRoute',
  'ContrastBolusVolume',
  'ContrastBolusStartTime',
];
/** Type 1 of the General Image and MR Image modules: without them it is no MR image (PS3.3 C.7.6.1, C.8.3.1). */
const required = ['Modality', 'ImageType', 'Rows', 'Columns'];
/**
 * Both or neither: a scanner that writes only one of them wrote an intact header, so that what the other alone said is lost with it.
 * Both are type 3 (PS3.3 C.7.3.1), and many converters leave out the second.
 */
const descriptions = ['SeriesDescription', 'ProtocolName'];

const texts = fc.constantFrom(
  't1',
  't1 post Gd',
  'T1 pre contrast',
  't1 nach KM',
  'T1 nativ',
  'AX T2',
  '',
  'ax t1 +C',
  'xyz',
);
const contrast: fc.Arbitrary<ImageAttributes> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.constant({ ContrastBolusAgent: 'Dotarem' }),
  fc.constant({ ContrastBolusAgent: '' }),
  fc.constant({ ContrastBolusAgent: 'NONE' }),
  fc.record({
    ContrastBolusAgent: fc.constant('Gadovist'),
    ContrastBolusStartTime: fc.constantFrom('101000', '100200', '235900', 'x'),
  }),
  fc.constant({ ContrastBolusVolume: 7 }),
);
const run = fc.record({
  base: fc.constantFrom(mprage, mprage, mprage, flair3d, t2Tse, swi, stir),
  contrast,
  SeriesDescription: texts,
  ProtocolName: texts,
  minute: fc.integer({ min: 0, max: 59 }),
  frame: fc.constantFrom('1.8', '1.9'),
  StudyDescription: fc.constantFrom('', 'MRI BRAIN', 'MRI BRAIN W WO CONTRAST', 'MRI without contrast'),
});
const study = fc.array(run, { minLength: 1, maxLength: 5 }).map((all): readonly AcquisitionHeader[] => {
  const StudyDescription = all[0]?.StudyDescription ?? '';
  return all.flatMap(({ base, contrast: recorded, minute, frame, SeriesDescription, ProtocolName }, index) => {
    const time = `10${String(minute).padStart(2, '0')}00`;
    const attributes: ImageAttributes = {
      ...base,
      ...recorded,
      SeriesDescription,
      ProtocolName,
      StudyDescription,
      FrameOfReferenceUID: frame,
      SeriesDate: '20250101',
      SeriesTime: time,
      AcquisitionDate: '20250101',
      AcquisitionTime: time,
      SeriesNumber: index + 1,
    };
    return series(attributes, { uid: `1.${index + 1}`, slices: 4 });
  });
});

/** Series → its state; of several stacks all of them. */
function statesOf(headers: readonly AcquisitionHeader[]): ReadonlyMap<string, string> {
  const bySeries = Map.groupBy(recogniseAcquisitions(headers), ({ seriesInstanceUid }) => seriesInstanceUid);
  const state = (all: readonly Acquisition[]) => [...new Set(all.map((one) => one.contrastEnhanced))].sort().join();
  return new Map([...bySeries].map(([uid, all]) => [uid, state(all)]));
}

function withAttributes(
  headers: readonly AcquisitionHeader[],
  change: (attributes: ImageAttributes, seriesInstanceUid: string) => ImageAttributes,
): readonly AcquisitionHeader[] {
  return headers.map((header) => ({ ...header, shared: change(header.shared, header.SeriesInstanceUID) }));
}

test('dropping optional attributes never turns a yes into a no, or a no into a yes', () => {
  const optional = (headers: readonly AcquisitionHeader[]) =>
    [...new Set(headers.flatMap(({ shared }) => Object.keys(shared)))].filter(
      (keyword) => ![...contrastModule, ...required, 'ProtocolName'].includes(keyword),
    );
  const drops = study.chain((headers) =>
    fc.tuple(
      fc.constant(headers),
      fc.uniqueArray(fc.constantFrom(...optional(headers)), { minLength: 1, maxLength: 6 }),
      fc.subarray([...new Set(headers.map(({ SeriesInstanceUID }) => SeriesInstanceUID))], { minLength: 1 }),
    ),
  );
  fc.assert(
    fc.property(drops, ([headers, some, from]) => {
      const dropped = some.includes('SeriesDescription') ? [...some, ...descriptions] : some;
      const before = statesOf(headers);
      const after = statesOf(
        withAttributes(headers, (attributes, uid) =>
          from.includes(uid)
            ? Object.fromEntries(Object.entries(attributes).filter(([keyword]) => !dropped.includes(keyword)))
            : attributes,
        ),
      );
      for (const [uid, state] of before) {
        if (state === 'yes') expect([uid, after.get(uid)]).not.toEqual([uid, 'no']);
        if (state === 'no') expect([uid, after.get(uid)]).not.toEqual([uid, 'yes']);
      }
    }),
    { ...runs, numRuns: 1500 },
  );
});

test('the order of series and images changes nothing', () => {
  const shuffled = study.chain((headers) =>
    fc.tuple(fc.constant(headers), fc.shuffledSubarray([...headers], { minLength: headers.length })),
  );
  fc.assert(
    fc.property(shuffled, ([headers, other]) => {
      expect(recogniseAcquisitions(other)).toEqual(recogniseAcquisitions(headers));
    }),
    runs,
  );
});

test('whatever a series is called, a recorded yes does not become a no', () => {
  fc.assert(
    fc.property(study, fc.string(), texts, (headers, anything, words) => {
      const before = statesOf(headers);
      const after = statesOf(
        withAttributes(headers, (attributes) => ({
          ...attributes,
          SeriesDescription: anything,
          ProtocolName: words,
        })),
      );
      const recorded = headers.filter(({ shared }) => shared.ContrastBolusAgent?.startsWith('Dot'));
      for (const { SeriesInstanceUID: uid } of recorded) {
        if (before.get(uid) === 'yes') expect([uid, after.get(uid)]).not.toEqual([uid, 'no']);
      }
    }),
    runs,
  );
});

test('contrast changes no sequence: a FLAIR after the injection is a FLAIR', () => {
  fc.assert(
    fc.property(study, (headers) => {
      const bare = withAttributes(headers, (attributes) =>
        Object.fromEntries(Object.entries(attributes).filter(([keyword]) => !contrastModule.includes(keyword))),
      );
      const sequences = (all: readonly AcquisitionHeader[]) => recogniseAcquisitions(all).map((one) => one.sequence);
      expect(sequences(headers)).toEqual(sequences(bare));
    }),
    runs,
  );
});

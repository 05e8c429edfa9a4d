import fc from 'fast-check';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import {
  axial,
  changed,
  coronal,
  flair2d,
  flair3d,
  mprage,
  oneSeries,
  sagittal,
  series,
  stir,
  swi,
  t2Tse,
} from './headers.ts';

const diffusion: ImageAttributes = { ...t2Tse, ScanningSequence: ['EP', 'SE'], SequenceName: '*ep_b0' };
const scans: readonly ImageAttributes[] = [flair2d, flair3d, mprage, stir, swi, t2Tse, diffusion];

type Lot = (attributes: ImageAttributes, options: Parameters<typeof series>[1]) => readonly AcquisitionHeader[];

/** What one series may hold beside a plain stack; each makes several stacks, or volumes, or uneven headers. */
const lots: readonly Lot[] = [
  (attributes, options) => series(attributes, options),
  (attributes, options) =>
    oneSeries(
      series(attributes, options),
      series({ ...attributes, EchoTime: 2 * (attributes.EchoTime ?? 1) }, options),
    ),
  (attributes, options) =>
    oneSeries(series(attributes, options), series({ ...attributes, ContrastBolusAgent: 'Gadovist' }, options)),
  (attributes, options) =>
    oneSeries(
      series({ ...attributes, DiffusionBValue: 0 }, options),
      series({ ...attributes, DiffusionBValue: 1000 }, options),
    ),
  (attributes, options) =>
    oneSeries(
      series({ ...attributes, ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'ND'] }, options),
      series({ ...attributes, ImageType: ['ORIGINAL', 'PRIMARY', 'P', 'ND'] }, options),
    ),
  (attributes, options) =>
    oneSeries(...[axial, sagittal, coronal].map((orientation) => series(attributes, { ...options, orientation }))),
  (attributes, options) =>
    oneSeries(series(attributes, options), series(attributes, { ...options, firstPosition: [200, 150, 260] })),
  (attributes, options) => series(attributes, options).filter((_, index) => index % 5 !== 3),
  (attributes, options) =>
    changed(series(attributes, options), (index) =>
      index % 2 === 0 ? {} : { ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'NORM'] },
    ),
];

/** Directions up to 30° from a plane's, so that the plane keeps its name. */
const orientation = fc
  .tuple(fc.constantFrom(axial, sagittal, coronal), fc.integer({ min: -30, max: 30 }))
  .map(([directions, degrees]) => turned(directions, 2, degrees));

const anySeries = (number: number) =>
  fc
    .record({
      attributes: fc.constantFrom(...scans),
      lot: fc.constantFrom(...lots),
      orientation,
      slices: fc.integer({ min: 6, max: 24 }),
      spacingMm: fc.constantFrom(1, 2.5, 3, 3.3, 5.5),
      firstPosition: fc.tuple(...[200, 200, 400].map((mm) => fc.integer({ min: -mm, max: mm }))),
      described: fc.boolean(),
    })
    .map(({ attributes, lot, described, firstPosition: [x = 0, y = 0, z = 0], ...options }) =>
      lot(
        {
          ...attributes,
          SeriesNumber: number,
          FrameOfReferenceUID: '1.9',
          ...(described ? {} : { SeriesDescription: '', ProtocolName: '' }),
        },
        { ...options, uid: `1.2.${number}`, firstPosition: [x, y, z] },
      ),
    );

/** Studies of one to four series in which each way of splitting comes up. */
export const anyStudy: fc.Arbitrary<readonly AcquisitionHeader[]> = fc
  .integer({ min: 1, max: 4 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anySeries(index + 1))))
  .map((all) => all.flat());

/** Every vector of three in `values`, turned about one axis. */
export function turned(values: readonly number[], axis: 0 | 1 | 2, degrees: number): readonly number[] {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
  return values.map((value, index) => {
    const start = index - (index % 3);
    const [a = 0, b = 0] = [values[start + u], values[start + v]];
    return index % 3 === u ? cos * a - sin * b : index % 3 === v ? sin * a + cos * b : value;
  });
}

import { type Image, tokens } from './image.ts';

/** ImageType values that name a product of other images, also where the vendor says ORIGINAL (Philips, GE reformats). */
const derivedValues: readonly string[] = [
  'MPR',
  'CSA MPR',
  'PROJECTION IMAGE',
  'REFORMATTED',
  'MIP',
  'MNIP',
  'MINIP',
  'MAX_IP',
  'MIN_IP',
  'VRT',
  'SUB',
  'SUBTRACTION',
  'ADC',
  'ADC_UNSPECIFIED',
  'EADC',
  'FA',
  'TRACEW',
  'EXP',
  'T1 MAP',
  'T2 MAP',
  'T2_STAR MAP',
  'CBF',
  'RCBF',
  'CBV',
  'RCBV',
  'MTT',
  'TTP',
  'TMAX',
  'RESAMPLED',
  'CSA RESAMPLED',
  'DIFFUSION_ANISO',
  'COLFA',
];

/** Whether the images were computed from others; `evidence` says why. MP2RAGE's combination is its image proper, not a product. */
export function derivedImages(images: readonly Image[]): {
  readonly derived: boolean;
  readonly evidence: readonly string[];
} {
  const values = tokens(images.map(({ attributes }) => attributes.ImageType));
  const named = derivedValues.find((value) => values.has(value));
  if (named !== undefined) return { derived: true, evidence: [`derived images: ImageType says ${named}`] };
  // Lossy compression, filters and composing turn ORIGINAL into DERIVED\PRIMARY (PS3.3 C.7.6.1.1.2, C.7.6.1.1.5), and the
  // images are still what was acquired; only a second generation of pixels is SECONDARY.
  if (!values.has('DERIVED') || values.has('PRIMARY')) return { derived: false, evidence: [] };
  return { derived: true, evidence: ['derived images: ImageType says DERIVED'] };
}

import type { Sequence } from './acquisition.ts';
import { derivedWord } from './derivedWords.ts';
import { diffusionMaps, diffusionTraces } from './diffusionProducts.ts';
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
  'COMP_MIP',
  'VRT',
  'SUB',
  'SUBTRACTION',
  'ADC',
  'ADC_UNSPECIFIED',
  'EADC',
  ...diffusionTraces,
  ...diffusionMaps,
  'T1 MAP',
  'T2 MAP',
  'T2_STAR MAP',
  'R1 MAP',
  'R2 MAP',
  'R2_STAR MAP',
  'T1_MAP',
  'T2_MAP',
  'T2_STAR_MAP',
  'R1_MAP',
  'R2_MAP',
  'R2_STAR_MAP',
  'R2',
  'R2STAR',
  'QSM',
  'CBF',
  'RCBF',
  'CBV',
  'RCBV',
  'MTT',
  'TTP',
  'TMAX',
  'RELCBF',
  'RELCBV',
  'RELCCBV',
  'RELMTT',
  // Philips ASL: the difference of label and control images; those themselves are M_FFE and the like (dcm_qa_philips_asl).
  'PERFUSION_FFE',
  'PERFUSION_SE',
  'RESAMPLED',
  'CSA RESAMPLED',
  // Siemens: a time series registered to its first volume, stored beside the measured one as ORIGINAL (dcm2niix issue 243).
  'MOCO',
];

/** Siemens: the images of several stations, side by side as one (COMP_SP spine, COMP_AN angiography, COMP_AD adaptive). */
const composedValues: readonly string[] = ['COMPOSED', 'COMP_SP', 'COMP_AN', 'COMP_AD'];

/**
 * Whether the images were computed from others; `evidence` says why. Not derived, since they are what the scan was for:
 * - MP2RAGE's uniform image, which is combined from the raw data of both inversions and cannot be computed from their images;
 * - MEAN, where a multi-echo MPRAGE or a spoiled gradient echo combines its echoes;
 * - composed images, in which each pixel is one of a station: often all that is exported of a spine.
 */
export function derivedImages(
  images: readonly Image[],
  sequence: Sequence = 'UNKNOWN',
): { readonly derived: boolean; readonly evidence: readonly string[] } {
  const values = tokens(images.map(({ attributes }) => attributes.ImageType));
  const named = derivedValues.find((value) => values.has(value));
  if (named !== undefined) return { derived: true, evidence: [`derived images: ImageType says ${named}`] };
  // A diffusion coefficient is a quotient of images, whatever ImageType says of them.
  if (sequence === 'ADC') return { derived: true, evidence: ['derived images: an ADC map is computed'] };
  // Lossy compression, filters and composing turn ORIGINAL into DERIVED\PRIMARY (PS3.3 C.7.6.1.1.2, C.7.6.1.1.5), and the
  // images are still what was acquired; only a second generation of pixels is SECONDARY.
  const composed = composedValues.some((value) => values.has(value));
  if (composed) return { derived: false, evidence: ['composed of several stations'] };
  if (images.length > 0 && images.every(isRelaxationMap)) {
    return { derived: true, evidence: ['derived images: ImageType says a map of relaxation times'] };
  }
  const said = derivedWord(images, sequence);
  if (said !== null) return { derived: true, evidence: [`derived images: the description says ${said.says}`] };
  if (!values.has('DERIVED') || values.has('PRIMARY')) return { derived: false, evidence: [] };
  return { derived: true, evidence: ['derived images: ImageType says DERIVED'] };
}

/** Siemens writes the map of a relaxation time as `DERIVED\\PRIMARY\\M\\T1\\…`, where value 4 of a computed image says what it shows. */
function isRelaxationMap({ attributes: { ImageType } }: Image): boolean {
  const [pixels, , , shown] = (ImageType ?? []).map((value) => value.trim().toUpperCase());
  return pixels === 'DERIVED' && (shown === 'T1' || shown === 'T2' || shown === 'T2STAR');
}

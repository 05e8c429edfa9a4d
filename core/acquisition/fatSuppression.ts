import type { Sequence } from './acquisition.ts';
import data from './data/fatWords.json' with { type: 'json' };
import { type Image, positive, tokens, typical, typicalText } from './image.ts';
import { allPhrases, finds, foldText, type PhrasesByLanguage, patternOf } from './phrases.ts';

/**
 * (0018,0022) values that mean fat suppression or water excitation: FS is the standard's (PS3.3 C.8.3.1.1), which Siemens, GE,
 * Philips, Canon and UIH write; WE is Siemens' water excitation, the GEMS values are GE's chemical and adiabatic inversions.
 */
const suppressingOptions = [
  'FS',
  'WE',
  'FAT_SAT',
  'FATSAT',
  'FAT_GEMS',
  'FS_GEMS',
  'SPIR',
  'SPAIR',
  'WATER_EXCITATION',
  'SPECIR_GEMS',
  'ASPIR_GEMS',
  'FSAT',
];

type FatWords = Readonly<Record<'suppressed' | 'notSuppressed' | 'water' | 'withFat', PhrasesByLanguage>>;
const words: FatWords = data;
const patterns = {
  suppressed: patternOf(allPhrases(words.suppressed)),
  notSuppressed: patternOf(allPhrases(words.notSuppressed)),
  water: patternOf(allPhrases(words.water)),
  withFat: patternOf(allPhrases(words.withFat)),
};

/**
 * Whether fat is dark in the images; `null` when the header cannot tell. Any of its signs is enough, but its absence says
 * something only where all of the places are filled in which a scanner would have written one.
 */
export function fatSuppression(images: readonly Image[], sequence: Sequence): boolean | null {
  // Of one Dixon scan the water image is without fat, and the others are not, whatever the protocol is called.
  const separated = ofSeparatedFat(images);
  if (separated !== null) return separated;
  if (sequence === 'STIR' || isSuppressed(images)) return true;
  return showsThatItIsNot(images) ? false : null;
}

/**
 * Dixon: Siemens and the frame types of PS3.3 C.8.13.5.1 write WATER, FAT, IN_PHASE and their like into ImageType, Philips W, F, IP
 * and OP; GE and others name them in the description.
 */
function ofSeparatedFat(images: readonly Image[]): boolean | null {
  const types = tokens(images.map(({ attributes }) => attributes.ImageType));
  const isPhilips = images.some(({ attributes }) => /philips/i.test(attributes.Manufacturer ?? ''));
  const has = (...values: readonly string[]) => values.some((value) => types.has(value));
  if (has('WATER') || (isPhilips && has('W'))) return true;
  if (has('FAT', 'IN_PHASE', 'OUT_PHASE', 'OPP_PHASE', 'OPPOSED_PHASE', 'INPHASE', 'OUTPHASE')) return false;
  if (isPhilips && has('F', 'IP', 'OP')) return false;
  const texts = descriptionsOf(images);
  if (texts.some((text) => finds(patterns.withFat, text))) return false;
  return texts.some((text) => finds(patterns.water, text.replaceAll(patterns.suppressed, ' '))) ? true : null;
}

function isSuppressed(images: readonly Image[]): boolean {
  const attributes = images.map((image) => image.attributes);
  if (upper(typicalText(attributes.map((a) => a.SpectrallySelectedSuppression))).includes('FAT')) return true;
  if (upper(typicalText(attributes.map((a) => a.SpectrallySelectedExcitation))) === 'WATER') return true;
  const options = tokens(attributes.map(({ ScanOptions }) => ScanOptions));
  if (suppressingOptions.some((option) => options.has(option))) return true;
  return descriptionsOf(images).some((text) =>
    finds(patterns.suppressed, text.replaceAll(patterns.notSuppressed, ' ')),
  );
}

/** Whether every place that tells of fat suppression is filled, and none of them does. */
function showsThatItIsNot(images: readonly Image[]): boolean {
  const attributes = images.map((image) => image.attributes);
  const isDescribed = attributes.every((a) => a.SeriesDescription?.trim() && a.ProtocolName?.trim());
  if (!isDescribed || mayBeInverted(images)) return false;
  // Enhanced MR has no (0018,0022): the MR Modifier macro tells by both of its attributes (PS3.3 C.8.13.5.5).
  const isEnhanced = attributes.some((a) => a.EchoPulseSequence !== undefined || a.AcquisitionContrast !== undefined);
  const suppression = typicalText(attributes.map((a) => a.SpectrallySelectedSuppression?.trim()));
  const excitation = typicalText(attributes.map((a) => a.SpectrallySelectedExcitation?.trim()));
  if (suppression !== null && excitation !== null) return true;
  if (isEnhanced || suppression !== null || excitation !== null) return false;
  const options = [...tokens(attributes.map(({ ScanOptions }) => ScanOptions))].filter((option) => option !== '');
  // Philips writes OTHER for what the standard has no term for; vendors' own terms with FS in them may mean it.
  const telling = options.filter((option) => option !== 'OTHER');
  return telling.length > 0 && !options.some((option) => /FS|FAT|WATER/.test(option) || option === 'OTHER');
}

/**
 * An inversion of which the time is not known may be one that nulls fat; and a time of 80 to 300 ms without an inversion of the whole
 * image is that of a spectral one (SPIR, SPAIR), which some scanners name nowhere else.
 */
function mayBeInverted(images: readonly Image[]): boolean {
  const attributes = images.map((image) => image.attributes);
  const inversionTimeMs = typical(attributes.map(({ InversionTime }) => positive(InversionTime)));
  const isInverted =
    tokens(attributes.map(({ ScanningSequence }) => ScanningSequence)).has('IR') ||
    upper(typicalText(attributes.map((a) => a.InversionRecovery))) === 'YES';
  return inversionTimeMs === null ? isInverted : inversionTimeMs <= 300;
}

function descriptionsOf(images: readonly Image[]): readonly string[] {
  const texts = images.flatMap(({ attributes: a }) => [a.SeriesDescription ?? '', a.ProtocolName ?? '']);
  return [...new Set(texts)].filter((text) => text !== '').map(foldText);
}

function upper(text: string | null): string {
  return (text ?? '').trim().toUpperCase();
}

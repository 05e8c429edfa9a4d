import type { Sequence } from './acquisition.ts';
import { type Image, tokens, typicalText } from './image.ts';
import { foldWords } from './sequenceWords.ts';

/** (0018,0022) values that mean fat suppression or water excitation: the standard's FS, Siemens WE, GE's and Canon's own. */
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
const suppressingWords =
  /\b(?:fs|fat ?sat|fat ?supp\w*|spir|spair|stir|tirm|fett\w*|fatsat|dixon (?:w|water)|ideal water|water|sat)\b/;

/** `null` when the header has neither options nor a description to judge by. */
export function fatSuppression(images: readonly Image[], sequence: Sequence): boolean | null {
  if (sequence === 'STIR') return true;
  const attributes = images.map((image) => image.attributes);
  const suppression = typicalText(attributes.map((a) => a.SpectrallySelectedSuppression))?.toUpperCase() ?? null;
  if (suppression?.includes('FAT')) return true;
  const options = tokens(attributes.map(({ ScanOptions }) => ScanOptions));
  if (suppressingOptions.some((option) => options.has(option))) return true;
  const texts = attributes.flatMap((a) => [a.SeriesDescription ?? '', a.ProtocolName ?? '']).map(foldWords);
  if (texts.some((text) => suppressingWords.test(text))) return true;
  if (suppression === 'NONE' || suppression === 'WATER' || options.size > 0) return false;
  return null;
}

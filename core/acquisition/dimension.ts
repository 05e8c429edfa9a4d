import type { Dimension } from './acquisition.ts';
import { foldWords } from './foldWords.ts';
import { type Image, typicalText } from './image.ts';

const threeDimensionalWords =
  /\b(?:3d|space|spc|cube|vista|brain ?view|mp ?rage|mp2rage|bravo|vibe|thrive|lava|ciss|mvox|swi|swan|tof 3d)\b/;

/** 2D or 3D: MRAcquisitionType, else the Siemens sequence name (`*tse2d1_15`, `*spc_…`), else the description. */
export function dimensionOf(images: readonly Image[]): Dimension | null {
  const attributes = images.map((image) => image.attributes);
  const stated = typicalText(attributes.map((a) => a.MRAcquisitionType))
    ?.trim()
    .toUpperCase();
  if (stated === '2D' || stated === '3D') return stated;
  const name = typicalText(attributes.map((a) => a.SequenceName))?.toLowerCase() ?? '';
  if (/3d\d|^[*_]?spc/.test(name)) return '3D';
  if (/2d\d/.test(name)) return '2D';
  const texts = attributes.flatMap((a) => [a.SeriesDescription ?? '', a.ProtocolName ?? '']).map(foldWords);
  if (texts.some((text) => threeDimensionalWords.test(text))) return '3D';
  if (texts.some((text) => /\b2d\b/.test(text))) return '2D';
  return null;
}

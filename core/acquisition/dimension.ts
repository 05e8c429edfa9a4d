import type { Dimension } from './acquisition.ts';
import { foldWords } from './foldWords.ts';
import { type Image, positive, tokens, typical, typicalText } from './image.ts';
import { sliceNormal } from './orientation.ts';
import { distancesMm, slicesOf, stepMm } from './slicePositions.ts';

/** Products that exist in 3D only, and "3D" itself. Not SWI, which is made from 2D images too. */
const threeDimensionalWords =
  /\b(?:3d|space|spc|cube|vista|brain ?view|mp ?rage|mp2rage|bravo|vibe|thrive|lava|ciss|mvox|swan|tof 3d)\b/;

/**
 * 2D or 3D: MRAcquisitionType (in Enhanced MR too, PS3.3 C.8.13.4), else the name of the sequence, else how thin and close the
 * slices are, else the description. `null` unless one of them is clear and none of the rest of its kind says otherwise.
 */
export function dimensionOf(images: readonly Image[]): Dimension | null {
  const attributes = images.map((image) => image.attributes);
  const stated = typicalText(attributes.map((a) => a.MRAcquisitionType))
    ?.trim()
    .toUpperCase();
  if (stated === '2D' || stated === '3D') return stated;
  const name = [
    typicalText(attributes.map((a) => a.SequenceName)),
    typicalText(attributes.map((a) => a.PulseSequenceName)),
  ]
    .join(' ')
    .toLowerCase();
  const byName = dimensionNamed(name);
  if (byName !== null) return byName;
  const texts = attributes.flatMap((a) => [a.SeriesDescription ?? '', a.ProtocolName ?? '']).map(foldWords);
  const says2d = texts.some((text) => /\b2d\b/.test(text));
  const says3d = texts.some((text) => threeDimensionalWords.test(text));
  if (says2d && says3d) return null;
  if (says2d) return '2D';
  return says3d || (!mayBeEchoPlanar(images, name) && isThinAndClosed(images)) ? '3D' : null;
}

/**
 * Vendors write the dimension into the name: Siemens `*tse2d1_15`, `*tfl3d1_16ns`; GE `EFGRE3D`; Canon `SEEPI2D`, `FE3D`. Siemens'
 * SPACE (`*spc_…`) has 3D readout only, and its product diffusion (`ep_b1000`, `ez_b0`, `re_b0`) excites slices.
 */
function dimensionNamed(name: string): Dimension | null {
  const says3d = /3d(?![a-z])|(?:^|[ *_])spc/.test(name);
  const says2d = /2d(?![a-z])|(?:^|[ *_])(?:ep|ez|re)_b\d/.test(name);
  if (says2d === says3d) return null;
  return says2d ? '2D' : '3D';
}

function mayBeEchoPlanar(images: readonly Image[], name: string): boolean {
  const scanning = tokens(images.map(({ attributes }) => attributes.ScanningSequence));
  const options = tokens(images.map(({ attributes }) => attributes.ScanOptions));
  const stated = typicalText(images.map(({ attributes }) => attributes.EchoPlanarPulseSequence));
  const none = scanning.size > 0 || stated?.trim().toUpperCase() === 'NO';
  return !none || scanning.has('EP') || options.has('EPI_GEMS') || /(?:^|[ *_])ep|epi/.test(name);
}

/** Slices no thicker than this, as many as this, one at the next. */
const thinSlab = { thicknessMm: 1.2, slices: 80, closedWithinShare: 0.02 };

/**
 * Selecting a slice of a millimetre takes a gradient and a time that leave 2D imaging at about two; and 2D slices that touch
 * disturb each other, so that a gap is left. A slab of many thin closed slices was therefore encoded in the third direction.
 * Echo-planar imaging with several slices at once is the exception, and one image of a slice must be all there is.
 */
function isThinAndClosed(images: readonly Image[]): boolean {
  const thicknessMm = typical(images.map(({ attributes }) => positive(attributes.SliceThickness)));
  if (thicknessMm === null || thicknessMm > thinSlab.thicknessMm) return false;
  if (!images.every(({ attributes }) => sliceNormal(attributes.ImageOrientationPatient) !== null)) return false;
  const slices = slicesOf(images);
  const step = stepMm(distancesMm(slices));
  return (
    slices.length >= thinSlab.slices &&
    slices.length === images.length &&
    step !== null &&
    step <= thicknessMm * (1 + thinSlab.closedWithinShare)
  );
}

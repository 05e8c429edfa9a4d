import type { SeriesData, Stack } from './studyData.ts';

/** Half axes in mm: left-right, front-back, head-foot. */
const headMm = [72, 92, 78] as const;
const neckMm = [52, 58, 150] as const;
const ventricleShare = 0.28;

/** Largest stored value: 12 bits, as scanners store. */
export const highestValue = 4095;

/**
 * One slice of a smooth phantom, little endian unsigned 16 bit: an ellipsoid of tissue with a fluid-filled one inside.
 * It shows where the slice lies and which contrast the series has, and compresses well; it is no anatomy.
 */
export function phantomSlice(
  series: Pick<SeriesData, 'image' | 'phantom' | 'table'>,
  plane: Stack['plane'],
  offsetMm: number,
  signal: number,
): Uint8Array {
  const { rows, columns, pixelSpacingMm } = series.image;
  const [acrossMm, downMm, throughMm] = halfAxesInPlane(plane, series.table === 'head' ? headMm : neckMm);
  const tissue = series.phantom.tissue * signal * highestValue;
  const fluid = series.phantom.fluid * signal * highestValue;
  const across = squaredDistances(columns, pixelSpacingMm[1], acrossMm);
  const down = squaredDistances(rows, pixelSpacingMm[0], downMm);
  const through = (offsetMm / throughMm) ** 2;
  const bytes = new Uint8Array(rows * columns * 2);
  let at = 0;
  for (const downSquared of down) {
    if (through + downSquared >= 1) {
      at += columns * 2;
      continue;
    }
    for (const acrossSquared of across) {
      const squared = through + downSquared + acrossSquared;
      if (squared < 1) {
        const level = squared < ventricleShare ** 2 ? fluid : tissue * (1 - 0.25 * squared);
        const value = Math.round(level) & 0xfff0;
        bytes[at] = value & 0xff;
        bytes[at + 1] = value >> 8;
      }
      at += 2;
    }
  }
  return bytes;
}

function halfAxesInPlane(plane: Stack['plane'], [leftRight, frontBack, headFoot]: readonly [number, number, number]) {
  if (plane === 'sagittal') return [frontBack, headFoot, leftRight] as const;
  if (plane === 'coronal') return [leftRight, headFoot, frontBack] as const;
  return [leftRight, frontBack, headFoot] as const;
}

function squaredDistances(count: number, spacingMm: number, halfAxisMm: number): Float64Array {
  return Float64Array.from(
    { length: count },
    (_, index) => (((index - (count - 1) / 2) * spacingMm) / halfAxisMm) ** 2,
  );
}

import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import type { Clue } from './clue.ts';
import { diffusionClues, diffusionWeighted } from './diffusionClues.ts';
import { echoPlanarClues } from './echoPlanarClues.ts';
import { gradientEchoClues } from './gradientEchoClues.ts';
import { imageTypeClues, statedContrastClues } from './imageTypeClues.ts';
import { inversionClues } from './inversionClues.ts';
import { scannersNameClues } from './scannersNameClues.ts';
import { multiEchoClues, spinEchoClues } from './spinEchoClues.ts';
import { uncodedClues } from './uncodedClues.ts';

/** What the other stacks of the same series add. */
export type SeriesContext = {
  /** How many directions the series was imaged in. */
  readonly orientations: number;
  /** In how many different directions, however small their differences. */
  readonly directions: number;
  /** Every echo time of the series, ms, ascending. */
  readonly echoTimesMs: readonly number[];
};

/**
 * What the physics of a stack suggests. Ranges: Westbrook, MRI in Practice; the vendors' application guides; the parameter
 * ranges of the MS protocols. They recognise a sequence and never judge it.
 */
export function physicsClues(physics: AcquisitionPhysics, series: SeriesContext): readonly Clue[] {
  const clues: readonly Clue[] = [
    ...imageTypeClues(physics),
    ...statedContrastClues(physics),
    ...scannersNameClues(physics),
    ...angiographyClues(physics),
    ...(physics.echoPlanar === true ? echoPlanarClues(physics, series) : []),
    ...(physics.echoPlanar === true || diffusionWeighted(physics) ? [] : contrastClues(physics, series)),
    ...diffusionClues(physics),
  ];
  // A map keeps the times, the b-values and the sequence name of the images that it was computed from.
  return clues.some(({ sequence }) => sequence === 'ADC') ? clues.filter(({ sequence }) => sequence !== 'DWI') : clues;
}

/** What the scanner flags, or shows as projections of a volume of gradient echoes: vessels. */
function angiographyClues({ angiographic, imageType, gradientEcho }: AcquisitionPhysics): readonly Clue[] {
  const projected =
    gradientEcho === true && ['PROJECTION IMAGE', 'MIP', 'MAX_IP'].some((value) => imageType.has(value));
  return [
    ...(angiographic ? [{ sequence: 'ANGIO', weight: 4, says: 'the scanner flags it as angiography' } as const] : []),
    ...(projected ? [{ sequence: 'ANGIO', weight: 1.5, says: 'projections of gradient echoes' } as const] : []),
  ];
}

function contrastClues(physics: AcquisitionPhysics, series: SeriesContext): readonly Clue[] {
  if (physics.inversionRecovery === true) return inversionClues(physics);
  if (physics.gradientEcho === true && physics.spinEcho !== true) return gradientEchoClues(physics, series);
  if (physics.spinEcho !== true) return uncodedClues(physics, series);
  const quantitative = multiEchoClues(series);
  return quantitative.length > 0 ? quantitative : spinEchoClues(physics);
}

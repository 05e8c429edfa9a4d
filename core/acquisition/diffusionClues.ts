import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import { type Clue, whole } from './clue.ts';

/** Below this, s/mm², a b-value only crushes other signals. */
const leastDiffusionBValue = 50;

export function diffusionWeighted({ bValues }: Pick<AcquisitionPhysics, 'bValues'>): boolean {
  return bValues.some((b) => b >= leastDiffusionBValue);
}

export function diffusionClues(physics: AcquisitionPhysics): readonly Clue[] {
  if (!diffusionWeighted(physics)) return [];
  return [
    {
      sequence: 'DWI',
      weight: physics.echoPlanar === true ? 6 : 5,
      says: `diffusion weighting, b up to ${whole(physics.bValues.at(-1) ?? 0)} s/mm²`,
    },
  ];
}

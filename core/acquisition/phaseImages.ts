import type { Sequence } from './acquisition.ts';
import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import type { Clue } from './clue.ts';

/** Weightings by relaxation, which only the magnitude shows (or the real part, after an inversion). */
const weightings: ReadonlySet<Sequence> = new Set(['T1w', 'T2w', 'PDw', 'FLAIR', 'STIR', 'DIR']);

/**
 * The phase of a spin echo is refocused and that of an MPRAGE a millisecond or two old: it shows the coils, the field and motion, and no
 * tissue by its relaxation, whatever times and names it shares with its magnitude. Late gradient echoes keep what they are: their phase
 * belongs to a susceptibility-weighted image, and that of early ones maps the field.
 */
export function withoutWeightings(clues: readonly Clue[], { phaseImage }: AcquisitionPhysics): readonly Clue[] {
  if (!phaseImage || !clues.some(({ sequence }) => weightings.has(sequence))) return clues;
  return [
    ...clues.filter(({ sequence }) => !weightings.has(sequence)),
    { sequence: 'OTHER', weight: 4, says: 'phase images, which show no T1 or T2 weighting' },
  ];
}

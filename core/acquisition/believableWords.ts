import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import type { Clue } from './clue.ts';

/** What is left of a word that the physics contradicts. */
const contradicted = 0.4;

/**
 * Some names say what no time or angle shows (double inversion, spin labelling, a field map), and weigh more than a weighting would. They
 * do so only where the sequence can be what it is called: a volume of gradient echoes carries no diffusion weighting, whatever its name.
 */
export function believableWords(clues: readonly Clue[], physics: AcquisitionPhysics): readonly Clue[] {
  return clues.map((clue) => (isPossible(clue, physics) ? clue : { ...clue, weight: clue.weight * contradicted }));
}

function isPossible({ sequence }: Clue, physics: AcquisitionPhysics): boolean {
  const { spinEcho, gradientEcho, echoPlanar, inversionRecovery } = physics;
  const onlySpinEcho = spinEcho === true && gradientEcho !== true && echoPlanar !== true;
  const onlyGradientEcho = gradientEcho === true && spinEcho !== true && echoPlanar !== true;
  switch (sequence) {
    case 'DIR':
    case 'PSIR':
      return inversionRecovery !== false;
    case 'MP2RAGE':
      return !onlySpinEcho && echoPlanar !== true && inversionRecovery !== false;
    case 'DWI':
    case 'ADC':
      return !onlyGradientEcho && (inversionRecovery !== true || echoPlanar === true);
    case 'FMAP':
    case 'SWI':
    case 'T2starw':
    case 'BOLD':
      return !onlySpinEcho;
    case 'FLAIR':
    case 'STIR':
      return !onlyGradientEcho;
    case 'ASL':
      return inversionRecovery !== true || echoPlanar === true;
    default:
      return true;
  }
}

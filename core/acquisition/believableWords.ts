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
  const { spinEcho, gradientEcho, echoPlanar, inversionRecovery, echoTimeMs: te, inversionTimeMs: ti } = physics;
  const onlySpinEcho = spinEcho === true && gradientEcho !== true && echoPlanar !== true;
  const onlyGradientEcho = gradientEcho === true && spinEcho !== true && echoPlanar !== true;
  const earlyEcho = te !== null && te < 5;
  switch (sequence) {
    case 'DIR':
      return inversionRecovery !== false && !onlyGradientEcho && (ti === null || ti >= 1400) && !earlyEcho;
    case 'PSIR':
      return inversionRecovery !== false;
    case 'MP2RAGE':
      return !onlySpinEcho && echoPlanar !== true && inversionRecovery !== false;
    case 'DWI':
    case 'ADC':
      return !onlyGradientEcho && (inversionRecovery !== true || echoPlanar === true);
    case 'T2w':
      return !onlyGradientEcho && !earlyEcho;
    case 'T1w':
    case 'PDw':
      return !(onlySpinEcho && te !== null && te >= 60);
    case 'SWI':
    case 'T2starw':
      // The first of several echoes that are added may be as early.
      return !onlySpinEcho && !(earlyEcho && (physics.echoTrainLength ?? 1) < 2);
    case 'FMAP':
    case 'BOLD':
      return !onlySpinEcho;
    case 'FLAIR':
      return !onlyGradientEcho && (te === null || te >= 50);
    case 'STIR':
      return !onlyGradientEcho;
    case 'ASL':
      return inversionRecovery !== true || echoPlanar === true;
    default:
      return true;
  }
}

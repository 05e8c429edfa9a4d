import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import type { Clue } from './clue.ts';
import { diffusionWeighted } from './diffusionClues.ts';
import { nullsFluid } from './fluidNull.ts';
import type { SeriesContext } from './physicsClues.ts';

/** What is left of a word that the physics contradicts: a share of it, and never enough to name a sequence. */
const contradicted = { share: 0.4, most: 1.5 };

/** Labelled blood takes some two seconds to arrive, and is labelled anew before every readout (Alsop 2015). */
const leastLabellingRepetitionMs = 2000;
/** Two volumes after each inversion take seconds; where less is written, it is the time between two of their echoes. */
const mp2rage = { leastRepetitionMs: 3500, mostEchoSpacingMs: 100, mostFlipAngleDeg: 10, leastInversionMs: 650 };
/** Fields change slowly across the head, and their maps have larger pixels than anatomy has. */
const leastFieldMapPixelMm = 1.6;
/** From excitation to echo, the gradients that weight by diffusion take longer than this on any clinical scanner. */
const leastDiffusionEchoTimeMs = 35;

/**
 * Some names say what no time or angle shows (double inversion, spin labelling, a field map), and weigh more than a weighting would. They
 * do so only where the sequence can be what it is called: a volume of gradient echoes carries no diffusion weighting, whatever its name.
 */
export function believableWords(
  clues: readonly Clue[],
  physics: AcquisitionPhysics,
  series: Pick<SeriesContext, 'echoTimesMs'>,
): readonly Clue[] {
  return clues.map((clue) =>
    isPossible(clue, physics, series)
      ? { ...clue, weight: undecided(clue, physics) }
      : { ...clue, weight: Math.min(clue.weight * contradicted.share, contradicted.most) },
  );
}

/** What a word weighs where it can be true, and the times say the opposite without being able to tell: as much as they do. */
function undecided({ sequence, weight }: Clue, physics: AcquisitionPhysics): number {
  const { echoTimeMs: te, repetitionTimeMs: tr, inversionTimeMs: ti } = physics;
  // "dir" stands for directions too, and one inversion that nulls fluid is a FLAIR's.
  if (sequence === 'DIR' && ti !== null && nullsFluid(tr, ti)) return Math.min(weight, te === null ? 4.5 : 6);
  // Of a train that varies its angles the nominal echo time tells no weighting apart: PD and T1 are written alike.
  const variableAngles = physics.threeDimensional === true && isOnlySpinEcho(physics) && te !== null && te >= 33;
  if (sequence === 'PDw' && variableAngles && te <= 45 && tr !== null && tr <= 1300) return Math.max(weight, 5);
  if (sequence === 'DWI' && readsSlowTrain(physics) && !diffusionWeighted(physics)) return Math.min(weight, 3.3);
  return weight;
}

function isPossible(
  { sequence }: Clue,
  physics: AcquisitionPhysics,
  { echoTimesMs }: Pick<SeriesContext, 'echoTimesMs'>,
): boolean {
  const { echoPlanar, inversionRecovery, echoTimeMs: te, inversionTimeMs: ti } = physics;
  const onlySpinEcho = isOnlySpinEcho(physics);
  const onlyGradientEcho = physics.gradientEcho === true && physics.spinEcho !== true && echoPlanar !== true;
  const earlyEcho = te !== null && te < 5;
  switch (sequence) {
    case 'DIR': {
      const doubled = ti === null || ti >= 1400 || (ti >= 350 && ti <= 700 && (te === null || te >= 60));
      return inversionRecovery !== false && !onlyGradientEcho && doubled && !earlyEcho;
    }
    case 'PSIR':
      return (
        inversionRecovery !== false &&
        (te === null || te < 60) &&
        (physics.phaseSensitive || ti === null || (ti >= 250 && ti <= 650))
      );
    case 'MP2RAGE':
      return !onlySpinEcho && echoPlanar !== true && inversionRecovery !== false && hasTimeForTwoVolumes(physics);
    case 'DWI':
    case 'ADC':
      if (diffusionWeighted(physics)) return true;
      if (te !== null && te < leastDiffusionEchoTimeMs) return false;
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
      return !onlySpinEcho && mayMapTheField(physics, echoTimesMs);
    case 'BOLD':
      return !onlySpinEcho;
    case 'FLAIR':
      return !onlyGradientEcho && (te === null || te >= 50);
    case 'STIR':
      return !onlyGradientEcho && (te === null || te >= 12);
    case 'ASL':
      return (inversionRecovery !== true || echoPlanar === true) && mayReadLabelledBlood(physics);
    default:
      return true;
  }
}

function isOnlySpinEcho({ spinEcho, gradientEcho, echoPlanar }: AcquisitionPhysics): boolean {
  return spinEcho === true && gradientEcho !== true && echoPlanar !== true;
}

/** Labelled blood is gone after a second, so it is read at once: by EPI, or by a volume's train of early echoes. */
function mayReadLabelledBlood(physics: AcquisitionPhysics): boolean {
  const { echoPlanar, threeDimensional, repetitionTimeMs: tr, echoTimeMs: te } = physics;
  if (diffusionWeighted(physics) || (te !== null && te >= 60)) return false;
  if (echoPlanar === true) return true;
  if (isOnlySpinEcho(physics) && threeDimensional === false) return false;
  return tr === null || tr >= leastLabellingRepetitionMs;
}

function hasTimeForTwoVolumes({
  repetitionTimeMs: tr,
  flipAngleDeg: flip,
  inversionTimeMs: ti,
}: AcquisitionPhysics): boolean {
  if (tr === null || tr >= mp2rage.leastRepetitionMs) return true;
  const isEchoSpacing = tr <= mp2rage.mostEchoSpacingMs;
  return (
    isEchoSpacing &&
    (flip === null || flip <= mp2rage.mostFlipAngleDeg) &&
    (ti === null || ti >= mp2rage.leastInversionMs)
  );
}

/** By its phase, by a second echo, by EPI pairs, or at least by pixels that are no anatomy's. */
function mayMapTheField({ phaseImage, echoPlanar, pixelMm }: AcquisitionPhysics, echoes: readonly number[]): boolean {
  return phaseImage || echoPlanar === true || echoes.length >= 2 || pixelMm === null || pixelMm >= leastFieldMapPixelMm;
}

/** A train of refocused echoes that is read at some hundred hertz a pixel: EPI reads at more than a thousand. */
function readsSlowTrain(physics: AcquisitionPhysics): boolean {
  const { echoTrainLength, pixelBandwidthHz } = physics;
  const refocused =
    echoTrainLength !== null && echoTrainLength >= 2 && pixelBandwidthHz !== null && pixelBandwidthHz < 900;
  return isOnlySpinEcho(physics) && refocused;
}

import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import { type Clue, whole } from './clue.ts';
import { diffusionWeighted } from './diffusionClues.ts';
import { isMosaic } from './mosaic.ts';
import type { SeriesContext } from './physicsClues.ts';

/**
 * Gradients that weight by diffusion (b = 1000 s/mm²) take some 40 ms and more between excitation and echo on clinical scanners,
 * so an earlier echo carries none (Jones, Diffusion MRI, 2010).
 */
const leastDiffusionEchoTimeMs = 45;
/** BOLD contrast is greatest at an echo time of tissue's T2*: 25 to 60 ms at 7 to 1.5 T. An earlier echo hardly has it. */
const leastBoldEchoTimeMs = 17;
const longestBoldEchoTimeMs = 64;

/** What an echo-planar (or mixed) readout without stated diffusion weighting suggests. */
export function echoPlanarClues(physics: AcquisitionPhysics, series: SeriesContext): readonly Clue[] {
  if (diffusionWeighted(physics)) return [];
  const { spinEcho, gradientEcho } = physics;
  // Labelled blood is waited for as long, but read at once.
  const late = physics.echoTimeMs === null || physics.echoTimeMs >= 60;
  if (late && physics.inversionRecovery === true && (physics.inversionTimeMs ?? 0) > 1400 && spinEcho === true) {
    return [{ sequence: 'FLAIR', weight: 2.5, says: 'inversion-recovery spin-echo EPI with a long TI' }];
  }
  if (spinEcho === true && gradientEcho === true) return mixedClues(physics);
  if (spinEcho === true) return spinEchoPlanarClues(physics);
  if (gradientEcho === true) return gradientEchoPlanarClues(physics, series);
  return uncodedEchoPlanarClues(physics, series);
}

/** 3D trains of gradient and spin echoes (GRASE) are read for arterial spin labelling above all. */
function mixedClues({ threeDimensional, echoTimeMs }: AcquisitionPhysics): readonly Clue[] {
  return threeDimensional === true && (echoTimeMs === null || echoTimeMs < 60)
    ? [{ sequence: 'ASL', weight: 2.2, says: '3D gradient and spin echoes' }]
    : [];
}

function spinEchoPlanarClues({ echoTimeMs: te, imageType }: AcquisitionPhysics): readonly Clue[] {
  if (te !== null && te < leastDiffusionEchoTimeMs) return [];
  // Maps computed from diffusion keep its timing; only ImageType tells them apart.
  const weight = imageType.size === 0 || imageType.has('DERIVED') ? 1.9 : 2.4;
  return [{ sequence: 'DWI', weight, says: 'spin-echo EPI, as diffusion without weighting' }];
}

function gradientEchoPlanarClues(physics: AcquisitionPhysics, series: SeriesContext): readonly Clue[] {
  const { echoTimeMs: te, flipAngleDeg: flip, threeDimensional } = physics;
  if (isLabelling(physics, series))
    return [labellingClue(te ?? 0), { sequence: 'BOLD', weight: 1.4, says: 'gradient-echo EPI' }];
  // Slices are excited one after the other: with so little between two excitations there is a volume.
  const volume = threeDimensional ?? (physics.repetitionTimeMs !== null && physics.repetitionTimeMs <= 100);
  if (volume && (flip === null || flip <= 40)) {
    return [{ sequence: 'T2starw', weight: 2.5, says: '3D gradient-echo EPI' }];
  }
  const tooEarly = te !== null && te < leastBoldEchoTimeMs && series.echoTimesMs.length <= 1;
  if (isTimeSeries(physics) && physics.agentRecorded) {
    return [{ sequence: 'PERF', weight: 3.5, says: 'EPI repeated over time with a contrast agent, as its first pass' }];
  }
  if (isTimeSeries(physics) && !tooEarly) return [{ sequence: 'BOLD', weight: 3.5, says: 'EPI repeated over time' }];
  if (te !== null && te >= 15 && te <= 70) {
    return [{ sequence: 'BOLD', weight: 2.4, says: `gradient-echo EPI, TE ${whole(te)} ms` }];
  }
  return [];
}

/** Siemens codes EPI without saying which echo it reads: its time tells. */
function uncodedEchoPlanarClues(physics: AcquisitionPhysics, series: SeriesContext): readonly Clue[] {
  const { echoTimeMs: te } = physics;
  if (te === null) return [];
  if (te > longestBoldEchoTimeMs) {
    return [
      {
        sequence: 'DWI',
        weight: 1.9,
        says: `EPI with TE ${whole(te)} ms, too late for BOLD, as diffusion without weighting`,
      },
    ];
  }
  if (te >= leastDiffusionEchoTimeMs) {
    // Either echo may be as late; a scanner that marks nothing as diffusion repeats it to see blood oxygenation.
    return isTimeSeries(physics) ? [{ sequence: 'BOLD', weight: 2.2, says: 'EPI repeated over time' }] : [];
  }
  return gradientEchoPlanarClues(physics, series);
}

function isTimeSeries({ repeatsPerSlice, imageType }: AcquisitionPhysics): boolean {
  return repeatsPerSlice > 5 || isMosaic(imageType);
}

/** The one early echo of a long repetition: blood that was labelled seconds before, hardly weighted by T2* (Alsop 2015). */
function isLabelling(
  { echoTimeMs: te, repetitionTimeMs: tr, flipAngleDeg: flip }: AcquisitionPhysics,
  { echoTimesMs }: SeriesContext,
): boolean {
  if (te === null || tr === null || flip === null || echoTimesMs.length > 1) return false;
  return te < leastBoldEchoTimeMs && tr >= 1800 && flip >= 70;
}

function labellingClue(te: number): Clue {
  return {
    sequence: 'ASL',
    weight: 2.4,
    says: `gradient-echo EPI, TE ${whole(te)} ms, too early for BOLD, as labelled blood is read`,
  };
}

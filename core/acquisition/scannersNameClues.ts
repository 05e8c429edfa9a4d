import { sequences } from './acquisition.ts';
import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import type { Clue } from './clue.ts';
import { diffusionMaps, diffusionTraces } from './diffusionProducts.ts';
import { isBeyondFluid } from './fluidNull.ts';

/** What the vendor's own name of the sequence suggests, beside the readout that it names (`data/sequenceNames.json`). */
export function scannersNameClues(physics: AcquisitionPhysics): readonly Clue[] {
  const { scannersName } = physics;
  const sequence = sequences.find((name) => name === scannersName?.sequence);
  if (scannersName === null || sequence === undefined) return [];
  // `ep_b0_1000` is what Siemens calls what was computed from several b-values; `ep_b1000#2` is an image of one.
  if (sequence === 'DWI' && /^ep_b\d+_\d/.test(scannersName.name)) {
    const says = `sequence name ${scannersName.name}: computed from several b-values`;
    // Which of the maps it is, ImageType says; left unsaid, it is the one that everybody stores.
    const stated = [...diffusionMaps, ...diffusionTraces].some((value) => physics.imageType.has(value));
    return [stated ? { sequence: 'DWI', weight: scannersName.weight, says } : { sequence: 'ADC', weight: 4.5, says }];
  }
  return [{ sequence, weight: weightOf(physics), says: `sequence name ${scannersName.name}: ${scannersName.says}` }];
}

function weightOf({
  scannersName,
  repetitionTimeMs,
  inversionTimeMs,
  inversionRecovery,
  threeDimensional,
}: AcquisitionPhysics): number {
  const weight = scannersName?.weight ?? 0;
  // The inversion can be switched off (for a proton-density image of the same readout).
  if (scannersName?.inverted === true && inversionRecovery === false) return weight * 0.4;
  // Two inversion images per repetition (MP2RAGE) come from the same sequence as an MPRAGE.
  if (scannersName?.sequence === 'T1w' && repetitionTimeMs !== null && repetitionTimeMs >= 4000) return weight * 0.4;
  // The same train reads single slices for planning and for maps of the transmit field.
  if (scannersName?.inverted === true && scannersName.sequence === 'T1w' && threeDimensional === false)
    return weight * 0.4;
  // Inversion prepares fluid suppression only when it is as long as nulls fluid.
  const nullsFluid =
    inversionTimeMs === null || (inversionTimeMs > 1400 && !isBeyondFluid(repetitionTimeMs, inversionTimeMs));
  if (scannersName?.sequence === 'FLAIR' && !nullsFluid) return weight * 0.2;
  return weight;
}

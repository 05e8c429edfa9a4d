import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import { type Clue, whole } from './clue.ts';
import type { SeriesContext } from './physicsClues.ts';
import { isSparse } from './planningSlices.ts';

/** A dual echo (PD and T2) reads two; from four on, the decay itself is what is measured (Carr and Purcell). */
const quantitativeEchoes = 4;

export function multiEchoClues({ echoTimesMs }: SeriesContext): readonly Clue[] {
  if (echoTimesMs.length < quantitativeEchoes) return [];
  return [{ sequence: 'OTHER', weight: 5, says: `${echoTimesMs.length} spin echoes in one series, as for a T2 map` }];
}

/** What a spin echo without inversion suggests, by its repetition and echo times. */
export function spinEchoClues(physics: AcquisitionPhysics): readonly Clue[] {
  const { repetitionTimeMs: tr, echoTimeMs: te, threeDimensional, inversionRecovery } = physics;
  if (te === null) return [];
  const singleShot = (physics.pixelBandwidthHz ?? 0) >= 1000 || (physics.echoTrainLength ?? 0) >= 40;
  if (threeDimensional !== true && singleShot && te >= 60 && te < 200) return singleShotClues(physics, te);
  const says = `spin echo${tr === null ? '' : `, TR ${whole(tr)} ms`}, TE ${whole(te)} ms`;
  // Saturated at one frequency after the other, each with images of its own: a spectrum of exchange (CEST, APT; van Zijl 2011).
  if (physics.magnetizationTransfer && physics.repeatsPerSlice >= 3 && (tr === null || tr >= 2000)) {
    return [
      { sequence: 'OTHER', weight: 5, says: `${says}, saturated and repeated ${whole(physics.repeatsPerSlice)} times` },
    ];
  }
  if (tr === null) return te >= 70 ? [{ sequence: 'T2w', weight: 3, says }] : [];
  if (tr <= 1300 && te <= 32) return [{ sequence: 'T1w', weight: 5, says }];
  if (tr <= 1300 && te <= 45) {
    // So late an echo takes from the T1 weighting: the trains of a PD-weighted volume are written so too.
    return [
      { sequence: 'T1w', weight: tr < 1000 ? 3 : 2.5, says },
      { sequence: 'PDw', weight: 1.5, says },
    ];
  }
  if (tr < 2000 && te <= 32) {
    // Between the two weightings: the shorter repetition leans to T1, and so does an agent, which only T1 shows.
    const t1 = tr < 1500 ? 2.6 : 1.8;
    return [
      { sequence: 'T1w', weight: physics.agentRecorded ? t1 + 2 : t1, says },
      { sequence: 'PDw', weight: tr < 1500 ? 1.6 : 2.2, says },
    ];
  }
  if (te >= 60 && tr >= 4000 && inversionRecovery === null) {
    // An inversion that nulls fluid needs this long, and whether there is one is not in the header.
    return [{ sequence: 'T2w', weight: 1.9, says }];
  }
  if (te >= 60 && tr > 10_000 && threeDimensional !== true && !refocusedAgain(physics)) {
    // No T2 needs that long; the many slices of a diffusion series do.
    return [
      { sequence: 'T2w', weight: 2.4, says },
      { sequence: 'DWI', weight: 2, says },
    ];
  }
  // A 3D train of variable flip angles writes a nominal TE of up to 600 ms for a T2 contrast.
  if (te >= 60 && (tr >= 1400 || threeDimensional === true)) {
    // As long as a FLAIR takes, whose inversion some writers do not code.
    return [{ sequence: 'T2w', weight: tr >= 7000 ? 3.2 : 5, says }];
  }
  if (tr >= 1500 && te <= 32) return [{ sequence: 'PDw', weight: 4.5, says }];
  if (tr >= 1500) {
    // Between the two weightings: the longer echo leans to T2.
    return [
      { sequence: 'T2w', weight: te >= 45 ? 2.3 : 1.8, says },
      { sequence: 'PDw', weight: te >= 45 ? 1.8 : 2.3, says },
    ];
  }
  return [];
}

/** A train of a few echoes, or an angle that only refocusing pulses have: a turbo spin echo, and no EPI. */
function refocusedAgain({ echoTrainLength, flipAngleDeg }: AcquisitionPhysics): boolean {
  return (echoTrainLength !== null && echoTrainLength >= 2 && echoTrainLength < 40) || (flipAngleDeg ?? 0) >= 100;
}

/** One train for the whole slice, or a readout as fast: an EPI that is not coded as such (Philips), or a T2 in one shot (HASTE, SSFSE). */
function singleShotClues(physics: AcquisitionPhysics, te: number): readonly Clue[] {
  const { pixelBandwidthHz, echoTrainLength, sliceThicknessMm, sliceSpacingMm, repetitionTimeMs, images } = physics;
  const says = `a whole slice in one train, TE ${whole(te)} ms`;
  const sliceMm = sliceThicknessMm ?? sliceSpacingMm;
  if (sliceMm !== null && sliceMm >= 8 && images <= 60) {
    return [{ sequence: 'LOCALIZER', weight: 2.3, says: `${says}, in thick slices` }];
  }
  // A train of spin echoes that starts again before fluid has recovered has lost its T2 contrast to speed.
  const hurried = repetitionTimeMs !== null && repetitionTimeMs < 1000 && (echoTrainLength ?? 0) >= 40;
  if (isSparse(physics)) {
    return [{ sequence: 'LOCALIZER', weight: hurried ? 3 : 2.3, says: `${says}, a few slices far apart` }];
  }
  if (hurried) {
    return [
      { sequence: 'LOCALIZER', weight: 1.7, says: `${says}, sooner again than fluid recovers` },
      { sequence: 'T2w', weight: 1.8, says },
    ];
  }
  const fast = pixelBandwidthHz !== null && pixelBandwidthHz >= 1000;
  const slow = pixelBandwidthHz !== null && pixelBandwidthHz < 900 && echoTrainLength !== null;
  if (slow) return [{ sequence: 'T2w', weight: 3.5, says }];
  return fast
    ? [{ sequence: 'DWI', weight: 1.8, says: `${says}, read as fast as EPI` }]
    : [
        { sequence: 'T2w', weight: 1.8, says },
        { sequence: 'DWI', weight: 1.6, says },
      ];
}

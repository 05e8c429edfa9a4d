import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import { type Clue, tenth, whole } from './clue.ts';
import type { SeriesContext } from './physicsClues.ts';
import { isClosed, isSparse } from './planningSlices.ts';

/**
 * Resolving anatomy takes a readout of some hundred hertz a pixel; beyond this, signal is given away for speed, which field maps and
 * calibrations do.
 */
const anatomicalBandwidthHz = 2000;
/** 2D slices are excited one after the other: with less than this between two excitations there is one slice, or a volume. */
const longest3dRepetitionMs = 60;

/** From so many volumes of one series on it is a dynamic one. */
const dynamicVolumes = 8;

/** What a gradient echo without inversion suggests, by its times and its angle against the Ernst angle. */
export function gradientEchoClues(physics: AcquisitionPhysics, series: SeriesContext): readonly Clue[] {
  const { repetitionTimeMs: tr, echoTimeMs: te, flipAngleDeg: flip } = physics;
  if (te === null)
    return physics.magnetizationPrepared && physics.threeDimensional !== false
      ? [{ sequence: 'T1w', weight: 3, says: 'magnetization-prepared gradient echo' }]
      : [];
  const says = `gradient echo, TE ${tenth(te)} ms${tr === null ? '' : `, TR ${whole(tr)} ms`}${flip === null ? '' : `, flip angle ${whole(flip)}°`}`;
  const sampling = withoutAnatomy(physics, te);
  if (sampling !== null) return [{ sequence: 'OTHER', weight: 3.5, says: `${says}, ${sampling}` }];
  // A slice is read in one shot after its preparation, for planning and for maps of the transmit field; anatomy is a volume (MPRAGE, TFE).
  if (physics.magnetizationPrepared && te < 10 && !isOneShotSlice(physics))
    return [{ sequence: 'T1w', weight: 4.5, says: `magnetization-prepared ${says}` }];
  if (te > 200) return [];
  if ((physics.pixelBandwidthHz ?? 0) >= anatomicalBandwidthHz) {
    return [{ sequence: 'FMAP', weight: 1.9, says: `${says}, read too fast for anatomy` }];
  }
  // So large an angle every few seconds reads many slices in one train: echo-planar imaging that is not coded as such (Philips).
  if (tr !== null && tr >= 1800 && flip !== null && flip >= 70) {
    return [
      { sequence: 'BOLD', weight: 1.2, says: `${says}, as EPI reads` },
      { sequence: 'ASL', weight: 1.2, says: `${says}, as EPI reads` },
    ];
  }
  if (isBeyondT1Weighting(physics)) return largeAngleClues(physics, te, says);
  if (tr !== null && te > tr) {
    // An echo of the excitation before (PSIF, T2-FFE): refocused like a spin echo, and hardly weighted by T2*.
    return [{ sequence: 'T2starw', weight: 1.5, says: `${says}: echo-shifted steady state` }];
  }
  if (physics.threeDimensional === false && codedUnspoiled(physics) && te < 5 && isSparse(physics)) {
    return [{ sequence: 'LOCALIZER', weight: 3.6, says: `a few slices far apart, ${says}` }];
  }
  const clues = isVolume(physics) ? volumeClues(physics, series, says) : sliceClues(physics, series, says);
  if (physics.magnetizationPrepared && te < 10) return [...clues, ...preparedSliceClues(physics, says)];
  return isShortSteadyState(physics) ? clues.flatMap(doubtingT1Weighting) : clues;
}

/** Pixels and slices in which no anatomy is told apart; the echo of a reference scan for parallel imaging, as early as the gradients allow. */
const coarse = { pixelMm: 3, sliceMm: 5 };
const earliestAnatomicalEchoMs = 1;

function withoutAnatomy(
  {
    pixelMm,
    sliceThicknessMm,
    sliceSpacingMm,
    repetitionTimeMs: tr,
    magnetizationPrepared,
    phaseImage,
    agentRecorded,
  }: AcquisitionPhysics,
  te: number,
): string | null {
  // Maps of the main field are as coarse, and take longer: their echoes tell them.
  const ofTheField = phaseImage || ((tr === null || tr >= 300) && !magnetizationPrepared);
  if (ofTheField || te >= 10) return null;
  const sliceMm = sliceThicknessMm ?? sliceSpacingMm;
  const thick = sliceMm !== null && sliceMm >= coarse.sliceMm;
  if (pixelMm !== null && pixelMm >= coarse.pixelMm && thick) return 'too coarse for anatomy, as for calibration';
  // Ultrashort echoes (UTE, ZTE, PETRA) resolve a millimetre, and the first pass of an agent is read as early.
  return te < earliestAnatomicalEchoMs && thick && !agentRecorded ? 'as early as a reference scan' : null;
}

/** One slice after the other, or too thick for a volume where nothing says which. */
function isOneShotSlice({ threeDimensional, sliceThicknessMm }: AcquisitionPhysics): boolean {
  return threeDimensional === false || (threeDimensional === null && (sliceThicknessMm ?? 0) >= 4);
}

/**
 * Within milliseconds, an angle of several times the Ernst angle saturates tissue so far that a spoiled volume shows vessels full of contrast
 * and little else; without spoiling it is a balanced steady state, which shows T2/T1 (CISS, FIESTA, TrueFISP, bFFE: Scheffler 2003).
 */
function isBeyondT1Weighting(physics: AcquisitionPhysics): boolean {
  const { repetitionTimeMs: tr, flipAngleDeg: flip, magnetizationPrepared } = physics;
  if (tr === null || flip === null || tr >= 12 || magnetizationPrepared) return false;
  if (codedUnspoiled(physics) && flip >= 35) return true;
  return physics.threeDimensional !== false && isVolume(physics) && flip >= 4 * ernstAngleDeg(tr);
}

function largeAngleClues(physics: AcquisitionPhysics, te: number, says: string): readonly Clue[] {
  if (physics.agentRecorded && te < 2) {
    return [{ sequence: 'ANGIO', weight: 2.6, says: `${says}: only vessels full of contrast are bright` }];
  }
  if (physics.threeDimensional === false && isSparse(physics)) {
    return [{ sequence: 'LOCALIZER', weight: 3.6, says: `a few slices far apart, ${says}` }];
  }
  // Read early, an echo serves a volume in a breath: without its agent's record it may show vessels all the same.
  const mayBeVessels = te < 1.6 && (physics.repetitionTimeMs ?? 0) < 5;
  const other = { sequence: 'OTHER', weight: 3, says: `${says}, steady state without spoiling` } as const;
  // Old spoiled volumes come close: without the code of a steady state, the longer repetition leaves it open.
  const mayBeSpoiled = !physics.steadyState && (physics.repetitionTimeMs ?? 0) >= 10;
  if (mayBeSpoiled) return [other, { sequence: 'T1w', weight: 2.5, says }];
  return mayBeVessels ? [other, { sequence: 'ANGIO', weight: 2.5, says }] : [other];
}

/** A steady state without spoiling, in the words of SequenceVariant. */
function codedUnspoiled({ steadyState, spoiled, magnetizationPrepared }: AcquisitionPhysics): boolean {
  return steadyState && !spoiled && !magnetizationPrepared;
}

/** So coded and repeated before the transverse magnetization decays: T2 plays a part (FISP, PSIF, DESS). */
function isShortSteadyState(physics: AcquisitionPhysics): boolean {
  const { repetitionTimeMs: tr } = physics;
  return codedUnspoiled(physics) && tr !== null && tr <= longest3dRepetitionMs;
}

/** Philips writes SS of spoiled field echoes too: the code alone leaves both open. */
function doubtingT1Weighting(clue: Clue): readonly Clue[] {
  if (clue.sequence !== 'T1w') return [clue];
  return [
    { ...clue, weight: Math.min(clue.weight, 1.8) },
    { sequence: 'OTHER', weight: 2.2, says: `${clue.says}, a steady state that is not coded as spoiled` },
  ];
}

/** Slices that touch are for looking at, where the times are those of one line and not of a shot for each slice. */
function preparedSliceClues({ repetitionTimeMs: tr, ...physics }: AcquisitionPhysics, says: string): readonly Clue[] {
  return isClosed(physics) && tr !== null && tr <= longest3dRepetitionMs
    ? [{ sequence: 'T1w', weight: 2.2, says: `magnetization-prepared ${says}` }]
    : [];
}

function isVolume({
  threeDimensional,
  repetitionTimeMs: tr,
  echoTimeMs: te,
  sliceThicknessMm,
  images,
}: AcquisitionPhysics): boolean {
  if (threeDimensional !== null) return threeDimensional;
  // A late echo leaves time for no other slice; planning images are quick and thick too.
  const thin = sliceThicknessMm === null ? images > 20 : sliceThicknessMm <= 3;
  return tr !== null && tr <= longest3dRepetitionMs && (thin || (te !== null && te >= 10));
}

function volumeClues(physics: AcquisitionPhysics, series: SeriesContext, says: string): readonly Clue[] {
  const { repetitionTimeMs: tr, echoTimeMs: te, flipAngleDeg: flip } = physics;
  if (te === null) return [];
  if (te >= 10) return susceptibilityClues(physics, `3D ${says}`);
  if (series.echoTimesMs.length >= 3 && (series.echoTimesMs.at(-1) ?? 0) >= 15) {
    return [{ sequence: 'T2starw', weight: 2.8, says: `${says}, one of ${series.echoTimesMs.length} gradient echoes` }];
  }
  if (te >= 8 || (tr !== null && tr >= 120)) return [];
  // A volume in a few seconds, with too small an angle for vessels full of contrast: for planning (AutoAlign and its like).
  const quick = tr !== null && tr <= 3.6 && te >= 0.8 && te < 1.6 && flip !== null && flip <= 12;
  const forLookingAt =
    physics.agentRecorded || ['FS', 'WE', 'FATSAT'].some((option) => physics.scanOptions.has(option));
  if (quick && !forLookingAt && physics.repeatsPerSlice < 2) {
    return [{ sequence: 'LOCALIZER', weight: 2.3, says: `quick volume, ${says}` }];
  }
  // Somewhat slower, at as small an angle: for planning as often as for T1.
  const quickish = tr !== null && tr <= 4.5 && te < 2.2 && flip !== null && flip <= 8 && !physics.magnetizationTransfer;
  if (quickish && !forLookingAt && physics.repeatsPerSlice < 2) {
    return [
      { sequence: 'LOCALIZER', weight: 1.9, says: `quick volume, ${says}` },
      { sequence: 'T1w', weight: 1.9, says },
    ];
  }
  // Many volumes one after the other watch an agent arrive.
  if (physics.repeatsPerSlice >= dynamicVolumes && !physics.magnetizationTransfer) {
    return [
      { sequence: 'PERF', weight: 2.8, says: `${whole(physics.repeatsPerSlice)} volumes over time, ${says}` },
      { sequence: 'T1w', weight: 1.8, says },
    ];
  }
  const flowSensitive = tr !== null && tr >= 17 && tr <= 50 && flip !== null && flip >= 14 && te >= 2.5;
  if (flowSensitive && !physics.agentRecorded) {
    // Inflowing blood is bright in both; magnetization transfer darkens the brain around it.
    const forVessels = physics.magnetizationTransfer && flip >= 0.75 * ernstAngleDeg(tr);
    return [
      { sequence: 'T1w', weight: forVessels ? 2 : 2.4, says },
      { sequence: 'ANGIO', weight: 2.2, says },
    ];
  }
  return spoiledGradientClues(physics, says);
}

/**
 * A spoiled gradient echo is T1-weighted when its flip angle is at or above the Ernst angle, and weighted by proton density
 * well below it (tissue T1 taken as 1 s, between white and grey matter at 1.5 to 3 T).
 */
function spoiledGradientClues(physics: AcquisitionPhysics, says: string): readonly Clue[] {
  const { repetitionTimeMs: tr, flipAngleDeg: flip, magnetizationTransfer } = physics;
  // Contrast is looked for with a transfer pulse too, which darkens everything else (Tanttu 1992).
  if (magnetizationTransfer && physics.agentRecorded) return [{ sequence: 'T1w', weight: 3, says }];
  if (magnetizationTransfer && tr !== null && flip !== null && flip < ernstAngleDeg(tr)) {
    if (flip >= 0.75 * ernstAngleDeg(tr)) {
      return [
        { sequence: 'OTHER', weight: 2.2, says: `${says}, with magnetization transfer` },
        { sequence: 'T1w', weight: 1.8, says },
      ];
    }
    return [{ sequence: 'OTHER', weight: 4, says: `${says}, with magnetization transfer` }];
  }
  // So short an echo is read for the first pass of an agent as often as for T1.
  if (physics.echoTimeMs !== null && physics.echoTimeMs < 1.4) {
    return [{ sequence: 'T1w', weight: physics.agentRecorded && tr !== null && flip !== null ? 3 : 1.8, says }];
  }
  if (tr === null || flip === null) return [{ sequence: 'T1w', weight: 1.9, says }];
  if (flip >= ernstAngleDeg(tr)) return [{ sequence: 'T1w', weight: 3.5, says }];
  if (flip >= 0.75 * ernstAngleDeg(tr)) return [{ sequence: 'T1w', weight: 2.2, says }];
  return [{ sequence: 'OTHER', weight: 2.4, says: `${says}: too small an angle for T1 weighting` }];
}

function sliceClues(physics: AcquisitionPhysics, series: SeriesContext, says: string): readonly Clue[] {
  const { repetitionTimeMs: tr, echoTimeMs: te, flipAngleDeg: flip, echoTrainLength } = physics;
  if (te === null) return [];
  if (physics.phaseImage && te <= 15) return [{ sequence: 'FMAP', weight: 2.6, says: `phase of a ${says}` }];
  const largeAngle = flip !== null && flip >= 50;
  if (largeAngle && tr !== null && tr >= 300 && te <= 15 && mapsTheField(series)) {
    return [{ sequence: 'FMAP', weight: 3, says: `${says}, as for a field map` }];
  }
  // A slice in a fraction of a second, thick and with a small angle, is for planning.
  if (
    tr !== null &&
    tr <= 20 &&
    physics.threeDimensional === false &&
    te <= 5 &&
    !largeAngle &&
    (physics.sliceThicknessMm ?? 0) >= 4 &&
    physics.images <= 60
  ) {
    return [{ sequence: 'LOCALIZER', weight: 2.6, says: `quick thick slices, ${says}` }];
  }
  if (largeAngle && te < 8 && tr !== null && tr >= 60 && tr <= 400) {
    // One echo of a field map is written like a T1: only the second, or the phase, shows which it is.
    return te >= 4.9 && tr >= 300
      ? [
          { sequence: 'T1w', weight: 2, says },
          { sequence: 'FMAP', weight: 2, says },
        ]
      : [{ sequence: 'T1w', weight: 4, says }];
  }
  if (largeAngle && te <= 15) {
    return [
      { sequence: 'FMAP', weight: 2, says },
      { sequence: 'T2starw', weight: 1.8, says },
    ];
  }
  if (te >= 10) {
    // Without its angle it may map the field, and without its repetition time be one partition of a volume.
    const sure = flip !== null && (physics.threeDimensional === false || tr !== null);
    return [{ sequence: 'T2starw', weight: sure ? 3.8 : 1.9, says }];
  }
  const weaklyT1 = flip !== null && tr !== null && tr >= 150 && flip <= 0.6 * ernstAngleDeg(tr);
  // MEDIC, MERGE and mFFE add the echoes of a short train and write the time of one of them.
  if (weaklyT1 && echoTrainLength !== null && echoTrainLength >= 2 && echoTrainLength <= 12) {
    return [{ sequence: 'T2starw', weight: 2.8, says: `${says}, ${whole(echoTrainLength)} echoes added` }];
  }
  if (weaklyT1 && te >= 6) return [{ sequence: 'T2starw', weight: 2.2, says }];
  if (te >= 3.5 && tr !== null && tr >= 300) return [{ sequence: 'FMAP', weight: 1.5, says }];
  return [];
}

/** Two echoes a few milliseconds apart, in which fat and water agree (2.46 ms at 3 T, 4.77 ms at 1.5 T). */
function mapsTheField({ echoTimesMs }: SeriesContext): boolean {
  const [first, second] = echoTimesMs;
  return echoTimesMs.length === 2 && first !== undefined && second !== undefined && second - first <= 5.5;
}

function susceptibilityClues(physics: AcquisitionPhysics, says: string): readonly Clue[] {
  const { echoTimeMs: te, scanOptions, flipAngleDeg: flip } = physics;
  const flowCompensated = ['FC', 'FC_FREQ_AX_GEMS', 'FC_SLICE_AX_GEMS'].some((option) => scanOptions.has(option));
  const smallAngle = flip === null || flip <= 35;
  if (te !== null && te >= 15 && te <= 50 && smallAngle) {
    return [
      { sequence: 'SWI', weight: flowCompensated ? 4 : 3.2, says },
      { sequence: 'T2starw', weight: 2.2, says },
    ];
  }
  if (te !== null && te < 15 && smallAngle) {
    // At 7 T susceptibility shows this early.
    return [
      { sequence: 'T2starw', weight: 2.4, says },
      { sequence: 'SWI', weight: 2.2, says },
    ];
  }
  return [{ sequence: 'T2starw', weight: 3.4, says }];
}

/** The angle of greatest signal at this repetition time; tissue T1 taken as 1 s. */
export function ernstAngleDeg(repetitionTimeMs: number): number {
  return (Math.acos(Math.exp(-repetitionTimeMs / 1000)) * 180) / Math.PI;
}

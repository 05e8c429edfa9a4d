import type { Sequence } from './acquisition.ts';
import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import { isDoubleInversion } from './doubleInversion.ts';
import { isMosaic } from './mosaic.ts';

/** One reason to think that an acquisition is a `sequence`; weights add up per sequence. */
export type Clue = { readonly sequence: Sequence; readonly weight: number; readonly says: string };

/**
 * What the physics of a stack suggests. Ranges: Westbrook, MRI in Practice; the vendors' application guides; the parameter
 * ranges of the MS protocols. They recognise a sequence and never judge it.
 */
export function physicsClues(physics: AcquisitionPhysics): readonly Clue[] {
  return [
    ...imageTypeClues(physics),
    ...statedContrastClues(physics),
    ...sequenceNameClues(physics),
    ...(physics.echoPlanar === true ? echoPlanarClues(physics) : []),
    ...(physics.echoPlanar === true || diffusionWeighted(physics) ? [] : preparationClues(physics)),
    ...diffusionClues(physics),
  ];
}

function preparationClues(physics: AcquisitionPhysics): readonly Clue[] {
  return physics.inversionRecovery === true ? inversionClues(physics) : plainClues(physics);
}

/** AcquisitionContrast (0008,9209) of Enhanced MR, and value 3 of its FrameType, say it in the standard's own terms. */
function statedContrastClues({ statedContrast }: AcquisitionPhysics): readonly Clue[] {
  const table: Readonly<Record<string, Sequence>> = {
    T1: 'T1w',
    T2: 'T2w',
    T2_STAR: 'T2starw',
    PROTON_DENSITY: 'PDw',
    FLUID_ATTENUATED: 'FLAIR',
    STIR: 'STIR',
    DIFFUSION: 'DWI',
    PERFUSION: 'PERF',
  };
  return [...statedContrast].flatMap((contrast) => {
    const sequence = table[contrast];
    return sequence === undefined
      ? []
      : [{ sequence, weight: 2.5, says: `the scanner states the contrast ${contrast}` }];
  });
}

/** Value 3 and 4 of ImageType are the scanner's own statement of what it computed (PS3.3 C.8.3.1.1.1, C.8.13.3.1.1). */
function imageTypeClues({ imageType }: AcquisitionPhysics): readonly Clue[] {
  const table: readonly (readonly [readonly string[], Sequence, number, string])[] = [
    [['ADC', 'ADC_UNSPECIFIED', 'EADC'], 'ADC', 12, 'the scanner marks it as an ADC map'],
    [
      ['TRACEW', 'TRACE', 'FA', 'DIFFUSION', 'ISOTROPIC', 'EXP', 'DIFFUSION_ANISO', 'TENSOR', 'TENSOR_B0'],
      'DWI',
      6,
      'the scanner marks it as diffusion',
    ],
    [['SWI', 'M_SWI', 'MNIP', 'SWIP', 'SWAN'], 'SWI', 7, 'the scanner marks it as susceptibility-weighted'],
    [['LOCALIZER', 'SCOUT', 'SCOUT_REC'], 'LOCALIZER', 8, 'the scanner marks it as a localizer'],
    [['FMRI', 'TIME_SERIES'], 'BOLD', 3, 'the scanner marks it as a time series'],
    [['ASL', 'PERFUSION_ASL'], 'ASL', 7, 'the scanner marks it as arterial spin labelling'],
    [
      ['PERFUSION', 'CBF', 'RCBF', 'CBV', 'RCBV', 'MTT', 'TTP', 'TMAX', 'RELCBF', 'RELCBV', 'RELMTT'],
      'PERF',
      5,
      'the scanner marks it as perfusion',
    ],
    [['UNI', 'MP2RAGE', 'UNIDEN'], 'MP2RAGE', 8, 'the scanner marks it as an MP2RAGE combination'],
    [['PSIR'], 'PSIR', 6, 'the scanner marks it as phase-sensitive inversion recovery'],
    [['B0', 'B0 MAP', 'FIELD_MAP', 'FIELDMAP', 'B0_MAP'], 'FMAP', 6, 'the scanner marks it as a field map'],
    [['ANGIO', 'PCA', 'TOF', 'VENOGRAM'], 'ANGIO', 5, 'the scanner marks it as angiography'],
    [['T1 MAP', 'T2 MAP', 'T2_STAR MAP', 'R2', 'R2STAR'], 'OTHER', 6, 'the scanner marks it as a quantitative map'],
    [['B1', 'B1 MAP', 'SENSITIVITY'], 'OTHER', 6, 'the scanner marks it as a calibration'],
  ];
  return table.flatMap(([values, sequence, weight, says]) =>
    values.some((value) => imageType.has(value)) ? [{ sequence, weight, says }] : [],
  );
}

/** (0018,0024) as Siemens writes it: `*tir2d1_15`, `*spc_282ns`, `*tfl3d1_16ns`, `*ep_b1000#4` (Siemens DICOM conformance statements). */
function sequenceNameClues({
  sequenceName,
  inversionTimeMs,
  inversionRecovery,
  repetitionTimeMs,
}: AcquisitionPhysics): readonly Clue[] {
  const name = sequenceName.replace(/^[*_]+/, '');
  const clues: Clue[] = [];
  const add = (sequence: Sequence, weight: number, what: string) =>
    clues.push({ sequence, weight, says: `sequence name ${name.slice(0, 24)}: ${what}` });
  if (/^ep_b\d/.test(name)) add('DWI', 6, 'diffusion EPI');
  if (/^ep(fid|fi2)/.test(name)) add('BOLD', 2.5, 'gradient-echo EPI');
  if (/^epse/.test(name)) add('FMAP', 2, 'spin-echo EPI without diffusion');
  if (/^fm/.test(name)) add('FMAP', 7, 'field map');
  if (/^swi/.test(name)) add('SWI', 6, 'susceptibility-weighted');
  if (/^(tfl|mprage)/.test(name))
    add('T1w', repetitionTimeMs !== null && repetitionTimeMs >= 4000 ? 1 : 2.5, 'magnetization-prepared gradient echo');
  if (/^spcir/.test(name))
    add('FLAIR', inversionTimeMs === null || inversionTimeMs > 1400 ? 3 : 0.5, 'inversion-prepared 3D turbo spin echo');
  if (/^tir/.test(name) && inversionRecovery !== true) add('FLAIR', 1, 'turbo inversion recovery');
  if (/^(tfi|ci3d|tfi3d)/.test(name)) add('OTHER', 4, 'balanced steady state');
  if (/^(pc|fl_?pc)/.test(name)) add('ANGIO', 3, 'phase contrast');
  return clues;
}

function echoPlanarClues(physics: AcquisitionPhysics): readonly Clue[] {
  const {
    bValues,
    gradientEcho,
    spinEcho,
    echoTimeMs,
    inversionRecovery,
    repeatsPerSlice,
    imageType,
    threeDimensional,
  } = physics;
  if (bValues.some((b) => b > 0)) return [];
  if (inversionRecovery === true && (physics.inversionTimeMs ?? 0) > 1400 && spinEcho === true) {
    return [{ sequence: 'FLAIR', weight: 2.5, says: 'inversion-recovery spin-echo EPI with a long TI' }];
  }
  if (spinEcho === true && gradientEcho !== true && !/^[*_]*epfid/.test(physics.sequenceName)) {
    return [{ sequence: 'DWI', weight: 2.4, says: 'spin-echo EPI, as diffusion without weighting' }];
  }
  const timeSeries = repeatsPerSlice > 5 || isMosaic(imageType);
  if (timeSeries) return [{ sequence: 'BOLD', weight: 3.5, says: 'EPI repeated over time' }];
  if (threeDimensional === true) return [{ sequence: 'T2starw', weight: 2.5, says: '3D gradient-echo EPI' }];
  if (echoTimeMs !== null && echoTimeMs >= 15 && echoTimeMs <= 70) {
    return [{ sequence: 'BOLD', weight: 2.2, says: `gradient-echo EPI, TE ${whole(echoTimeMs)} ms` }];
  }
  return [];
}

/** Below this a b-value only crushes other signals. */
const leastDiffusionBValue = 50;

function diffusionWeighted({ bValues }: AcquisitionPhysics): boolean {
  return bValues.some((b) => b >= leastDiffusionBValue);
}

function diffusionClues(physics: AcquisitionPhysics): readonly Clue[] {
  const { bValues, echoPlanar } = physics;
  if (!diffusionWeighted(physics)) return [];
  const highest = Math.max(...bValues);
  return [
    {
      sequence: 'DWI',
      weight: echoPlanar === true ? 6 : 5,
      says: `diffusion weighting, b up to ${whole(highest)} s/mm²`,
    },
  ];
}

function inversionClues(physics: AcquisitionPhysics): readonly Clue[] {
  const { inversionTimeMs: ti, echoTimeMs: te, repetitionTimeMs: tr } = physics;
  const uncodedShortEcho = physics.spinEcho === null && te !== null && te < 8;
  const gradientTrain = physics.gradientEcho === true || physics.magnetizationPrepared || uncodedShortEcho;
  if (gradientTrain && physics.spinEcho !== true) return preparedGradientClues(physics);
  if (isDoubleInversion(physics))
    return [{ sequence: 'DIR', weight: 7, says: 'two inversions, fluid and white matter' }];
  const clues: Clue[] = [];
  const prepared = `inversion recovery${ti === null ? '' : `, TI ${whole(ti)} ms`}${te === null ? '' : ` with TE ${whole(te)} ms`}`;
  if (ti !== null && ti >= 1400 && ti <= 3400 && (te === null || te >= 60)) {
    clues.push({ sequence: 'FLAIR', weight: te === null ? 4.5 : 6, says: prepared });
  } else if (ti === null && te !== null && te >= 60 && tr !== null) {
    // Nulling fluid takes seconds; a 3D train gains some of them by its long echo train.
    const longEnough = tr >= 6000 || (physics.threeDimensional === true && te >= 200 && tr >= 4000);
    if (longEnough) clues.push({ sequence: 'FLAIR', weight: 3.5, says: `${prepared}, TR ${whole(tr)} ms` });
  }
  if (ti !== null && ti >= 80 && ti <= 300 && (tr === null || tr > 1200)) {
    clues.push({ sequence: 'STIR', weight: 6, says: `short inversion time, ${whole(ti)} ms, which nulls fat` });
  }
  if (ti !== null && ti > 300 && ti < 1400 && (te === null || te < 50)) {
    clues.push({ sequence: 'T1w', weight: 4, says: prepared });
    if (physics.phaseSensitive)
      clues.push({ sequence: 'PSIR', weight: 6, says: 'phase-sensitive (real) images of an inversion recovery' });
  }
  return clues;
}

/** MPRAGE, IR-FSPGR, TFE and their relatives: an inversion before a train of small-angle gradient echoes. */
function preparedGradientClues(physics: AcquisitionPhysics): readonly Clue[] {
  const { inversionTimeMs: ti, echoTimeMs: te, repetitionTimeMs: tr, flipAngleDeg: flip } = physics;
  const says = `magnetization-prepared gradient echo${ti === null ? '' : `, TI ${whole(ti)} ms`}${te === null ? '' : `, TE ${te} ms`}`;
  if (te !== null && te > 12) return [{ sequence: 'T2starw', weight: 2, says: `gradient echo, TE ${te} ms` }];
  const clues: Clue[] = [{ sequence: 'T1w', weight: 4.5, says }];
  // Two inversion images per repetition need a TR of 4 s and more and very small flip angles (Marques 2010).
  if (tr !== null && tr >= 4000 && flip !== null && flip <= 8) {
    clues.push({
      sequence: 'MP2RAGE',
      weight: 6.5,
      says: `TR ${whole(tr)} ms with a flip angle of ${whole(flip)}°, as in MP2RAGE`,
    });
  } else if (tr !== null && tr >= 4000 && flip === null) {
    clues.push({ sequence: 'MP2RAGE', weight: 4, says: `TR ${whole(tr)} ms, longer than an MPRAGE needs` });
  }
  if (physics.phaseSensitive)
    clues.push({ sequence: 'PSIR', weight: 5, says: 'phase-sensitive (real) images of an inversion recovery' });
  return clues;
}

function plainClues(physics: AcquisitionPhysics): readonly Clue[] {
  if (physics.gradientEcho === true && physics.spinEcho !== true) return gradientEchoClues(physics);
  if (physics.spinEcho === true) return spinEchoClues(physics);
  // Neither is coded (GE research mode, stripped headers).
  const { repetitionTimeMs: tr, echoTimeMs: te, flipAngleDeg: flip } = physics;
  if (tr === null || te === null) return [];
  // Too little alone: a FLAIR whose inversion is not in the header looks the same.
  if (tr >= 1800 && te >= 60) return [{ sequence: 'T2w', weight: 1.5, says: `TR ${whole(tr)} ms, TE ${whole(te)} ms` }];
  if (te < 6 && flip !== null && flip <= 8 && tr >= 4000) {
    return [
      {
        sequence: 'MP2RAGE',
        weight: 2.5,
        says: `TR ${whole(tr)} ms with TE ${te} ms and a flip angle of ${whole(flip)}°`,
      },
    ];
  }
  if (te < 8 && flip !== null && flip <= 20 && (tr < 30 || (tr > 1200 && tr < 3500))) {
    return [{ sequence: 'T1w', weight: 2.5, says: `TE ${te} ms with a flip angle of ${whole(flip)}°` }];
  }
  return [];
}

function spinEchoClues(physics: AcquisitionPhysics): readonly Clue[] {
  const { repetitionTimeMs: tr, echoTimeMs: te, threeDimensional } = physics;
  if (te === null) return [];
  const says = `spin echo${tr === null ? '' : `, TR ${whole(tr)} ms`}, TE ${whole(te)} ms`;
  if (tr === null) return te >= 70 ? [{ sequence: 'T2w', weight: 3, says }] : [];
  if (tr <= 1300 && te <= 45) return [{ sequence: 'T1w', weight: 5, says }];
  // A 3D train of variable flip angles writes a nominal TE of up to 600 ms for a T2 contrast.
  if (te >= 60 && (tr >= 1400 || threeDimensional === true)) return [{ sequence: 'T2w', weight: 5, says }];
  if (tr >= 1500 && te <= 45) return [{ sequence: 'PDw', weight: 4.5, says }];
  if (tr >= 1500) {
    return [
      { sequence: 'T2w', weight: 2.2, says },
      { sequence: 'PDw', weight: 2, says },
    ];
  }
  return [];
}

function gradientEchoClues(physics: AcquisitionPhysics): readonly Clue[] {
  const { repetitionTimeMs: tr, echoTimeMs: te, flipAngleDeg: flip, threeDimensional } = physics;
  if (te === null)
    return physics.magnetizationPrepared
      ? [{ sequence: 'T1w', weight: 3, says: 'magnetization-prepared gradient echo' }]
      : [];
  const says = `gradient echo, TE ${te} ms${tr === null ? '' : `, TR ${whole(tr)} ms`}${flip === null ? '' : `, flip angle ${whole(flip)}°`}`;
  if (physics.magnetizationPrepared && te < 10)
    return [{ sequence: 'T1w', weight: 4.5, says: `magnetization-prepared ${says}` }];
  if (te >= 10) return susceptibilityClues(physics, says);
  if (threeDimensional === true && te < 8 && (tr === null || tr < 80)) {
    const flowSensitive = tr !== null && tr >= 17 && flip !== null && flip >= 14 && te >= 2.5;
    return flowSensitive
      ? [
          { sequence: 'T1w', weight: 2.6, says },
          { sequence: 'ANGIO', weight: 2, says },
        ]
      : spoiledGradientClues(physics, says);
  }
  if (te < 8 && flip !== null && flip >= 50 && tr !== null && tr >= 60 && tr <= 400)
    return [{ sequence: 'T1w', weight: 4, says }];
  if (te >= 3.5 && tr !== null && tr >= 300 && threeDimensional !== true)
    return [{ sequence: 'FMAP', weight: 1.5, says }];
  return [];
}

/**
 * A spoiled gradient echo is T1-weighted when its flip angle is at or above the Ernst angle, and weighted by proton density
 * well below it (tissue T1 taken as 1 s, between white and grey matter at 1.5 to 3 T).
 */
function spoiledGradientClues(physics: AcquisitionPhysics, says: string): readonly Clue[] {
  const { repetitionTimeMs: tr, flipAngleDeg: flip, magnetizationTransfer } = physics;
  if (magnetizationTransfer && tr !== null && flip !== null && flip < ernstAngleDeg(tr)) {
    return [{ sequence: 'OTHER', weight: 4, says: `${says}, with magnetization transfer` }];
  }
  // So short an echo is read for the first pass of an agent as often as for T1.
  if (physics.echoTimeMs !== null && physics.echoTimeMs < 1.4) return [{ sequence: 'T1w', weight: 1.8, says }];
  if (tr === null || flip === null) return [{ sequence: 'T1w', weight: 2.5, says }];
  if (flip >= ernstAngleDeg(tr)) return [{ sequence: 'T1w', weight: 3.5, says }];
  if (flip >= 0.75 * ernstAngleDeg(tr)) return [{ sequence: 'T1w', weight: 2.2, says }];
  return [{ sequence: 'OTHER', weight: 2.2, says: `${says}: too small an angle for T1 weighting` }];
}

function ernstAngleDeg(repetitionTimeMs: number): number {
  return (Math.acos(Math.exp(-repetitionTimeMs / 1000)) * 180) / Math.PI;
}

function susceptibilityClues(physics: AcquisitionPhysics, says: string): readonly Clue[] {
  const { threeDimensional, echoTimeMs: te, scanOptions } = physics;
  const flowCompensated = ['FC', 'FC_FREQ_AX_GEMS', 'FC_SLICE_AX_GEMS'].some((option) => scanOptions.has(option));
  if (threeDimensional === true && te !== null && te >= 15 && te <= 50) {
    return [
      { sequence: 'SWI', weight: flowCompensated ? 4 : 3.2, says: `3D ${says}` },
      { sequence: 'T2starw', weight: 2.2, says: `3D ${says}` },
    ];
  }
  return [{ sequence: 'T2starw', weight: 3.8, says }];
}

function whole(value: number): string {
  return String(Math.round(value));
}

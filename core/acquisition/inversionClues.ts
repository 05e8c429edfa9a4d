import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import { type Clue, tenth, whole } from './clue.ts';
import { isDoubleInversion } from './doubleInversion.ts';
import { fatNullRangeMs } from './fatNull.ts';
import { isBeyondFluid, nullsFluid } from './fluidNull.ts';

/** Beyond this angle nothing is excited again and again within milliseconds: trains of gradient echoes use less. */
const largestTrainFlipAngleDeg = 30;

/** What an inversion before the readout suggests, by the tissue that its delay nulls. */
export function inversionClues(physics: AcquisitionPhysics): readonly Clue[] {
  if (readsGradientTrain(physics)) return preparedGradientClues(physics);
  if (isDoubleInversion(physics))
    return [{ sequence: 'DIR', weight: 7, says: 'two inversions, fluid and white matter' }];
  const { inversionTimeMs: ti, echoTimeMs: te, repetitionTimeMs: tr } = physics;
  const clues: Clue[] = [];
  const prepared = `inversion recovery${ti === null ? '' : `, TI ${whole(ti)} ms`}${te === null ? '' : ` with TE ${whole(te)} ms`}`;
  if (ti !== null && isBeyondFluid(tr, ti) && (te === null || te >= 60)) {
    clues.push(
      {
        sequence: 'DIR',
        weight: 3,
        says: `${prepared}: longer than one inversion needs to null fluid, as the first of two`,
      },
      // Fluid that is not nulled as it is meant to be, or an inversion after a T2 preparation, is written alike.
      { sequence: 'FLAIR', weight: 2.6, says: prepared },
    );
  } else if (ti !== null && isFluidTime(tr, ti) && (te === null || te >= 60)) {
    clues.push({ sequence: 'FLAIR', weight: te === null ? 4.5 : 6, says: prepared });
  } else if (ti === null && te !== null && te >= 60 && tr !== null) {
    clues.push(...untimedClues(physics, tr, te, `${prepared}, TR ${whole(tr)} ms`));
  } else if (ti !== null && ti >= 350 && ti <= 700 && te !== null && te >= 60) {
    // Neither fat nor fluid: by itself it makes no sequence that is in use.
    clues.push({
      sequence: 'DIR',
      weight: 1.8,
      says: `${prepared}: nulls white matter, as the second of two inversions`,
    });
  }
  const fat = fatNullRangeMs(physics.fieldStrengthT);
  const short = ti !== null && (tr === null || tr > 1200);
  if (short && ti >= fat.least && ti <= fat.most) {
    clues.push(...fatClues(physics, `short inversion time, ${whole(ti)} ms, which nulls fat`));
  } else if (short && ti >= 80 && ti <= 300 && te !== null && te >= 25) {
    // Nothing else is inverted so briefly and read so late.
    clues.push({
      sequence: 'STIR',
      weight: 2.8,
      says: `short inversion time, ${whole(ti)} ms, near the one that nulls fat`,
    });
  }
  const beforeFluid = ti !== null && ti > fat.most && ti < 1400;
  if (beforeFluid && (te === null || te < (ti > 300 ? 50 : 20))) {
    clues.push({ sequence: 'T1w', weight: 4, says: prepared });
    if (physics.phaseSensitive)
      clues.push({ sequence: 'PSIR', weight: 6, says: 'phase-sensitive (real) images of an inversion recovery' });
  }
  return clues;
}

/** Seconds: what nulls fluid, or, as it is repeated soon, somewhat less than that. */
function isFluidTime(tr: number | null, ti: number): boolean {
  return ti <= 3400 && (ti >= 1400 || (ti >= 1000 && nullsFluid(tr, ti)));
}

/** A STIR waits for its echo: T2 adds to T1 in it. Fat alone may be inverted for as long, before a T2 (SPAIR). */
function fatClues({ echoTimeMs: te, optionalInversion }: AcquisitionPhysics, says: string): readonly Clue[] {
  if (te !== null && te < 12) return [];
  if (optionalInversion)
    return [
      { sequence: 'STIR', weight: 2, says },
      { sequence: 'T2w', weight: 2, says: 'or an inversion of fat alone, as the options have it' },
    ];
  return [{ sequence: 'STIR', weight: te !== null && te < 25 ? 1.9 : 6, says }];
}

/**
 * Without its inversion time: nulling fluid takes seconds, and a STIR is read sooner; a 3D train gains some of them by its long echo train,
 * and may have had a second inversion.
 */
function untimedClues({ threeDimensional }: AcquisitionPhysics, tr: number, te: number, says: string): readonly Clue[] {
  if (threeDimensional !== false && ((te >= 200 && tr >= 4000) || (tr >= 7000 && te >= 75)))
    return [
      { sequence: 'FLAIR', weight: 2.6, says },
      { sequence: 'DIR', weight: 1.2, says: `${says}, as the longer of two inversions takes` },
    ];
  if (tr >= 8000 && te >= 80) return [{ sequence: 'FLAIR', weight: 3.5, says }];
  if (tr >= 7000 && te >= 75)
    return [
      { sequence: 'FLAIR', weight: 2.2, says },
      { sequence: 'STIR', weight: 1.7, says },
    ];
  return [];
}

/** Coded so, or by so small an angle or so early an echo that no spin echo has it. */
function readsGradientTrain(physics: AcquisitionPhysics): boolean {
  const { spinEcho, gradientEcho, magnetizationPrepared, echoTimeMs: te, flipAngleDeg: flip } = physics;
  if (spinEcho === true) return false;
  if (gradientEcho === true) return true;
  const early = te !== null && te < 8;
  const smallAngle = flip !== null && flip <= largestTrainFlipAngleDeg;
  // Siemens marks its prepared 3D spin echoes (SPACE) as MP too: their echo is late.
  return (
    spinEcho === null &&
    (early || (te === null ? smallAngle : te < 60 && (smallAngle || (magnetizationPrepared && te < 12))))
  );
}

/** MPRAGE, IR-FSPGR, TFE and their relatives: an inversion before a train of small-angle gradient echoes. */
function preparedGradientClues(physics: AcquisitionPhysics): readonly Clue[] {
  const { inversionTimeMs: ti, echoTimeMs: te, repetitionTimeMs: tr, flipAngleDeg: flip } = physics;
  const says = `magnetization-prepared gradient echo${ti === null ? '' : `, TI ${whole(ti)} ms`}${te === null ? '' : `, TE ${tenth(te)} ms`}`;
  if (te !== null && te > 12)
    return te > 60 ? [] : [{ sequence: 'T2starw', weight: 2, says: `gradient echo, TE ${tenth(te)} ms` }];
  // Between the two inversion images of an MP2RAGE lies the one time of an MPRAGE, which may repeat as slowly.
  const asMprage = ti !== null && ti >= 850 && ti <= 1250;
  const t1 = !couldBeMp2rage(physics) || physics.agentRecorded ? 4.5 : asMprage ? 2.8 : 1.8;
  const clues: Clue[] = [{ sequence: 'T1w', weight: t1, says }];
  // Two inversion images per repetition need a TR of 4 s or so and very small flip angles (Marques 2010).
  if (tr !== null && tr >= 3500 && flip !== null && flip <= 8) {
    clues.push({
      sequence: 'MP2RAGE',
      weight: asMprage ? 2.6 : 6.5,
      says: `TR ${whole(tr)} ms with a flip angle of ${whole(flip)}°, as in MP2RAGE`,
    });
  } else if (tr !== null && tr >= 4000 && flip === null) {
    clues.push({ sequence: 'MP2RAGE', weight: 3, says: `TR ${whole(tr)} ms, longer than an MPRAGE needs` });
  }
  if (physics.phaseSensitive)
    clues.push({ sequence: 'PSIR', weight: 5, says: 'phase-sensitive (real) images of an inversion recovery' });
  return clues;
}

/** The second inversion image of an MP2RAGE comes seconds after the inversion, when an MPRAGE has been read out long ago. */
function couldBeMp2rage({
  inversionTimeMs: ti,
  repetitionTimeMs: tr,
  flipAngleDeg: flip,
}: AcquisitionPhysics): boolean {
  const longRepetition = tr !== null && tr >= (flip === null ? 4000 : 3500) && (flip === null || flip <= 8);
  return longRepetition || (tr === null && (ti === null || ti >= 1400 || (flip !== null && flip <= 5)));
}

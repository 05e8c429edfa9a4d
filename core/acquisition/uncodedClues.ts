import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import { type Clue, tenth, whole } from './clue.ts';
import { gradientEchoClues } from './gradientEchoClues.ts';
import type { SeriesContext } from './physicsClues.ts';

/**
 * What times and angle alone suggest, where nothing says how the echo was made (stripped headers, GE's research mode): only what no
 * other kind of sequence has. FlipAngle is that of excitation for gradient echoes, and that of refocusing for most trains of spin echoes.
 */
export function uncodedClues(physics: AcquisitionPhysics, series: SeriesContext): readonly Clue[] {
  const { repetitionTimeMs: tr, echoTimeMs: te, flipAngleDeg: flip } = physics;
  if (tr === null || te === null) return [];
  const { inversionTimeMs: ti } = physics;
  // The delay of a fat suppression and the one that nulls fat are as long: which it is, only a code or a name tells.
  if (ti !== null && ti >= 50 && ti <= 300 && te >= 25) {
    const timed = `TI ${whole(ti)} ms, TE ${tenth(te)} ms`;
    return [
      { sequence: 'STIR', weight: 2, says: timed },
      { sequence: 'T2w', weight: 2, says: timed },
    ];
  }
  const says = `TR ${whole(tr)} ms, TE ${tenth(te)} ms${flip === null ? '' : `, flip angle ${whole(flip)}°`}`;
  if (te >= 200) return lateEchoClues(tr, says);
  if (flip !== null && flip >= 100 && te >= 60) return refocusedClues(tr, says);
  // Read slowly, so no EPI; too soon again to null fluid, and too late an echo for a STIR.
  const slow = physics.pixelBandwidthHz !== null && physics.pixelBandwidthHz < 900;
  if (slow && te >= 90 && tr >= 1200 && tr < 4000) return [{ sequence: 'T2w', weight: 2.2, says }];
  if (tr >= 1800 && te >= 60) return [{ sequence: 'T2w', weight: 1.5, says }];
  // Trains of small angles after an inversion read volumes; single slices are read so for planning and for maps of the transmit field.
  const volume = physics.threeDimensional !== false && (physics.sliceThicknessMm ?? 0) < 4;
  if (volume && te < 6 && flip !== null && flip <= 8 && tr >= 4000) return [{ sequence: 'MP2RAGE', weight: 2.5, says }];
  if (volume && te < 8 && flip !== null && flip <= 20 && tr > 1200 && tr < 3500)
    return [{ sequence: 'T1w', weight: 2.5, says }];
  // Spin echoes are excited by about 90°: a smaller angle is that of a gradient echo.
  if (flip !== null && flip <= 45 && te < 60 && tr < 1500) return lessSure(gradientEchoClues(physics, series));
  return [];
}

/** Neither diffusion nor EPI waits that long: a 3D train of spin echoes. To null fluid as well, it repeats after 4.5 s and more. */
function lateEchoClues(tr: number, says: string): readonly Clue[] {
  if (tr <= 4000) return [{ sequence: 'T2w', weight: 2.8, says: `${says}: too short to null fluid` }];
  return [
    { sequence: 'FLAIR', weight: 2.4, says: `${says}: longer than a 3D T2 needs` },
    { sequence: 'T2w', weight: 1.4, says },
  ];
}

/** 2D trains of spin echoes: longer than 9 s is what nulling fluid takes; below 4 s it is impossible. */
function refocusedClues(tr: number, says: string): readonly Clue[] {
  if (tr < 1200) return [];
  if (tr < 4000) return [{ sequence: 'T2w', weight: 2.2, says }];
  if (tr < 9000) return [{ sequence: 'T2w', weight: 1.5, says }];
  return [
    { sequence: 'FLAIR', weight: 1.9, says: `${says}: as long as nulling fluid takes` },
    { sequence: 'T2w', weight: 1.4, says },
  ];
}

function lessSure(clues: readonly Clue[]): readonly Clue[] {
  return clues.map((clue) => ({ ...clue, weight: clue.weight * 0.85 }));
}

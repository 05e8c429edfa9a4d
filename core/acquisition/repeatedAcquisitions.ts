import { acquisitionStart } from './acquiredAt.ts';
import type { Sequence } from './acquisition.ts';
import { minutesAfter, startOf } from './acquisitionOrder.ts';
import { foldWords } from './foldWords.ts';
import { tokens } from './image.ts';
import { distanceMm } from './orientation.ts';
import type { Placed } from './placed.ts';
import { repeatedAtOnce } from './repeatedScan.ts';
import { rounding } from './slicePositions.ts';
import { stackLikeness } from './stackLikeness.ts';

/** Run once as a rule. Of diffusion, perfusion, maps and the like several equal series belong to one examination. */
const runOnce: ReadonlySet<Sequence> = new Set<Sequence>([
  'T1w',
  'T2w',
  'PDw',
  'FLAIR',
  'T2starw',
  'DIR',
  'PSIR',
  'STIR',
  'MP2RAGE',
  'SWI',
]);

/** More equal series than these are one in time, a dynamic one. */
const mostRepeats = 3;
/** Copies of one acquisition begin at one time, and no such sequence takes less. */
const shortestMin = 0.5;
/** A patient who is planned anew lies on the same part of the body. */
const samePlaceMm = 30;

/**
 * Says of acquisitions that were run again with the same settings, at the same place and later, that they are: the better of them
 * counts, which a reader of the verdict should know. Why they were repeated no header says.
 */
export function withRepeats(placed: readonly Placed[]): readonly Placed[] {
  const alike = Map.groupBy(placed.filter(mayBeRepeated), settingsOf);
  const saysOf = new Map<Placed, string>();
  for (const [settings, same] of alike) {
    if (settings === null || same.length < 2) continue;
    for (const one of same) {
      const says = inWords(one, repeatsOf(one, same, placed));
      if (says !== null) saysOf.set(one, says);
    }
  }
  return placed.map((one) => {
    const says = saysOf.get(one);
    if (says === undefined) return one;
    const { acquisition } = one;
    return { ...one, acquisition: { ...acquisition, evidence: [...acquisition.evidence, says] } };
  });
}

const sameAs = 'the same as ';

/** Whether evidence says that an acquisition repeats an earlier one; what it says of the earlier one, with the other's number, is no news. */
export function saysItIsARepeat(evidence: string): boolean {
  return evidence.startsWith(sameAs);
}

function mayBeRepeated({ acquisition }: Placed): boolean {
  const { derived, sequence, region } = acquisition;
  return !derived && runOnce.has(sequence) && region !== 'unknown';
}

/** What two runs of one protocol cannot differ in; `null` where too little is known to call two the same. */
function settingsOf({ acquisition, images }: Placed): string | null {
  const likeness = stackLikeness(images);
  const { sequence, region, dimension, fatSuppressed, geometry, timing } = acquisition;
  if (likeness === null || timing.repetitionTimeMs === null || timing.echoTimeMs === null) return null;
  const options = tokens(
    images.flatMap(({ attributes: a }) => [
      a.ScanningSequence,
      a.SequenceVariant,
      // Magnetisation transfer, saturation bands, fat saturation.
      a.ScanOptions,
      [a.SequenceName ?? ''],
    ]),
  );
  const names = [sequence, region, dimension, fatSuppressed, geometry.slices];
  return JSON.stringify([likeness, ...names, [...options].sort(), describedAs(acquisition.seriesDescription)]);
}

/** What a series is called, without what says that it is another one of its kind. */
function describedAs(description: string | null): string {
  const words = foldWords(description ?? '').split(/[^a-z0-9]+/);
  return words.filter((word) => word !== '' && !repeatWords.has(word)).join(' ');
}

const repeatWords: ReadonlySet<string> = new Set([
  'again',
  'bis',
  'motion',
  'moved',
  'redo',
  'rep',
  'repeat',
  'repeated',
  'repet',
  'repetition',
  'ripetuta',
  'rpt',
  'wdh',
  'wiederholung',
]);

function repeatsOf(one: Placed, same: readonly Placed[], study: readonly Placed[]): readonly Placed[] {
  const { contrastEnhanced } = one.acquisition;
  // One that is not known to be before or after contrast may be the other of the two.
  if (contrastEnhanced === 'unknown') return [];
  const mayBeRuns = same.filter(({ acquisition: a }) => [contrastEnhanced, 'unknown'].includes(a.contrastEnhanced));
  if (mayBeRuns.length > mostRepeats) return [];
  return same.filter(
    (other) =>
      other !== one &&
      other.acquisition.contrastEnhanced === contrastEnhanced &&
      areRepeats(one, other, mayBeRuns.length, study),
  );
}

function areRepeats(one: Placed, other: Placed, runs: number, study: readonly Placed[]): boolean {
  if (one.acquisition.seriesInstanceUid === other.acquisition.seriesInstanceUid) return false;
  if (acquisitionStart(one.images) === null || acquisitionStart(other.images) === null) return false;
  const minutes = minutesAfter(startOf(one), startOf(other));
  if (minutes === null || Math.abs(minutes) < shortestMin || !isSamePlace(one, other)) return false;
  const mayBeDelayed = one.acquisition.sequence === 'T1w' && one.acquisition.contrastEnhanced === 'yes';
  // How contrast is taken up is looked at by the same T1w again, some minutes later or in quick succession.
  return !mayBeDelayed || (runs === 2 && repeatedAtOnce(one, other, study) === true);
}

/** Neither the next station of the spine, nor another slab, nor the slices between those of the other. */
function isSamePlace({ acquisition, centre }: Placed, other: Placed): boolean {
  if (centre === null || other.centre === null) return false;
  const { gapMm, spacingMm, sliceThicknessMm, coverageMm } = acquisition.geometry;
  if (gapMm === null || spacingMm === null || sliceThicknessMm === null || coverageMm === null) return false;
  const leavesRoom = gapMm >= sliceThicknessMm / 2;
  const mostMm = Math.min(samePlaceMm, coverageMm / 2, leavesRoom ? spacingMm / 4 : Infinity);
  return distanceMm(centre, other.centre) <= mostMm + rounding;
}

function inWords(one: Placed, repeats: readonly Placed[]): string | null {
  if (repeats.length === 0) return null;
  const counts = repeats.length === 1 ? 'the better of the two counts' : 'the best of them counts';
  const earlier = repeats.filter((other) => (minutesAfter(startOf(one), startOf(other)) ?? 0) < 0);
  if (earlier.length === 0) return `run again as ${namesOf(repeats)}, probably a repeat: ${counts}`;
  return `${sameAs}${namesOf(repeats)}: probably a repeat; ${counts}`;
}

/** "series 5", "series 5 and 7" */
function namesOf(those: readonly Placed[]): string {
  const numbers = those.flatMap(({ acquisition }) => acquisition.seriesNumber ?? []).sort((a, b) => a - b);
  if (numbers.length < those.length) return those.length === 1 ? 'another series' : 'other series';
  return `series ${numbers.join(' and ')}`;
}

import type { BodyRegion, Sequence } from '../acquisition/index.ts';
import { compareProperty } from './compareProperty.ts';
import { comparisonRows } from './comparisonLimits.ts';
import type { Compared } from './propertyComparison.ts';
import { isExamination } from './selectCandidates.ts';

/** What serial scans of multiple sclerosis are read for. Maps, angiographies and the like are not compared. */
const comparedSequences: readonly Sequence[] = [
  'T1w',
  'T2w',
  'PDw',
  'FLAIR',
  'T2starw',
  'SWI',
  'DWI',
  'DIR',
  'PSIR',
  'STIR',
  'MP2RAGE',
];

/**
 * Acquisitions of two studies that take each other's place: one of each as a rule, more where repeats are alike or where what is not
 * known leaves open which belong together. The first of `pairs` is the likeliest.
 */
export type Match = {
  readonly sequence: Sequence;
  readonly region: BodyRegion;
  readonly pairs: readonly Pair[];
  /** Whatever the values that are not known, some pair of these belongs together. */
  readonly isSure: boolean;
};

export type Pair = { readonly now: Compared; readonly then: Compared };

/** Whether an acquisition is, or may be, one that is compared. */
export function isCompared({ acquisition }: Compared): boolean {
  const { sequence, region } = acquisition;
  return (
    isExamination(acquisition) && region !== 'other' && (sequence === 'UNKNOWN' || comparedSequences.includes(sequence))
  );
}

export function isRecognised({ acquisition: { sequence, region } }: Compared): boolean {
  return sequence !== 'UNKNOWN' && region !== 'unknown';
}

/** Whether two are of the same sequence and region: `maybe` where one of them was not recognised. */
export function sameKind({ acquisition: a }: Compared, { acquisition: b }: Compared): 'yes' | 'maybe' | 'no' {
  const sequence = a.sequence === b.sequence || a.sequence === 'UNKNOWN' || b.sequence === 'UNKNOWN';
  const region = a.region === b.region || a.region === 'unknown' || b.region === 'unknown';
  if (!sequence || !region) return 'no';
  return a.sequence === b.sequence && a.region === b.region && a.sequence !== 'UNKNOWN' && a.region !== 'unknown'
    ? 'yes'
    : 'maybe';
}

/**
 * Pairs each acquisition with the one that differs from it least, if it is also the least different for that one. A difference counts
 * by the rank of its row, so that two pairs that differ equally differ in the same. What is not known counts as no difference at
 * best and as one at worst, and a pair that might be the best stays. So what all pairs of a match share holds however the gaps
 * are filled: less knowledge never turns a difference that was found into likeness, nor likeness into a difference.
 *
 * Whichever of the studies is the earlier one, and whatever the order, the matches are the same.
 */
export function matchAcquisitions(now: readonly Compared[], then: readonly Compared[]): readonly Match[] {
  const candidates = now.flatMap((one) => then.flatMap((other) => candidate(one, other)));
  const byNow = Map.groupBy(candidates, (each) => each.now);
  const byThen = Map.groupBy(candidates, (each) => each.then);
  const worstOf = (those: readonly Candidate[]) =>
    those.reduce((least, { atWorst }) => Math.min(least, atWorst), Infinity);
  const thresholdNow = new Map([...byNow].map(([one, those]) => [one, worstOf(those)]));
  const thresholdThen = new Map([...byThen].map(([one, those]) => [one, worstOf(those)]));
  const possible = candidates.filter(
    (each) =>
      mayBeBest(each, thresholdNow.get(each.now) ?? Infinity) &&
      mayBeBest(each, thresholdThen.get(each.then) ?? Infinity),
  );
  return connected(possible).flatMap((those) => {
    const ordered = those.toSorted(likeliestFirst);
    const [first] = ordered;
    if (first === undefined || first.kind !== 'yes') return [];
    const { sequence, region } = first.now.acquisition;
    const isSure = ordered.some((each) => isSurely(each, byNow.get(each.now) ?? [], byThen.get(each.then) ?? []));
    return [{ sequence, region, pairs: ordered, isSure }];
  });
}

type Candidate = Pair & {
  readonly kind: 'yes' | 'maybe';
  /** The differences, if what is not known is alike, and if it is not. */
  readonly atBest: number;
  readonly atWorst: number;
};

function candidate(now: Compared, then: Compared): readonly Candidate[] {
  const kind = sameKind(now, then);
  // Of two that may be anything nothing follows.
  if (kind === 'no' || (!isRecognised(now) && !isRecognised(then))) return [];
  const [atBest, atWorst] = comparisonRows.reduce(
    ([best, worst], row, rank) => {
      const { status } = compareProperty(row, now, then);
      const weight = 2 ** (comparisonRows.length - rank);
      return [best + (status === 'not-met' ? weight : 0), worst + (status === 'met' ? 0 : weight)];
    },
    [0, 0],
  );
  return [{ now, then, kind, atBest, atWorst: kind === 'yes' ? atWorst : Infinity }];
}

/** One that could at best equal the threshold would then differ in the same, and is not needed for the answer. */
function mayBeBest({ atBest, atWorst }: Candidate, threshold: number): boolean {
  return atBest < threshold || atWorst === threshold;
}

function isSurely(pair: Candidate, ofNow: readonly Candidate[], ofThen: readonly Candidate[]): boolean {
  const rivals = [...ofNow, ...ofThen].filter((each) => each !== pair);
  return pair.atWorst < Infinity && rivals.every(({ atBest }) => pair.atWorst <= atBest);
}

/** Candidates that share an acquisition, directly or by others, together. */
function connected(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const byNow = Map.groupBy(candidates, ({ now }) => now);
  const byThen = Map.groupBy(candidates, ({ then }) => then);
  const left = new Set(candidates);
  const groups: Candidate[][] = [];
  for (const first of candidates) {
    if (!left.delete(first)) continue;
    const group = [first];
    for (const { now, then } of group) {
      for (const next of [...(byNow.get(now) ?? []), ...(byThen.get(then) ?? [])]) {
        if (left.delete(next)) group.push(next);
      }
      byNow.delete(now);
      byThen.delete(then);
    }
    groups.push(group);
  }
  return groups;
}

function likeliestFirst(a: Candidate, b: Candidate): number {
  if (a.kind !== b.kind) return a.kind === 'yes' ? -1 : 1;
  if (a.atWorst !== b.atWorst) return a.atWorst - b.atWorst;
  if (a.atBest !== b.atBest) return a.atBest - b.atBest;
  return byId(a.now, b.now) || byId(a.then, b.then);
}

function byId({ acquisition: a }: Compared, { acquisition: b }: Compared): number {
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

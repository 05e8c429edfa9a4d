import type { BodyRegion, Sequence } from '../acquisition/index.ts';
import { ascending } from './ascending.ts';
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
  readonly pairs: readonly [Pair, ...Pair[]];
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
export function sameKind(one: Compared, other: Compared): 'yes' | 'maybe' | 'no' {
  const [a, b] = [one.acquisition, other.acquisition];
  const sequence = a.sequence === b.sequence || a.sequence === 'UNKNOWN' || b.sequence === 'UNKNOWN';
  const region = a.region === b.region || a.region === 'unknown' || b.region === 'unknown';
  if (!sequence || !region) return 'no';
  return isRecognised(one) && isRecognised(other) ? 'yes' : 'maybe';
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
  const candidates = now.flatMap((one) =>
    then.filter((other) => mayBelong(one, other)).map((other) => candidate(one, other)),
  );
  const sure = new Set(onBothSides(candidates, surelyBest));
  return connected(onBothSides(candidates, possiblyBest)).flatMap((those) => {
    const ordered = those.toSorted(likeliestFirst);
    return ordered.slice(0, 1).flatMap((first): readonly Match[] => {
      if (first.kind !== 'yes') return [];
      const { sequence, region } = first.now.acquisition;
      return [
        { sequence, region, pairs: [first, ...ordered.slice(1)], isSure: ordered.some((each) => sure.has(each)) },
      ];
    });
  });
}

/** Those that are among the ones chosen of each acquisition of this study, and of each of the other. */
function onBothSides(
  candidates: readonly Candidate[],
  chosen: (all: readonly Candidate[]) => readonly Candidate[],
): readonly Candidate[] {
  const ofThen = new Set(grouped(candidates, 'then').flatMap(chosen));
  return grouped(candidates, 'now')
    .flatMap(chosen)
    .filter((each) => ofThen.has(each));
}

function grouped(candidates: readonly Candidate[], side: 'now' | 'then'): readonly (readonly Candidate[])[] {
  return [...Map.groupBy(candidates, (each) => each[side]).values()];
}

type Candidate = Pair & {
  readonly kind: ReturnType<typeof sameKind>;
  /** The differences, if what is not known is alike, and if it is not. */
  readonly atBest: number;
  readonly atWorst: number;
};

/** Of two that may both be anything nothing follows. */
function mayBelong(now: Compared, then: Compared): boolean {
  return sameKind(now, then) !== 'no' && (isRecognised(now) || isRecognised(then));
}

function candidate(now: Compared, then: Compared): Candidate {
  const kind = sameKind(now, then);
  const [atBest, atWorst] = comparisonRows.reduce(
    ([best, worst], row, rank) => {
      const { status } = compareProperty(row, now, then);
      const weight = 2 ** (comparisonRows.length - rank);
      return [best + (status === 'not-met' ? weight : 0), worst + (status === 'met' ? 0 : weight)];
    },
    [0, 0],
  );
  return { now, then, kind, atBest, atWorst: kind === 'yes' ? atWorst : Infinity };
}

/** One that could at best equal the best would then differ in the same, and is not needed for the answer. */
function possiblyBest(all: readonly Candidate[]): readonly Candidate[] {
  const threshold = Math.min(...all.map(({ atWorst }) => atWorst));
  return all.filter(({ atBest, atWorst }) => atBest < threshold || atWorst === threshold);
}

function surelyBest(all: readonly Candidate[]): readonly Candidate[] {
  return all.filter((one) => all.every((other) => other === one || one.atWorst <= other.atBest));
}

/** Candidates that share an acquisition, directly or by others, together. */
function connected(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  return grouped(candidates, 'now').reduce<readonly (readonly Candidate[])[]>((groups, ofOne) => {
    const theirs = new Set(ofOne.map(({ then }) => then));
    const isTouched = (group: readonly Candidate[]) => group.some(({ then }) => theirs.has(then));
    return [...groups.filter((group) => !isTouched(group)), [...groups.filter(isTouched).flat(), ...ofOne]];
  }, []);
}

/** What is not of the same kind for certain is infinitely unlike at worst, and so comes last. */
function likeliestFirst(a: Candidate, b: Candidate): number {
  return (
    ascending(a.atWorst, b.atWorst) ||
    ascending(a.atBest, b.atBest) ||
    ascending(a.now.acquisition.id, b.now.acquisition.id) ||
    ascending(a.then.acquisition.id, b.then.acquisition.id)
  );
}

import { ascending } from './ascending.ts';
import type { Candidate } from './selectCandidates.ts';
import type { Finding, Status } from './verdict.ts';

/** One way to answer an ask: what takes which place. A guideline's alternatives and every candidate give attempts; the best one counts. */
export type Attempt = {
  readonly parts: readonly Part[];
  /** The other alternatives, in words, one of which would do instead. */
  readonly instead: readonly string[];
};

export type Part = Filled | Absent;

/** An acquisition that takes a place, and how well. */
export type Filled = {
  readonly kind: 'filled';
  readonly candidate: Candidate;
  /** What place it takes, in words: "sagittal 2D FLAIR". */
  readonly place: string;
  readonly findings: readonly Finding[];
};

/** Places for which nothing was found: `count` of `options`. */
export type Absent = {
  readonly kind: 'absent';
  readonly count: number;
  readonly options: readonly string[];
  readonly findings: readonly Finding[];
};

/** All must hold: one unmet is enough to fail, one unknown to leave it open. */
export function allOf(statuses: readonly Status[]): Status {
  if (statuses.includes('not-met')) return 'not-met';
  return statuses.includes('cannot-tell') ? 'cannot-tell' : 'met';
}

export function statusOf({ parts }: Attempt): Status {
  return allOf(parts.flatMap(({ findings }) => findings.map(({ status }) => status)));
}

export function isFilled(part: Part): part is Filled {
  return part.kind === 'filled';
}

/** Known to be something else than asked for (another plane, no contrast …), however well it was acquired. */
export function isOfAnotherKind(part: Filled): boolean {
  return part.findings.some(({ status, limit }) => status === 'not-met' && limit.oneOf !== undefined);
}

/** Whatever it takes is surely what it seems. */
export function isSure(attempt: Attempt): boolean {
  return attempt.parts.filter(isFilled).every(isCertain);
}

export function isCertain({ candidate }: Filled): boolean {
  return candidate.doubts.length === 0;
}

export function acquisitionsOf({ parts }: Attempt): readonly string[] {
  return parts.filter(isFilled).map(({ candidate }) => candidate.acquisition.id);
}

/**
 * Best first, whatever the order of the input: by status; then the fewest places left empty or taken by something of another
 * kind; then something over nothing; then the surely recognised; then the fewest unmet constraints, cannot-tells and remarks;
 * then the newest. Only the status decides; the rest chooses what to name as used or as the nearest miss.
 */
export function bestFirst(attempts: readonly Attempt[]): readonly Attempt[] {
  return attempts
    .map((attempt) => ({ attempt, rank: rankOf(attempt) }))
    .sort((a, b) => compareNumbers(a.rank, b.rank) || newestFirst(a.attempt, b.attempt))
    .map(({ attempt }) => attempt);
}

/** One pass: a study of many near misses has thousands of attempts. */
function rankOf(attempt: Attempt): readonly number[] {
  const counts = { met: 0, 'cannot-tell': 0, 'not-met': 0 };
  let [missing, ofTheKind, doubtful, remarks] = [0, 0, 0, 0];
  for (const part of attempt.parts) {
    if (!isFilled(part)) missing += part.count;
    else {
      if (isOfAnotherKind(part)) missing += 1;
      else ofTheKind += 1;
      if (!isCertain(part)) doubtful += 1;
    }
    for (const { status, remark } of part.findings) {
      counts[status] += 1;
      if (remark) remarks += 1;
    }
  }
  return [
    counts['not-met'] > 0 ? 2 : Math.min(counts['cannot-tell'], 1),
    missing,
    ofTheKind > 0 ? 0 : 1,
    doubtful,
    counts['not-met'],
    counts['cannot-tell'],
    remarks,
  ];
}

function newestFirst(a: Attempt, b: Attempt): number {
  const [left, right] = [namesOf(a), namesOf(b)];
  return ascending(right.times, left.times) || ascending(left.ids, right.ids);
}

/** Joined by what sorts before whatever a name holds. A time that is not known makes nothing newer. */
function namesOf(attempt: Attempt): { readonly times: string; readonly ids: string } {
  const times = attempt.parts
    .filter(isFilled)
    .map(({ candidate }) => candidate.acquisition.acquiredAt)
    .filter((time) => time !== null);
  return { times: times.sort().reverse().join('\n'), ids: acquisitionsOf(attempt).join('\n') };
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

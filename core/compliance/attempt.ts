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

const severity: Readonly<Record<Status, number>> = { met: 0, 'cannot-tell': 1, 'not-met': 2 };

/** All must hold: one unmet is enough to fail, one unknown to leave it open. */
export function allOf(statuses: readonly Status[]): Status {
  return statuses.reduce<Status>((worst, next) => (severity[next] > severity[worst] ? next : worst), 'met');
}

export function statusOf({ parts }: Attempt): Status {
  let worst: Status = 'met';
  for (const { findings } of parts) {
    for (const { status } of findings) if (severity[status] > severity[worst]) worst = status;
  }
  return worst;
}

export function isFilled(part: Part): part is Filled {
  return part.kind === 'filled';
}

/** Known to be something else than asked for (another plane, no contrast …), however well it was acquired. */
export function isOfAnotherKind(part: Filled): boolean {
  return part.findings.some(({ status, limit }) => status === 'not-met' && limit.oneOf !== undefined);
}

export function isSure(attempt: Attempt): boolean {
  return attempt.parts.every((part) => !isFilled(part) || part.candidate.doubts.length === 0);
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
      if (part.candidate.doubts.length > 0) doubtful += 1;
    }
    for (const { status, remark } of part.findings) {
      counts[status] += 1;
      if (remark) remarks += 1;
    }
  }
  return [
    severity[statusOf(attempt)],
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
  return compareNames(right.times, left.times) || compareNames(left.ids, right.ids);
}

function namesOf({ parts }: Attempt): { readonly times: readonly string[]; readonly ids: readonly string[] } {
  const acquisitions = parts.filter(isFilled).map(({ candidate }) => candidate.acquisition);
  return {
    times: acquisitions
      .map(({ acquiredAt }) => acquiredAt ?? '')
      .sort()
      .reverse(),
    ids: acquisitions.map(({ id }) => id),
  };
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareNames(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index] ?? '', b[index] ?? ''];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

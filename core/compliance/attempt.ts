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
  return allOf(parts.flatMap(({ findings }) => findings.map(({ status }) => status)));
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
    .map((attempt) => ({ attempt, rank: rankOf(attempt), names: namesOf(attempt) }))
    .sort(
      (a, b) =>
        compareNumbers(a.rank, b.rank) ||
        compareNames(b.names.times, a.names.times) ||
        compareNames(a.names.ids, b.names.ids),
    )
    .map(({ attempt }) => attempt);
}

function rankOf(attempt: Attempt): readonly number[] {
  const filled = attempt.parts.filter(isFilled);
  const findings = attempt.parts.flatMap((part) => part.findings);
  const ofTheKind = filled.filter((part) => !isOfAnotherKind(part));
  const empty = attempt.parts.reduce((sum, part) => sum + (isFilled(part) ? 0 : part.count), 0);
  const having = (status: Status) => findings.filter((finding) => finding.status === status).length;
  return [
    severity[statusOf(attempt)],
    empty + filled.length - ofTheKind.length,
    ofTheKind.length > 0 ? 0 : 1,
    filled.filter(({ candidate }) => candidate.doubts.length > 0).length,
    having('not-met'),
    having('cannot-tell'),
    findings.filter(({ remark }) => remark).length,
  ];
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
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function compareNames(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index] ?? '', b[index] ?? ''];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

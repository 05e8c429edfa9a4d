import { type Acquisition, sequenceInWords } from '../acquisition/index.ts';
import type { Ask, AtLeast, Constraint, EveryAcquisition, ExamRegion, OneAcquisition } from '../protocol/index.ts';
import { ascending } from './ascending.ts';
import { askInWords, oneOf, regionInWords } from './askInWords.ts';
import {
  type Absent,
  type Attempt,
  allOf,
  bestFirst,
  type Filled,
  isCertain,
  isFilled,
  isOfAnotherKind,
  type Part,
} from './attempt.ts';
import { judgeConstraint, type Tolerance } from './judgeConstraint.ts';
import { judgeImaged, type OtherStudies } from './judgeImaged.ts';
import { type Candidate, candidatesFor, type Doubt, membersOf } from './selectCandidates.ts';
import type { Finding } from './verdict.ts';

/** What there is to answer an ask with. */
export type Pool = {
  readonly region: ExamRegion;
  readonly acquisitions: readonly Acquisition[];
  readonly tolerance: Tolerance;
  /** How many objects could not be read, by their series; `null` where it is not known. */
  readonly unreadObjects: ReadonlyMap<string | null, number>;
  readonly otherStudies?: OtherStudies | undefined;
  /** Whether any header may be altered: then what an ask would show decides nothing about whether something is asked. */
  readonly mayBeAltered: boolean;
  /** Whether a stack with holes is doubted. Not where all that is wanted to know is what was acquired: it was, holes or not. */
  readonly holes: 'doubted' | 'passed over';
  /** What was judged already: each indication asks the same again. */
  readonly judged: Map<Ask, readonly Attempt[]>;
};

/**
 * Every way in which the acquisitions may answer `ask`, best first; never empty. The first one's status is the answer: met if any way
 * meets it, else cannot-tell if any way might, else not met.
 */
export function judgeAsk(ask: Ask, pool: Pool): readonly Attempt[] {
  const known = pool.judged.get(ask);
  if (known !== undefined) return known;
  const attempts = judgeAnew(ask, pool);
  pool.judged.set(ask, attempts);
  return attempts;
}

/** The one whose status is the answer. */
export function bestAttempt(ask: Ask, pool: Pool): Attempt {
  const [best] = judgeAsk(ask, pool);
  if (best === undefined)
    throw new Error('An ask has no attempt at all; judgeAsk always gives at least an absent one.');
  return best;
}

function judgeAnew(ask: Ask, pool: Pool): readonly Attempt[] {
  switch (ask.kind) {
    case 'one':
      return judgeOne(ask, pool);
    case 'every':
      return [judgeEvery(ask, pool)];
    case 'anyOf':
      return judgeAnyOf(ask.of, pool);
    case 'atLeast':
      return judgeAtLeast(ask, pool);
    case 'imaged':
      return [judgeImaged(ask, pool)];
  }
}

function judgeOne(ask: OneAcquisition, pool: Pool): readonly Attempt[] {
  const place = askInWords(ask);
  const filled = candidatesFor(ask, pool.region, pool.acquisitions)
    .map(
      (candidate): Filled => ({
        kind: 'filled',
        candidate,
        place,
        findings: judgeCandidate(candidate, ask.constraints, pool),
      }),
    )
    .filter((part) => !isRuledOut(part));
  const isFound = filled.some(isCertain);
  const unread = unreadBeside(filled, pool);
  if (isFound && unread === 0) return bestFirst(filled.map(alone));
  const sequences = ask.sequence.map(sequenceInWords).join(' or ');
  // What was found and falls short may not be all that was acquired.
  const sought = isFound ? `other ${sequences}` : sequences;
  return bestFirst([...filled.map(alone), alone(absent(1, [place], sought, unread, pool.region))]);
}

/**
 * How many of the objects that could not be read may be what is sought. Those of a series that was read and falls short are no more
 * than the rest of it: within a series, planes and contrast may differ, but the sequence, 2D or 3D and what is measured do not.
 */
function unreadBeside(parts: readonly Filled[], { unreadObjects }: Pool): number {
  const series = new Set<string | null>(
    parts.filter(fallsShortThroughout).map(({ candidate }) => candidate.acquisition.seriesInstanceUid),
  );
  return [...unreadObjects].reduce((sum, [uid, count]) => (series.has(uid) ? sum : sum + count), 0);
}

function fallsShortThroughout(part: Filled): boolean {
  const unmet = part.findings.filter(({ status }) => status === 'not-met');
  const isOfTheSeries = unmet.every(({ limit, constraint }) => limit.oneOf === undefined || constraint === 'dimension');
  return isCertain(part) && unmet.length > 0 && isOfTheSeries;
}

/** An unrecognised series that could not serve even if it were the wanted one says nothing about it. */
function isRuledOut({ candidate, findings }: Filled): boolean {
  return candidate.doubts.includes('sequence') && findings.some(({ status }) => status === 'not-met');
}

function alone(part: Part): Attempt {
  return { parts: [part], instead: [] };
}

function judgeCandidate(
  candidate: Candidate,
  constraints: readonly Constraint[],
  { tolerance, holes }: Pool,
): readonly Finding[] {
  const { acquisition, doubts } = candidate;
  return [
    ...doubts.map((doubt) => doubtFinding(doubt, acquisition)),
    ...constraints
      .filter(({ property }) => !(property === 'region' && doubts.includes('region')))
      .map((constraint) => judgeConstraint(constraint, acquisition, tolerance)),
    ...(holes === 'doubted' ? completeness(acquisition) : []),
  ];
}

function doubtFinding(doubt: Doubt, acquisition: Acquisition): Finding {
  const note = {
    sequence: `${seriesInWords(acquisition)} could not be recognised and may be it`,
    original: `whether ${seriesInWords(acquisition)} is original or computed is not known (ImageType)`,
    region: `the body region of ${seriesInWords(acquisition)} could not be recognised`,
  }[doubt];
  return { ...builtIn(doubt, acquisition.id), status: 'cannot-tell', note };
}

/** A stack with holes may have lost images on the way: how good it was, what is left of it does not prove. */
function completeness(acquisition: Acquisition): readonly Finding[] {
  const { missingSlices, slices } = acquisition.geometry;
  if (slices < 2) return [incomplete(acquisition, null, 'one slice alone is no examination: send the other images')];
  if (missingSlices === null) {
    return [incomplete(acquisition, null, 'whether slices are missing cannot be told')];
  }
  if (!(missingSlices > 0)) return [];
  const absentSlices = missingSlices === 1 ? '1 slice' : `${missingSlices} slices`;
  const note = `${absentSlices} missing: the series may be incomplete; send the missing images`;
  return [incomplete(acquisition, missingSlices, note)];
}

function incomplete({ id }: Acquisition, observed: number | null, note: string): Finding {
  return { ...builtIn('completeness', id), status: 'cannot-tell', observed, note };
}

function builtIn(constraint: string, acquisition: string | null) {
  return { constraint, acquisition, observed: null, limit: {}, unit: null, remark: false };
}

/** What was not found is absent only if everything could be read. */
function absent(count: number, options: readonly string[], sought: string, unread: number, region: ExamRegion): Absent {
  const note = `no ${sought} of ${regionInWords(region)} was recognised`;
  const finding: Finding =
    unread > 0
      ? { ...builtIn('sequence', null), status: 'cannot-tell', note: `${note}, but ${unreadInWords(unread)}` }
      : { ...builtIn('sequence', null), status: 'not-met', note };
  return { kind: 'absent', count, options, findings: [finding] };
}

function unreadInWords(objects: number): string {
  return objects === 1
    ? '1 object of the study could not be read and may be it'
    : `${objects} objects of the study could not be read and may be it`;
}

/** "series 7 (t2_tse_sag)": enough to find it at the scanner. */
export function seriesInWords({ seriesNumber, seriesDescription, id }: Acquisition): string {
  if (seriesNumber === null) return seriesDescription === null ? `series ${id}` : `series "${seriesDescription}"`;
  return seriesDescription === null ? `series ${seriesNumber}` : `series ${seriesNumber} (${seriesDescription})`;
}

function judgeEvery(ask: EveryAcquisition, pool: Pool): Attempt {
  const judged = membersOf(pool.region, pool.acquisitions).map(
    (candidate): Filled => ({
      kind: 'filled',
      candidate,
      place: askInWords(ask),
      findings: ask.constraints.map((constraint) => judgeConstraint(constraint, candidate.acquisition, pool.tolerance)),
    }),
  );
  const sure = judged.filter(isCertain);
  // A member in doubt matters if it would spoil the answer, or if there is nothing else to go by.
  const doubtful = judged
    .filter((part) => !isCertain(part))
    .filter(({ findings }) => sure.length === 0 || allOf(findings.map(({ status }) => status)) !== 'met')
    .map(
      ({ findings, ...part }): Filled => ({
        ...part,
        findings: [...doubtsOf(part.candidate), ...findings.map(leftOpen)],
      }),
    );
  const parts = inOrder([...sure, ...doubtful]);
  if (parts.length > 0) return { parts, instead: [] };
  const note = `no acquisition of ${regionInWords(pool.region)} was recognised`;
  const nothing: Finding = { ...builtIn('sequence', null), status: 'cannot-tell', note };
  return alone({ kind: 'absent', count: 1, options: [], findings: [nothing] });
}

function doubtsOf({ doubts, acquisition }: Candidate): readonly Finding[] {
  return doubts.map((doubt) => doubtFinding(doubt, acquisition));
}

function leftOpen(finding: Finding): Finding {
  return finding.status === 'not-met' ? { ...finding, status: 'cannot-tell' } : finding;
}

function inOrder(parts: readonly Filled[]): readonly Filled[] {
  return parts.toSorted((a, b) => ascending(a.candidate.acquisition.id, b.candidate.acquisition.id));
}

function judgeAnyOf(branches: readonly Ask[], pool: Pool): readonly Attempt[] {
  const words = branches.map(askInWords);
  return bestFirst(
    branches.flatMap((branch, index) =>
      judgeAsk(branch, pool).map((attempt) => ({
        ...attempt,
        instead: [...new Set([...attempt.instead, ...words.filter((other) => other !== words[index])])],
      })),
    ),
  );
}

/** Some of the places filled, each by another acquisition, and the words of those that are not. */
type Choice = { readonly parts: readonly Filled[]; readonly empty: readonly string[] };

/**
 * Every choice of different acquisitions for `count` of the places. For each place it is enough to try as many of the best, and of the best
 * that are certain, as there are places: the others can take at most one fewer of them, so a worse one is never needed.
 */
function judgeAtLeast(ask: AtLeast, pool: Pool): readonly Attempt[] {
  const places = ask.of.map((place) => {
    // The schema lets a place name one acquisition, so that each attempt is one part.
    const found = judgeAsk(place, pool).flatMap(({ parts }) => parts.filter(isFilled));
    const usable = found.filter((part) => !isOfAnotherKind(part));
    const best = (parts: readonly Filled[]) => parts.slice(0, ask.of.length);
    return {
      words: askInWords(place),
      found,
      usable: [...new Set([...best(usable), ...best(usable.filter(isCertain))])],
    };
  });
  const choices = places.reduce<readonly Choice[]>(
    (sofar, { words, usable }) =>
      sofar.flatMap(({ parts, empty }) => [
        { parts, empty: [...empty, words] },
        ...usable
          .filter((part) => parts.length < ask.count && !parts.some((other) => isSameAcquisition(part, other)))
          .map((part) => ({ parts: [...parts, part], empty })),
      ]),
    [{ parts: [], empty: [] }],
  );
  const unread = unreadBeside(
    places.flatMap(({ found }) => found),
    pool,
  );
  const isFound = places.some(({ usable }) => usable.some(isCertain));
  return bestFirst(
    choices.map(({ parts, empty }) => {
      const left = ask.count - parts.length;
      const sought = isFound && parts.length === 0 ? `other ${oneOf(empty)}` : oneOf(empty);
      const missing = () => absent(left, empty, sought, unread, pool.region);
      return { parts: left === 0 ? parts : [...parts, missing()], instead: [] };
    }),
  );
}

function isSameAcquisition(a: Filled, b: Filled): boolean {
  return a.candidate.acquisition.id === b.candidate.acquisition.id;
}

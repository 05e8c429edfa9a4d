import type { Ask, Demand, Indication, Requirement, Verification } from '../protocol/index.ts';
import { type Attempt, acquisitionsOf, isFilled, isSure, type Part, statusOf } from './attempt.ts';
import { bestAttempt, judgeAsk, type Pool } from './judgeAsk.ts';
import { isNumeric } from './judgeConstraint.ts';
import { nearestMiss, whatToAdd } from './remedy.ts';
import type { Finding, RequirementVerdict, Status } from './verdict.ts';

/**
 * One requirement for one indication; `null` when that indication is not asked about, or nothing is there that it could be asked of.
 *
 * @param symptoms that the person is known to have
 */
export function evaluateRequirement(
  requirement: Requirement,
  indication: Indication,
  pool: Pool,
  symptoms?: readonly string[],
): RequirementVerdict | null {
  const demand = requirement.indications[indication];
  if (demand === undefined) return null;
  const condition = requirement.onlyWhere && bestAttempt(requirement.onlyWhere, asAcquired(pool));
  if (condition && conditionOf(condition, pool) === 'not-met') return null;
  const answer =
    demand.level === 'discouraged' ? judgeDiscouraged(requirement, pool) : judgeAsked(requirement.asks, pool);
  const judged = condition ? openUnlessAsked(answer, condition, pool) : answer;
  const verdict: RequirementVerdict = {
    id: requirement.id,
    title: requirement.title,
    level: demand.level,
    verification: verificationOf(demand, judged, pool),
    citation: demand.citation,
    ...judged,
  };
  const forThem = demand.when === undefined ? verdict : withSymptom(verdict, demand.when, symptoms);
  return demand.unless === undefined ? forThem : withUnless(forThem, demand.unless, pool);
}

/** To tell only what was acquired, not how well it has arrived. */
function asAcquired(pool: Pool): Pool {
  return { ...pool, holes: 'passed over', judged: new Map() };
}

/** A header that may be altered shows neither that something is asked nor that it is not. */
function conditionOf(best: Attempt, { mayBeAltered }: Pool): Status {
  return mayBeAltered ? 'cannot-tell' : statusOf(best);
}

/** How sure we are of what is missing: of more than the part that was verified, not sure. */
function verificationOf(demand: Demand, { status }: Judged, pool: Pool): Verification {
  if (status !== 'not-met' || demand.verifiedPart === undefined) return demand.verification;
  return statusOf(bestAttempt(demand.verifiedPart, pool)) === 'not-met' ? demand.verification : 'pending';
}

type Judged = Pick<RequirementVerdict, 'status' | 'satisfiedBy' | 'nearest' | 'findings'>;

function judgeAsked(ask: Ask, pool: Pool): Judged {
  const best = bestAttempt(ask, pool);
  const status = statusOf(best);
  if (status === 'met') return { status, satisfiedBy: acquisitionsOf(best), nearest: null, findings: findingsOf(best) };
  // Of what is in doubt nothing can be mended: the nearest miss is a sure one where there is one.
  const sure =
    status === 'not-met' && isSure(best)
      ? best
      : judgeAsk(ask, pool).find((attempt) => isSure(attempt) && attempt.parts.some(isFilled));
  if (sure === undefined || sure === best) {
    return { status, satisfiedBy: [], nearest: nearestMiss(best), findings: findingsOf(best) };
  }
  const doubtful = best.parts.filter((part) => !isFilled(part) || part.candidate.doubts.length > 0);
  const known = nearestMiss(sure);
  return {
    status,
    satisfiedBy: [],
    nearest: known && { ...known, remedy: [known.remedy, ...doubtful.flatMap(doubtsIn)].join('; ') },
    findings: [...findingsOf(sure), ...doubtful.flatMap(({ findings }) => findings)],
  };
}

/** Why what is in doubt may be what is asked. */
function doubtsIn(part: Part): readonly (string | null)[] {
  if (!isFilled(part)) return part.findings.map(({ note }) => note);
  const isDoubted = (constraint: string) => part.candidate.doubts.some((doubt) => doubt === constraint);
  return part.findings.filter(({ constraint }) => isDoubted(constraint)).map(({ note }) => note);
}

/** An empty place says what to add. */
function findingsOf({ parts, instead }: Attempt): readonly Finding[] {
  const hasAnything = parts.some(isFilled);
  return parts.flatMap((part): readonly Finding[] => {
    if (isFilled(part) || hasAnything || part.options.length === 0) return part.findings;
    return part.findings.map((finding) => ({ ...finding, note: `${finding.note}: ${whatToAdd(part, instead)}` }));
  });
}

/** Met when the thing was not done, whatever its quality. */
function judgeDiscouraged({ asks, title }: Requirement, pool: Pool): Judged {
  const best = bestAttempt(withoutQuality(asks), asAcquired(pool));
  const found = statusOf(best);
  if (found === 'not-met') return { status: 'met', satisfiedBy: [], nearest: null, findings: [] };
  const isDone = found === 'met';
  const note = isDone
    ? `${title}: acquired, though its routine use is discouraged; right where there was a reason`
    : `${title}: whether it was acquired cannot be told`;
  const acquisitions = acquisitionsOf(best);
  return {
    status: isDone ? 'not-met' : 'cannot-tell',
    satisfiedBy: [],
    nearest: null,
    findings: (acquisitions.length > 0 ? acquisitions : [null]).map((acquisition) => ({
      constraint: 'discouraged',
      acquisition,
      status: isDone ? 'not-met' : 'cannot-tell',
      observed: null,
      limit: {},
      unit: null,
      note,
      remark: isDone,
    })),
  };
}

/** The ask with only what makes it that thing: contrast is contrast in thick slices and in every plane. */
function withoutQuality(ask: Ask): Ask {
  switch (ask.kind) {
    case 'imaged':
      return ask;
    case 'one':
    case 'every':
      return {
        ...ask,
        constraints: ask.constraints.filter(
          (constraint) =>
            !isNumeric(constraint) && constraint.property !== 'plane' && constraint.property !== 'dimension',
        ),
      };
    case 'anyOf':
    case 'atLeast':
      return { ...ask, of: ask.of.map(withoutQuality) };
  }
}

/** A symptom that is not known to be there leaves the level as it is. */
function withSymptom(
  verdict: RequirementVerdict,
  { symptom, level, because }: NonNullable<Demand['when']>,
  symptoms: readonly string[] | undefined,
): RequirementVerdict {
  if (symptoms?.includes(symptom) !== true) return verdict;
  const finding: Finding = {
    constraint: 'when',
    acquisition: null,
    status: 'met',
    observed: null,
    limit: {},
    unit: null,
    note: `${level} instead of ${verdict.level}: ${because}`,
    remark: false,
  };
  return { ...verdict, level, findings: [...verdict.findings, finding] };
}

/** What may not have been there to ask it of is no fault, and nothing is to be mended of it: only the doubt is said. */
function openUnlessAsked(judged: Judged, condition: Attempt, pool: Pool): Judged {
  if (judged.status === 'met' || conditionOf(condition, pool) === 'met') return judged;
  const isUnknown = ({ status }: Finding) => status === 'cannot-tell';
  // Where a condition that is known is not believed, who disbelieves it says why.
  const parts = statusOf(condition) === 'cannot-tell' ? condition.parts : [];
  const doubtful = parts.filter(({ findings }) => findings.some(isUnknown));
  const doubt: Finding = {
    constraint: 'onlyWhere',
    acquisition: null,
    status: 'cannot-tell',
    observed: null,
    limit: {},
    unit: null,
    note: 'whether there is anything to ask this of cannot be told',
    remark: false,
  };
  return {
    status: 'cannot-tell',
    satisfiedBy: [],
    nearest: nearestMiss({ ...condition, parts: doubtful.filter(isFilled) }),
    findings: [...doubtful.flatMap(({ findings }) => findings.filter(isUnknown)), doubt],
  };
}

/**
 * A met condition changes the level. One that cannot be judged leaves open whether the thing is asked for at all: missing it is then
 * neither a fault nor none.
 */
function withUnless(
  verdict: RequirementVerdict,
  unless: NonNullable<Demand['unless']>,
  pool: Pool,
): RequirementVerdict {
  const best = bestAttempt(unless.ask, pool);
  const condition = conditionOf(best, pool);
  if (condition === 'not-met') return verdict;
  const finding = {
    constraint: 'unless',
    acquisition: acquisitionsOf(best)[0] ?? null,
    observed: null,
    limit: {},
    unit: null,
    remark: false,
  };
  if (condition === 'met') {
    const note = `${unless.level} instead of ${verdict.level}: ${unless.because}`;
    return { ...verdict, level: unless.level, findings: [...verdict.findings, { ...finding, status: 'met', note }] };
  }
  if (verdict.status !== 'not-met') return verdict;
  const note = `would be ${unless.level} instead of ${verdict.level} if it were certain that ${unless.because}`;
  return {
    ...verdict,
    status: 'cannot-tell',
    findings: [...verdict.findings, { ...finding, status: 'cannot-tell', note }],
  };
}

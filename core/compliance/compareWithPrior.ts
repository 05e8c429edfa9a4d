import type { Sequence } from '../acquisition/index.ts';
import { ascending } from './ascending.ts';
import { compareProperty } from './compareProperty.ts';
import type {
  ComparedStudy,
  Comparison,
  ComparisonFinding,
  ComparisonOutcome,
  SerialMeasurement,
  Weight,
} from './comparison.ts';
import { comparisonEvidence, type EvidenceId } from './comparisonEvidence.ts';
import { type ComparisonRow, comparisonRows } from './comparisonLimits.ts';
import { counterparts } from './counterparts.ts';
import { isCompared, type Match, matchAcquisitions, type Pair } from './matchAcquisitions.ts';
import type { Compared, PropertyComparison } from './propertyComparison.ts';
import type { Status } from './verdict.ts';

/**
 * One study against an earlier one of the same patient: whether changes between them may be measured. Each sequence that both have
 * is held against its counterpart, by limits that are this product's own (`comparisonLimits`).
 *
 * What is not known is neither alike nor different, and a study compared with itself shows no difference.
 */
export function compareWithPrior(study: ComparedStudy, prior: ComparedStudy): Omit<Comparison, 'interval'> {
  const [now, then] = [comparedOf(study), comparedOf(prior)];
  const matches = matchAcquisitions(now, then);
  const pairwise = inOrder(matches).flatMap((match) => comparisonRows.flatMap((row) => findingOn(row, match)));
  const findings = [
    ...counterparts({ now, then, unreadNow: study.unreadObjects ?? 0, unreadThen: prior.unreadObjects ?? 0 }),
    ...saidOnce(pairwise.filter(({ constraint }) => isOfScanner(constraint))),
    ...pairwise.filter(({ constraint }) => !isOfScanner(constraint)),
  ];
  return {
    priorStudyInstanceUid: prior.studyInstanceUid,
    priorStudyDate: prior.studyDate,
    outcome: outcomeOf(findings),
    findings,
    evidence: evidenceOf(findings),
  };
}

function comparedOf({ acquisitions, furtherFacts }: ComparedStudy): readonly Compared[] {
  return acquisitions
    .map((acquisition) => ({ acquisition, facts: furtherFacts?.get(acquisition.id) ?? null }))
    .filter(isCompared);
}

function findingOn(row: ComparisonRow, { sequence, pairs, isSure }: Match): readonly ComparisonFinding[] {
  const [first] = pairs;
  const shown = compareProperty(row, first.now, first.then);
  // What neither study tells, and need not, is not worth a line.
  if (!row.needed && shown.observed === null && shown.prior === null) return [];
  const status = sharedStatus(row, shown.status, pairs, isSure);
  return [
    {
      constraint: row.property,
      sequence,
      acquisitions: idsOf(pairs.map(({ now }) => now)),
      priorAcquisitions: idsOf(pairs.map(({ then }) => then)),
      status,
      observed: shown.observed,
      prior: shown.prior,
      change: shown.change,
      limit: row.limit,
      unit: row.unit,
      weight: weightOf(row, pairs),
      atRisk: status === 'met' ? [] : measurementsOf(pairs),
      evidence: status === 'not-met' ? evidenceFor(row, sequence) : [],
      note: noteOn(shown, status),
    },
  ];
}

/** What holds for all pairs that may belong together. */
function sharedStatus(row: ComparisonRow, ofFirst: Status, pairs: readonly Pair[], isSure: boolean): Status {
  const isShared = pairs.every(({ now, then }) => compareProperty(row, now, then).status === ofFirst);
  return !isShared || (ofFirst === 'not-met' && !isSure) ? 'cannot-tell' : ofFirst;
}

function noteOn(shown: PropertyComparison, status: Status): string | null {
  return shown.status === status ? shown.note : 'which acquisitions of the two studies belong together cannot be told';
}

function weightOf(row: ComparisonRow, pairs: readonly Pair[]): Weight {
  if (row.faultOnlyIn === undefined) return row.weight;
  const isFault = pairs.every(({ now, then }) =>
    row.faultOnlyIn === '2D'
      ? now.acquisition.dimension === '2D' && then.acquisition.dimension === '2D'
      : now.acquisition.sequence === row.faultOnlyIn,
  );
  return isFault ? 'fault' : 'remark';
}

const measuredOn: Readonly<Partial<Record<Sequence, readonly SerialMeasurement[]>>> = {
  FLAIR: ['lesion-count', 'new-t2-lesions'],
  T2w: ['lesion-count', 'new-t2-lesions'],
  PDw: ['lesion-count', 'new-t2-lesions'],
  STIR: ['lesion-count', 'new-t2-lesions'],
  DIR: ['lesion-count'],
  PSIR: ['lesion-count'],
  T1w: ['volumetry'],
  MP2RAGE: ['volumetry'],
};

function measurementsOf(pairs: readonly Pair[]): readonly SerialMeasurement[] {
  const acquisitions = pairs.flatMap(({ now, then }) => [now.acquisition, then.acquisition]);
  const measurements = acquisitions.flatMap(({ sequence, contrastEnhanced }) => [
    ...(measuredOn[sequence] ?? []),
    ...(sequence === 'T1w' && contrastEnhanced === 'yes' ? ['enhancing-lesions' as const] : []),
  ]);
  return [...new Set(measurements)].sort();
}

function evidenceFor(row: ComparisonRow, sequence: Sequence): readonly EvidenceId[] {
  return row.evidence.filter((id) => id !== '2d-flair' || sequence === 'FLAIR');
}

function evidenceOf(findings: readonly ComparisonFinding[]): Comparison['evidence'] {
  const cited = new Set(findings.flatMap(({ evidence }) => evidence));
  return Object.values(comparisonEvidence).filter(({ id }) => cited.has(id));
}

function isOfScanner(constraint: ComparisonFinding['constraint']): boolean {
  return comparisonRows.some(({ property, ofScanner }) => ofScanner && property === constraint);
}

/** A study is nearly always of one scanner: what is the same for several acquisitions is one finding. */
function saidOnce(findings: readonly ComparisonFinding[]): readonly ComparisonFinding[] {
  const alike = Map.groupBy(findings, ({ constraint, status, observed, prior, note }) =>
    JSON.stringify([constraint, status, observed, prior, note]),
  );
  const order = comparisonRows.map(({ property }): string => property);
  return [...alike.values()]
    .flatMap((same) =>
      same.slice(0, 1).map((first) => ({
        ...first,
        sequence: same.every(({ sequence }) => sequence === first.sequence) ? first.sequence : null,
        acquisitions: [...new Set(same.flatMap(({ acquisitions }) => acquisitions))].sort(),
        priorAcquisitions: [...new Set(same.flatMap(({ priorAcquisitions }) => priorAcquisitions))].sort(),
        atRisk: [...new Set(same.flatMap(({ atRisk }) => atRisk))].sort(),
      })),
    )
    .sort((a, b) => order.indexOf(a.constraint) - order.indexOf(b.constraint));
}

function outcomeOf(findings: readonly ComparisonFinding[]): ComparisonOutcome {
  const faults = findings.filter(({ weight }) => weight === 'fault');
  if (faults.some(({ status }) => status === 'not-met')) return 'not-comparable';
  // Another part of the body says nothing of how the two were acquired.
  if (findings.every(({ constraint }) => constraint === 'counterpart')) return 'cannot-tell';
  const needed = new Set<string>(comparisonRows.filter((row) => row.needed).map(({ property }) => property));
  if (faults.some(({ constraint, status }) => status === 'cannot-tell' && needed.has(constraint))) return 'cannot-tell';
  return findings.some(({ status }) => status === 'not-met') ? 'comparable-with-remarks' : 'comparable';
}

function idsOf(those: readonly Compared[]): readonly string[] {
  return [...new Set(those.map(({ acquisition }) => acquisition.id))].sort();
}

/** By region and sequence, then by series: not by the order of the input. */
function inOrder(matches: readonly Match[]): readonly Match[] {
  const key = ({ region, sequence, pairs }: Match) => {
    const { seriesNumber, id } = pairs[0].now.acquisition;
    return [region, sequence, String(seriesNumber ?? '').padStart(12, '0'), id].join(' ');
  };
  return matches.toSorted((a, b) => ascending(key(a), key(b)));
}

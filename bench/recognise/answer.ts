import type { Acquisition, Sequence } from '../../core/acquisition/index.ts';
import type { Expected, LabelledCase } from './labelledCase.ts';

/** Worst last, so that of several the greatest stands for all. */
const outcomes = ['right', 'unanswered', 'wrong'] as const;
export type Outcome = (typeof outcomes)[number];

export const properties = ['sequence', 'contrast', 'dimension', 'plane', 'derived', 'region'] as const;
export type Property = (typeof properties)[number];

/** What was said of a case, or of a group of cases. */
export type Answer = {
  readonly case: LabelledCase;
  /** `absent`: nothing of the series is among the acquisitions. */
  readonly said: Sequence | 'absent';
  readonly contrast: Acquisition['contrastEnhanced'];
  readonly confidence: number;
  readonly evidence: readonly string[];
  /** `null` where the label does not say. */
  readonly outcomes: Readonly<Record<Property, Outcome | null>>;
  /** For a person: `expected → said` of each property that is not right. */
  readonly misses: readonly string[];
};

/**
 * Holds what was recognised against the label. A series that became several acquisitions is right when all of them are, and
 * wrong when one is.
 */
export function answerTo(labelled: LabelledCase, ofSeries: readonly Acquisition[]): Answer {
  const acquisitions = labelled.echo === null ? ofSeries : echoOf(ofSeries, labelled.echo);
  const judged = acquisitions.map((acquisition) => ({ acquisition, judged: judge(labelled.expected, acquisition) }));
  const [decisive] = judged.toSorted((a, b) => rank(b.judged.sequence.outcome) - rank(a.judged.sequence.outcome));
  const planes = planesOutcome(labelled.expected, acquisitions);
  const property = (name: Exclude<Property, 'plane'>) => worst(judged.map((one) => one.judged[name].outcome));
  return {
    case: labelled,
    said: decisive?.acquisition.sequence ?? 'absent',
    contrast: decisive?.acquisition.contrastEnhanced ?? 'unknown',
    confidence: decisive?.acquisition.confidence ?? 0,
    evidence: decisive?.acquisition.evidence ?? [],
    outcomes: {
      sequence: property('sequence') ?? 'unanswered',
      contrast: property('contrast'),
      dimension: property('dimension'),
      plane: planes.outcome,
      derived: property('derived'),
      region: property('region'),
    },
    misses: [...new Set([...judged.flatMap((one) => Object.values(one.judged)), planes].flatMap(missOf))],
  };
}

/** Cases of one group count as one: right when all are, as good as the worst of them otherwise. */
export function groupAnswers(answers: readonly Answer[]): readonly Answer[] {
  return [...Map.groupBy(answers, (answer) => answer.case.group).values()].flatMap((group) => {
    const [decisive] = group.toSorted((a, b) => rank(b.outcomes.sequence) - rank(a.outcomes.sequence));
    if (decisive === undefined) return [];
    const merged = Object.fromEntries(
      properties.map((property) => [property, worst(group.map(({ outcomes }) => outcomes[property]))]),
    );
    return [
      {
        ...decisive,
        outcomes: { ...decisive.outcomes, ...merged },
        misses: [...new Set(group.flatMap(({ misses }) => misses))],
      },
    ];
  });
}

type Judged = { readonly outcome: Outcome | null; readonly miss: string };

function judge(expected: Expected, acquisition: Acquisition): Record<Exclude<Property, 'plane'>, Judged> {
  const { sequence, contrastEnhanced, dimension, derived, region } = acquisition;
  return {
    sequence: held('', expected.sequences, sequence, 'UNKNOWN'),
    contrast: held('contrast ', one(expected.contrast), contrastEnhanced, 'unknown'),
    dimension: held('', one(expected.dimension), dimension, null),
    derived: held('derived ', one(expected.derived), derived, null),
    region: held('', expected.regions, region, 'unknown'),
  };
}

function held<T>(what: string, accepted: readonly T[] | null, said: T | null, unanswered: unknown): Judged {
  if (accepted === null) return { outcome: null, miss: '' };
  const right = accepted.some((answer) => answer === said);
  const outcome = right ? 'right' : said === unanswered ? 'unanswered' : 'wrong';
  return { outcome, miss: right ? '' : `${what}${accepted.join('|')} → ${said ?? 'not known'}` };
}

function one<T>(value: T | null): readonly T[] | null {
  return value === null ? null : [value];
}

/** A label of several planes wants each of them somewhere; one of one plane, that every acquisition is in it. */
function planesOutcome({ planes }: Expected, acquisitions: readonly Acquisition[]): Judged {
  if (planes === null || acquisitions.length === 0) return { outcome: null, miss: '' };
  const said = acquisitions.map(({ plane }) => plane);
  const allNamed = said.every((plane) => plane !== null && planes.includes(plane));
  const outcome = allNamed ? 'right' : said.includes(null) ? 'unanswered' : 'wrong';
  return { outcome, miss: allNamed ? '' : `${planes.join('|')} → ${said.map((plane) => plane ?? 'not known').join()}` };
}

function echoOf(acquisitions: readonly Acquisition[], echo: { index: number; of: number }): readonly Acquisition[] {
  if (acquisitions.length !== echo.of) return [];
  const byEcho = acquisitions.toSorted((a, b) => (a.timing.echoTimeMs ?? 0) - (b.timing.echoTimeMs ?? 0));
  return byEcho.slice(echo.index, echo.index + 1);
}

function worst(all: readonly (Outcome | null)[]): Outcome | null {
  return all.reduce<Outcome | null>((sofar, next) => (rank(next) > rank(sofar) ? next : sofar), null);
}

function rank(outcome: Outcome | null): number {
  return outcome === null ? -1 : outcomes.indexOf(outcome);
}

function missOf({ outcome, miss }: Judged): readonly string[] {
  return outcome === null || outcome === 'right' ? [] : [miss];
}

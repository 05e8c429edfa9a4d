import type { Answer, Outcome, Property, properties } from './answer.ts';
import { msClassOf } from './labelClasses.ts';
import { type MacroF1, macroF1 } from './macroF1.ts';
import { type ReliabilityBin, reliability } from './reliability.ts';

export type Tally = {
  readonly right: number;
  readonly wrong: number;
  readonly unanswered: number;
  /** Of what was answered; `null` when nothing was. */
  readonly accuracy: number | null;
  readonly abstention: number | null;
};

export type GroupScore = { readonly name: string; readonly tally: Tally };

export type Score = {
  readonly sequence: Tally;
  /** Of the classes that MS guidelines speak of, and of all others. */
  readonly msClasses: Tally;
  readonly otherClasses: Tally;
  readonly properties: Readonly<Record<Property, Tally>>;
  readonly macroF1: MacroF1;
  /** T1w after contrast: how many there are, and what they were called that is neither T1w nor UNKNOWN. */
  readonly postContrast: { readonly all: number; readonly calledOtherwise: readonly string[] };
  readonly reliability: readonly ReliabilityBin[];
  readonly bySource: readonly GroupScore[];
  readonly byVendor: readonly GroupScore[];
  readonly byDataSet: readonly GroupScore[];
};

/** Scores one answer for each group of duplicates. */
export function scoreOf(answers: readonly Answer[]): Score {
  const isMs = ({ case: { expected } }: Answer) =>
    expected.sequences.some((sequence) => msClassOf(sequence, expected.contrast) !== null);
  const post = answers.filter(({ case: { label } }) => label === 'T1w-Gd');
  return {
    sequence: tallySequences(answers),
    msClasses: tallySequences(answers.filter(isMs)),
    otherClasses: tallySequences(answers.filter((answer) => !isMs(answer))),
    properties: {
      sequence: tallySequences(answers),
      contrast: tallyProperty(answers, 'contrast'),
      dimension: tallyProperty(answers, 'dimension'),
      plane: tallyProperty(answers, 'plane'),
      derived: tallyProperty(answers, 'derived'),
      region: tallyProperty(answers, 'region'),
    },
    macroF1: macroF1(answers),
    postContrast: {
      all: post.length,
      calledOtherwise: post.filter(({ outcomes }) => outcomes.sequence === 'wrong').map(({ said }) => said),
    },
    reliability: reliability(answers),
    bySource: scoresBy(answers, ({ case: { source } }) => source),
    byVendor: scoresBy(answers, ({ case: { vendor } }) => vendor),
    byDataSet: scoresBy(answers, ({ case: { dataSet } }) => dataSet),
  };
}

export function tally(outcomes: readonly (Outcome | null)[]): Tally {
  const count = (wanted: Outcome) => outcomes.filter((outcome) => outcome === wanted).length;
  const [right, wrong, unanswered] = [count('right'), count('wrong'), count('unanswered')];
  const all = right + wrong + unanswered;
  return {
    right,
    wrong,
    unanswered,
    accuracy: right + wrong === 0 ? null : right / (right + wrong),
    abstention: all === 0 ? null : unanswered / all,
  };
}

/** Fewer than this say nothing of a vendor or a data set. */
export const leastOfGroup = 5;

/**
 * The group with the lowest accuracy. The rules are not trained, so that leaving a vendor or a data set out is to score it by
 * itself. `null` where no group is large enough.
 */
export function worstGroup(groups: readonly GroupScore[]): GroupScore | null {
  const [worst] = groups
    .filter(({ tally: { right, wrong } }) => right + wrong >= leastOfGroup)
    .toSorted((a, b) => (a.tally.accuracy ?? 1) - (b.tally.accuracy ?? 1) || (a.name < b.name ? -1 : 1));
  return worst ?? null;
}

function tallySequences(answers: readonly Answer[]): Tally {
  return tallyProperty(answers, 'sequence');
}

function tallyProperty(answers: readonly Answer[], property: (typeof properties)[number]): Tally {
  return tally(answers.map(({ outcomes }) => outcomes[property]));
}

function scoresBy(answers: readonly Answer[], nameOf: (answer: Answer) => string): readonly GroupScore[] {
  return [...Map.groupBy(answers, nameOf)]
    .map(([name, group]) => ({ name, tally: tallySequences(group) }))
    .sort((a, b) => sizeOf(b) - sizeOf(a) || (a.name < b.name ? -1 : 1));
}

function sizeOf({ tally: { right, wrong, unanswered } }: GroupScore): number {
  return right + wrong + unanswered;
}

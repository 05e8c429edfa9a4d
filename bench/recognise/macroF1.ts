import type { Answer } from './answer.ts';
import { type MsClass, msClasses, msClassOf } from './labelClasses.ts';

export type ClassF1 = {
  readonly name: MsClass;
  readonly cases: number;
  readonly found: number;
  /** Called so, and labelled otherwise. */
  readonly falsely: number;
  /** `null` without cases. */
  readonly f1: number | null;
};

export type MacroF1 = { readonly mean: number | null; readonly classes: readonly ClassF1[] };

/**
 * F1 of each MS class and its mean over the classes that have cases. A case without an answer was not found, but is nobody's
 * false alarm; so was a T1w after contrast of which the contrast state was not told.
 */
export function macroF1(answers: readonly Answer[]): MacroF1 {
  const pairs = answers.map((answer) => ({ truth: truthOf(answer), called: calledOf(answer) }));
  const classes = msClasses.map((name) => {
    const cases = pairs.filter(({ truth }) => truth === name).length;
    const found = pairs.filter(({ truth, called }) => truth === name && called === name).length;
    const falsely = pairs.filter(({ truth, called }) => truth !== name && called === name).length;
    return { name, cases, found, falsely, f1: cases === 0 ? null : (2 * found) / (cases + found + falsely) };
  });
  const known = classes.flatMap(({ f1 }) => f1 ?? []);
  return { mean: known.length === 0 ? null : known.reduce((sum, f1) => sum + f1, 0) / known.length, classes };
}

function truthOf({ case: { expected } }: Answer): MsClass | null {
  const [sequence] = expected.sequences;
  return sequence === undefined ? null : msClassOf(sequence, expected.contrast);
}

function calledOf({ said, contrast, outcomes, case: { expected } }: Answer): MsClass | null {
  if (said === 'absent' || outcomes.sequence === 'unanswered') return null;
  // Where the collection does not say whether contrast was given, "yes" cannot be called false.
  if (expected.contrast === null) return msClassOf(said, null);
  return said === 'T1w' && expected.contrast === 'yes' && contrast === 'unknown' ? null : msClassOf(said, contrast);
}

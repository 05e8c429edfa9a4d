import { type Example, indications, type Protocol } from '../protocol/index.ts';
import { nearestWord } from './nearestWord.ts';

/** An example that looks at nothing: its index in the file, and how to mend it. */
export type MisdirectedExample = { readonly index: number; readonly problem: string };

/** Examples of a requirement, or for an indication, that the file does not have. */
export function misdirectedExamples(protocol: Protocol, examples: readonly Example[]): readonly MisdirectedExample[] {
  return examples.flatMap((example, index) => {
    const problem = whyMisdirected(protocol, example);
    return problem === null ? [] : [{ index, problem }];
  });
}

function whyMisdirected(
  { requirements }: Protocol,
  { shows, requirement: id, expect, but = [] }: Example,
): string | null {
  const requirement = requirements.find((each) => each.id === id);
  if (requirement === undefined) {
    const ids = requirements.map((each) => each.id);
    const nearest = nearestWord(id, ids);
    const meant = nearest === null ? '.' : `; is ${nearest} meant?`;
    return `the example "${shows}" is of "${id}", and there is no such requirement${meant} There are: ${ids.join(', ')}`;
  }
  const expected = [expect, ...but.map((each) => each.expect).filter((each) => typeof each !== 'string')];
  const unasked = indications.filter(
    (indication) =>
      requirement.indications[indication] === undefined && expected.some((each) => each[indication] !== undefined),
  );
  if (unasked.length === 0) return null;
  const asked = indications.filter((indication) => requirement.indications[indication] !== undefined);
  return `the example "${shows}" is for ${unasked.join(' and ')}, and ${id} is asked only for ${asked.join(' and ')}`;
}

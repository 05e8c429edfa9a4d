import type { Answer } from './answer.ts';

/** Each series of which the sequence or a property was wrong or not told: what it is, what was said, and on what evidence. */
export function printedMisses(answers: readonly Answer[]): string {
  const missed = answers.filter(({ outcomes }) =>
    Object.values(outcomes).some((one) => one === 'wrong' || one === 'unanswered'),
  );
  const order = (answer: Answer) =>
    answer.outcomes.sequence === 'wrong' ? 0 : answer.outcomes.sequence === 'unanswered' ? 1 : 2;
  return missed
    .toSorted((a, b) => order(a) - order(b) || (key(a) < key(b) ? -1 : 1))
    .map((answer) => {
      const { case: labelled, outcomes, said, confidence, evidence, misses } = answer;
      return [
        `${outcomes.sequence === 'right' ? 'other' : outcomes.sequence}: ${labelled.label} · said ${said} (${confidence.toFixed(2)}) · ${misses.join(' · ')}`,
        `    ${labelled.path} (${labelled.vendor}, ${labelled.group.split(' [')[0]})`,
        `    ${evidence.join('; ')}`,
      ].join('\n');
    })
    .join('\n');
}

function key({ case: { label, vendor, path } }: Answer): string {
  return [label, vendor, path].join('\n');
}

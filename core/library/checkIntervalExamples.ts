import { judgeInterval, judgeSituation, plusDays, plusMonths } from '../compliance/index.ts';
import { type IntervalCase, type IntervalExample, type Protocol, verifications } from '../protocol/index.ts';
import { exampleStudy } from './exampleStudy.ts';

/** An example of intervals that does not hold: which, at which time, and what was found instead. */
export type BrokenIntervalExample = {
  /** Index of the example among the file's `intervalExamples`, and of the time within it. */
  readonly index: number;
  readonly place: number;
  /** "high PML risk, after 4 months and 15 days" */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
};

/** Every time of every example of intervals that is judged otherwise than the file says; none, when all hold. */
export function brokenIntervalExamples(
  protocol: Protocol,
  examples: readonly IntervalExample[],
): readonly BrokenIntervalExample[] {
  return examples.flatMap((example, index) =>
    example.after.flatMap((each, place): readonly BrokenIntervalExample[] => {
      const { expect: expected } = each;
      const found = foundIn(protocol, example, each);
      return found === expected ? [] : [{ index, place, what: `${example.shows}, ${inWords(each)}`, expected, found }];
    }),
  );
}

/** Any day will do that every month has. */
const firstDay = '2025-01-15';

function foundIn(protocol: Protocol, example: IntervalExample, { months, days = 0, expect }: IntervalCase): string {
  const { indication, situation } = example;
  const day = plusDays(plusMonths(firstDay, months ?? 0), days);
  const since = months === null ? null : firstDay;
  if (situation === undefined) return timingForPatient(protocol, example, since, day);
  const interval = protocol.intervals?.find((each) => each.indication === indication && each.situation === situation);
  if (interval === undefined) return `no interval for ${situation} in ${indication}`;
  const graceDays = protocol.intervalGrace?.days ?? 0;
  const { timing, verification } = judgeSituation(interval, { since, day, graceDays });
  const namesVerification = verifications.some((each) => expect.split(' ').includes(each));
  return namesVerification ? `${timing} ${verification}` : timing;
}

function timingForPatient(
  protocol: Protocol,
  { indication, pmlRisk }: IntervalExample,
  priorDate: string | null,
  studyDate: string,
): string {
  const brain = exampleStudy([{ sequence: 'FLAIR' }], 'brain');
  const interval = judgeInterval({
    studyDate,
    priorDate,
    acquisitions: brain,
    priorAcquisitions: brain,
    protocols: [protocol],
    indications: [indication],
    pmlRisk: pmlRisk ?? null,
  });
  if (interval === null) return 'cannot-tell';
  return interval.judgements[0]?.timing ?? `no interval in ${indication}`;
}

function inWords({ months, days = 0 }: IntervalCase): string {
  if (months === null) return 'a day not known';
  const beside = days === 0 ? '' : ` ${days < 0 ? 'less' : 'and'} ${Math.abs(days)} days`;
  return `after ${months} months${beside}`;
}

import { type IntervalExample, type Protocol, type ScanInterval, verifications } from '../protocol/index.ts';
import { brokenIntervalExamples } from './checkIntervalExamples.ts';

/** A protocol with one thing changed in one of its intervals. */
export type IntervalMutant = {
  /** Id of the interval, or `intervalGrace`. */
  readonly interval: string;
  /** Where it stands in the file. */
  readonly path: readonly (string | number)[];
  /** "max 4 → 5 months" */
  readonly what: string;
  readonly protocol: Protocol;
};

/** Every bound a month more, a month less and left out; every verification as every other; each interval and the grace left out. */
export function intervalMutants(protocol: Protocol): readonly IntervalMutant[] {
  const { intervals = [] } = protocol;
  return [
    ...graceMutants(protocol),
    ...intervals.flatMap((interval, index) => [
      ...changes(interval).map(({ what, changed }) => ({
        interval: interval.id,
        path: ['intervals', index],
        what,
        protocol: { ...protocol, intervals: intervals.with(index, changed) },
      })),
      {
        interval: interval.id,
        path: ['intervals', index],
        what: 'not asked',
        protocol: { ...protocol, intervals: intervals.toSpliced(index, 1) },
      },
    ]),
  ];
}

/** The mutants that no example of the file's intervals notices. */
export function intervalSurvivors(protocol: Protocol, examples: readonly IntervalExample[]): readonly IntervalMutant[] {
  return intervalMutants(protocol).filter((mutant) => brokenIntervalExamples(mutant.protocol, examples).length === 0);
}

function graceMutants(protocol: Protocol): readonly IntervalMutant[] {
  const { intervalGrace, ...rest } = protocol;
  if (intervalGrace === undefined) return [];
  const { days } = intervalGrace;
  const mutant = (what: string, changed: Protocol): IntervalMutant => ({
    interval: 'intervalGrace',
    path: ['intervalGrace'],
    what,
    protocol: changed,
  });
  return [
    ...[days - 1, days + 1].map((other) =>
      mutant(`${days} → ${other} days`, { ...protocol, intervalGrace: { ...intervalGrace, days: other } }),
    ),
    mutant('no grace', rest),
  ];
}

type Change = { readonly what: string; readonly changed: ScanInterval };

function changes(interval: ScanInterval): readonly Change[] {
  return [
    ...(['min', 'max'] as const).flatMap((bound) => boundChanges(interval, bound)),
    ...verifications
      .filter((verification) => verification !== interval.verification)
      .map((verification) => ({
        what: `verification ${interval.verification} → ${verification}`,
        changed: { ...interval, verification },
      })),
  ];
}

function boundChanges(interval: ScanInterval, bound: 'min' | 'max'): readonly Change[] {
  const { [bound]: months, ...without } = interval;
  if (months === undefined) return [];
  return [
    ...[months - 1, months + 1].map((other) => ({
      what: `${bound} ${months} → ${other} months`,
      changed: { ...interval, [bound]: other },
    })),
    { what: `no ${bound}`, changed: without },
  ];
}

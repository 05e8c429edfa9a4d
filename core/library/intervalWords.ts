import { indications, intervalInWords, type Protocol, type ScanInterval, situationInWords } from '../protocol/index.ts';
import { indicationNames } from './demandWords.ts';

const title = 'Time between MRIs of the brain';

/** How often an edition asks for an MRI, with its sources, as `protocols show` says it; no line where it does not say. */
export function intervalLines({ intervals = [], intervalGrace }: Protocol): readonly string[] {
  if (intervals.length === 0) return [];
  return [
    '',
    title,
    ...intervals.map(
      (interval) =>
        `  ${interval.indication}, ${situationInWords(interval)}: ${intervalInWords(interval)} (${interval.citation}; ${interval.verification})`,
    ),
    ...(intervalGrace === undefined
      ? []
      : [`  ${intervalGrace.days} days beside a limit still count as on time (${intervalGrace.source})`]),
  ];
}

/** What changes in how often an MRI is asked for; no line where nothing does. */
export function diffIntervals(before: Protocol, after: Protocol): readonly string[] {
  const lines = indications.flatMap((indication) => {
    const [was, is] = [before, after].map(({ intervals = [] }) =>
      intervals.filter((interval) => interval.indication === indication),
    );
    if (was === undefined || is === undefined) return [];
    const changed = [...new Set([...was, ...is].map(({ situation }) => situation))].flatMap((situation) => {
      const [old, now] = [was, is].map((intervals) => intervals.find((each) => each.situation === situation));
      return askedOf(old) === askedOf(now)
        ? []
        : `  ${situationInWords({ situation })}: ${askedOf(old)} → ${askedOf(now)}`;
    });
    return changed.length === 0 ? [] : [`for ${indicationNames[indication]}`, ...changed];
  });
  const [oldGrace, newGrace] = [before, after].map(graceOf);
  const grace =
    before.intervals === undefined || after.intervals === undefined || oldGrace === newGrace
      ? []
      : [`grace: ${oldGrace} → ${newGrace}`];
  const all = [...lines, ...grace];
  return all.length === 0 ? [] : ['', title, ...all.map((line) => `  ${line}`)];
}

function askedOf(interval: ScanInterval | undefined): string {
  return interval === undefined ? 'not said' : intervalInWords(interval);
}

function graceOf({ intervalGrace }: Protocol): string {
  return intervalGrace === undefined ? 'none' : `${intervalGrace.days} days`;
}

import { indications, intervalInWords, type Protocol, type ScanInterval, situationInWords } from '../protocol/index.ts';
import { changed } from './changed.ts';
import { indicationNames, readWords } from './demandWords.ts';

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
    const changes = [...new Set([...was, ...is].map(({ situation }) => situation))].flatMap((situation) => {
      const [old, now] = [was, is].map((intervals) => intervals.find((each) => each.situation === situation));
      return diffInterval(situationInWords({ situation }), old, now);
    });
    return changes.length === 0 ? [] : [`for ${indicationNames[indication]}`, ...changes.map((line) => `  ${line}`)];
  });
  const [oldGrace, newGrace] = [before, after].map(graceOf);
  const grace =
    before.intervals === undefined || after.intervals === undefined || oldGrace === newGrace
      ? []
      : [`grace: ${oldGrace} → ${newGrace}`];
  const all = [...lines, ...grace];
  return all.length === 0 ? [] : ['', title, ...all.map((line) => `  ${line}`)];
}

function diffInterval(
  situation: string,
  was: ScanInterval | undefined,
  is: ScanInterval | undefined,
): readonly string[] {
  if (was === undefined || is === undefined) return changed(situation, askedOf(was), askedOf(is));
  const areWordsAlike = askedOf(was) === askedOf(is);
  const areBoundsAlike = was.min === is.min && was.max === is.max;
  const asked = areWordsAlike && !areBoundsAlike ? judgedOf : askedOf;
  return [
    ...changed(situation, asked(was), asked(is)),
    ...changed(`who is meant by ${situation}`, was.who ?? '', is.who ?? '', 'not said'),
    ...changed(`how sure we are of ${situation}`, readWords[was.verification], readWords[is.verification]),
  ];
}

function askedOf(interval: ScanInterval | undefined): string {
  return interval === undefined ? 'not said' : intervalInWords(interval);
}

/** What is judged, beside the source's words where the file quotes them. */
function judgedOf(interval: ScanInterval): string {
  const { asWritten, ...bounds } = interval;
  return asWritten === undefined ? intervalInWords(bounds) : `${asWritten} (judged: ${intervalInWords(bounds)})`;
}

function graceOf({ intervalGrace }: Protocol): string {
  return intervalGrace === undefined ? 'none' : `${intervalGrace.days} days`;
}

import { judgedStudies } from './judgedStudies.ts';
import { type Run, startMs } from './runScenario.ts';
import type { Scenario } from './scenario/scenario.ts';

/**
 * Studies of whose outcome nobody was told at last. A quiet replay changes nothing by itself, since version and editions stay: what
 * it finds before whoever sent it is told of it, they are told all the same.
 */
export function keptFromEveryone({ cloud }: Run): readonly string[] {
  return judgedStudies(cloud).flatMap(({ study, verdicts }) => {
    const last = verdicts.at(-1);
    if (last?.quiet !== true || last.outcome === 'not-applicable' || last.outcome === last.previousOutcome) return [];
    return [`${study.pk} ends as ${last.outcome}, of which nobody was told`];
  });
}

/** Looks that wait for the end of an archive that is being read slowly. */
const longestWaitMs = 600_000;
const handlingMs = 5_000;
/** Of the replay itself, and of the patient's studies that have one another looked at. */
const looksInARow = 4;

/** Quiet verdicts that no quiet replay led to, as far as times tell. */
export function quietWithoutReplay(scenario: Scenario, { cloud }: Run): readonly string[] {
  const { quietReplaysAtMs, quietSeconds, slowestSetMs } = scenario;
  const longestMs = looksInARow * quietSeconds * 1000 + (slowestSetMs === 0 ? handlingMs : longestWaitMs);
  const isOfReplay = (judgedAtMs: number) =>
    quietReplaysAtMs.some((atMs) => {
      const sinceMs = judgedAtMs - startMs - atMs;
      return sinceMs >= 0 && sinceMs <= longestMs;
    });
  return judgedStudies(cloud).flatMap(({ study, verdicts }) =>
    verdicts
      .filter(({ quiet, judgedAtMs }) => quiet === true && !isOfReplay(judgedAtMs))
      .map(({ revision }) => `${study.pk} ${revision} is quiet, and no quiet replay led to it`),
  );
}

import { type Outcome, regionsImaged } from '../../core/compliance/index.ts';
import {
  isQuiet,
  isSentLoudly,
  packJson,
  type SettleMessage,
  type StudyItem,
  type VerdictEvent,
  type VerdictItem,
  verdictSk,
} from '../../core/records/index.ts';
import { longestDelaySeconds, type SettleQueue } from '../queues/settleQueue.ts';
import type { EarlierStudies } from '../tables/earlierStudies.ts';
import type { NearbyStudies } from '../tables/nearbyStudies.ts';
import type { StudyVerdicts } from '../tables/studyVerdicts.ts';
import { announceVerdicts, unannouncedVerdicts } from './announceVerdicts.ts';
import type { Judgement } from './judge.ts';
import { lookAtStudy } from './lookAtStudy.ts';
import { tellOtherStudies } from './otherStudies.ts';
import { type ReadInputsDependencies, readInputs, type StudyInputs } from './readInputs.ts';
import { readiness } from './readiness.ts';
import { mayBeAltered } from './studyOutcome.ts';

export type EvaluateDependencies = ReadInputsDependencies & {
  readonly earlier: EarlierStudies;
  readonly nearby: NearbyStudies;
  readonly verdicts: StudyVerdicts;
  readonly settle: SettleQueue;
  readonly publish: (event: VerdictEvent) => Promise<void>;
  readonly now: () => number;
  readonly capSeconds: number;
  /** Told which study a message is about, before anything can go wrong with it. */
  readonly onStudy?: (studyKey: string) => void;
};

export type Evaluation =
  | { readonly kind: 'unknown-study' | 'superseded' | 'waiting'; readonly studyKey: string | null }
  | {
      readonly kind: 'new-verdict' | 'same-verdict';
      readonly studyKey: string;
      readonly revision: number;
      readonly outcome: Outcome;
      /** From the study's last object to now; `null` when it did not lead to this look, or other objects were waited for. */
      readonly ageSeconds: number | null;
    };

/** Others kept writing verdicts of the same study; the message comes again. */
export class VerdictContentionError extends Error {
  override readonly name = 'VerdictContentionError';
}

/** A report that no item can hold. */
export class ReportTooLargeError extends Error {
  override readonly name = 'ReportTooLargeError';
}

const attempts = 5;

/** Looks at a study, judges it if it is time, and sees to it that every verdict is announced. */
export async function evaluateStudyMessage(
  message: SettleMessage,
  dependencies: EvaluateDependencies,
): Promise<Evaluation> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const evaluation = await attemptEvaluation(message, dependencies);
    if (evaluation !== 'lost-the-race') return evaluation;
  }
  throw new VerdictContentionError('Other evaluations of this study were faster five times in a row.');
}

/**
 * The latest verdict is read before the inputs, and the study, which says in what folders they lie, once more behind it. Were it
 * the other way round, an evaluation with older inputs could follow one with newer inputs: this way, whoever writes revision
 * n + 1 has read inputs no older than those of revision n.
 */
async function attemptEvaluation(
  message: SettleMessage,
  dependencies: EvaluateDependencies,
): Promise<Evaluation | 'lost-the-race'> {
  const { verdicts, now, capSeconds } = dependencies;
  const first = await verdicts.readStudy(message.site, message.studyInstanceUid);
  if (first === null) return { kind: 'unknown-study', studyKey: null };
  const { studyKey } = first;
  dependencies.onStudy?.(studyKey);
  const asked = { message, nowMs: now(), capSeconds };
  // Most messages end here: ask before hundreds of items are read. Where the announced number may be reached, they must be.
  if (!message.complete) {
    const early = readiness({ ...asked, study: first, present: 0, expected: null, readingSeconds: null });
    if (early.kind === 'superseded') return { kind: 'superseded', studyKey };
    if (early.kind === 'overtaken') return standIn(first, message, early.seconds, dependencies);
  }

  const latest = await verdicts.latestVerdict(first);
  const study = (await verdicts.readStudy(message.site, message.studyInstanceUid)) ?? first;
  const beganMs = now();
  const inputs = await readInputs(study, dependencies);
  // Behind the inputs: an archive that began before they were read, and ended since, may be there in part.
  const readingSeconds = secondsUntil(await verdicts.archiveReadingUntilMs(study), beganMs, now());
  const present = inputs.instances.length + inputs.rejects.length;
  const ready = readiness({ ...asked, study, present, expected: inputs.expectedInstances, readingSeconds });
  if (ready.kind === 'superseded') return { kind: 'superseded', studyKey };
  if (ready.kind === 'overtaken') return standIn(study, message, ready.seconds, dependencies);
  if (ready.kind === 'wait') {
    await lookAgain(study, message, ready.seconds, dependencies);
    return { kind: 'waiting', studyKey };
  }
  if (present === 0) return { kind: 'unknown-study', studyKey };

  const { acquisitions, digest, judged } = await lookAtStudy(study, inputs, dependencies);
  const quiet = isQuiet(study, message);
  const isForSomebody = !quiet && (isSentLoudly(study) || message.aloud === true);
  const isNew = latest === null || isNews(latest, digest, isForSomebody);
  const verdict = isNew ? verdictItem(study, { latest, digest, quiet }, judged(), inputs, now()) : latest;
  if (isNew && !(await verdicts.putVerdict(verdict))) return 'lost-the-race';

  const isDoubtful = mayBeAltered([...inputs.rejects, ...inputs.folderRejects]);
  const regions = isDoubtful ? [] : regionsImaged(acquisitions);
  await verdicts.recordLatest(study, verdict, {
    indications: [...inputs.indications],
    instances: inputs.instances.length,
    rejects: inputs.rejects.length,
    regionsImaged: regions,
  });
  const unannounced = await unannouncedVerdicts(study, verdict, verdicts);
  const isAloud = isSentLoudly(study) || unannounced.some((one) => one.quiet !== true);
  const announcing = sendingAs(isAloud ? { aloud: true } : { quiet: true }, dependencies);
  await tellOtherStudies(study, { revision: verdict.revision, regions, editions: inputs.protocols }, announcing);
  await announceVerdicts(study, unannounced, announcing);
  await verdicts.recordSettled(study, now());
  const { revision, outcome } = verdict;
  const ageSeconds = ageOf(study, present < (inputs.expectedInstances ?? 0), now());
  return { kind: isNew ? 'new-verdict' : 'same-verdict', studyKey, revision, outcome, ageSeconds };
}

/** How long to wait for an archive to be read; `null` when it was before `beganMs`. */
function secondsUntil(untilMs: number, beganMs: number, nowMs: number): number | null {
  return untilMs <= beganMs ? null : Math.max(1, Math.ceil((untilMs - nowMs) / 1000));
}

function ageOf(study: StudyItem, isShort: boolean, nowMs: number): number | null {
  if (study.waitingSinceMs === undefined || isShort) return null;
  return Math.max(0, (nowMs - study.lastArrivalMs) / 1000);
}

/** Whatever is looked at again because of quiet verdicts alone is nothing new to anybody either; of any other somebody is to be told. */
function sendingAs(
  mark: Pick<SettleMessage, 'quiet' | 'aloud'>,
  dependencies: EvaluateDependencies,
): EvaluateDependencies {
  const { settle } = dependencies;
  return {
    ...dependencies,
    settle: { send: (message, delaySeconds) => settle.send({ ...message, ...mark }, delaySeconds) },
  };
}

/** No message was sent for the newest arrival, or none that is known of: this one is sent once more in its place. */
async function standIn(
  study: StudyItem,
  message: SettleMessage,
  seconds: number | null,
  { settle, verdicts, now }: EvaluateDependencies,
): Promise<Evaluation> {
  const delaySeconds = seconds === null ? undefined : Math.min(seconds, longestDelaySeconds);
  // Where each arrival is to ask for itself, this is no reason not to.
  const mayBeReliedOn = study.nextLookMs !== undefined && delaySeconds !== undefined;
  const nextLookMs = mayBeReliedOn ? now() + delaySeconds * 1000 : null;
  await settle.send({ ...message, arrival: study.arrivals, complete: false }, delaySeconds);
  await verdicts.recordSent(study, nextLookMs);
  return { kind: 'waiting', studyKey: study.studyKey };
}

/** Clocks differ. */
const marginMs = 10_000;

/** One message that says to look again is enough: did each copy of one send another, they would double every time. */
async function lookAgain(
  study: StudyItem,
  message: SettleMessage,
  seconds: number,
  { settle, verdicts, now }: EvaluateDependencies,
): Promise<void> {
  const isOnItsWay = study.lookAgainArrival === study.arrivals && (study.lookAgainMs ?? 0) > now();
  if (isOnItsWay) return;
  const delaySeconds = Math.min(seconds, longestDelaySeconds);
  await settle.send({ ...message, arrival: study.arrivals, complete: false }, delaySeconds);
  await verdicts.recordLookAgain(study, now() + delaySeconds * 1000 - marginMs);
}

/**
 * What a quiet verdict kept from everybody is told once something of its study is sent for that, by a verdict of its own, alike or
 * not; or once there is news of another study, which the quiet look may have seen first. A look that finds all as it was for no such reason tells
 * nothing: it may be a late copy of an old message.
 */
export function isNews(latest: VerdictItem, digest: string, isForSomebody: boolean): boolean {
  return latest.inputDigest !== digest || (isKept(latest) && isForSomebody);
}

function isKept({ quiet, outcome, previousOutcome }: VerdictItem): boolean {
  return quiet === true && outcome !== previousOutcome;
}

/** Of "not applicable", and of what is quiet, nobody is told: what was said before it still stands where people remember it. */
export function saidBefore(latest: VerdictItem | null): Outcome | null {
  if (latest === null) return null;
  return latest.outcome === 'not-applicable' || latest.quiet === true ? latest.previousOutcome : latest.outcome;
}

function verdictItem(
  study: StudyItem,
  { latest, digest, quiet }: { readonly latest: VerdictItem | null; readonly digest: string; readonly quiet: boolean },
  judgement: Judgement,
  inputs: StudyInputs,
  nowMs: number,
): VerdictItem {
  const revision = (latest?.revision ?? 0) + 1;
  const report = packJson(judgement.report);
  if (report === null) throw new ReportTooLargeError('The report does not fit an item, even compressed.');
  return {
    pk: study.pk,
    sk: verdictSk(revision),
    revision,
    inputDigest: digest,
    engine: inputs.engine,
    outcome: judgement.outcome,
    previousOutcome: saidBefore(latest),
    ...(quiet ? { quiet } : {}),
    protocols: judgement.verdicts.map(({ protocol, revision, region, indication, outcome }) => ({
      id: protocol,
      revision,
      region,
      indication,
      outcome,
    })),
    judgedAtMs: nowMs,
    report,
  };
}

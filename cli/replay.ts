import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SettleMessage, StudyItem } from '../core/records/index.ts';
import { count } from '../core/report/index.ts';
import { type RecordedStudies, recordedStudies } from '../functions/evaluate/index.ts';
import { awsFailure } from './awsFailure.ts';
import { NothingReadableError, UsageError } from './commandError.ts';
import { inOrder } from './inOrder.ts';
import type { ReplayOptions } from './replayCommand.ts';
import type { Listed, Position } from './replayedStudies.ts';
import { type ReplayNames, replayNames } from './replayNames.ts';
import { selectedStudies } from './replaySelection.ts';
import { type ReplayWay, replayWay } from './replayWay.ts';
import {
  dryRunHead,
  dryRunSummary,
  type Foresight,
  type ForesightKind,
  foresightKinds,
  foresightLines,
  kindOf,
} from './replayWords.ts';

export type ReplayClients = {
  readonly documents: DynamoDBDocumentClient;
  readonly queues: SQSClient;
  readonly names: (options: ReplayOptions) => Promise<ReplayNames>;
};

/**
 * Says what looking at studies again would come to; with `--go` sends each of them a settle message, which has the stack do so.
 *
 * @throws UsageError when AWS refuses; it says where to go on
 * @throws NothingReadableError when there is no such study
 */
export async function replay(
  options: ReplayOptions,
  interruption: AbortSignal,
  clients: ReplayClients = awsClients(),
): Promise<void> {
  const { words, list } = selectedStudies(options);
  const names = await clients.names(options);
  const recorded = recordedStudies(clients.documents, names);
  const way = replayWay(list(clients.documents, names), options.limit ?? Number.POSITIVE_INFINITY, interruption);
  const sayPosition = () => process.stderr.write(goOnLine(way.position()));
  interruption.addEventListener('abort', sayPosition);
  try {
    if (words !== null) process.stdout.write(`${words}\n`);
    const quiet = options.quiet === true ? ({ quiet: true } as const) : {};
    if (options.go === true) await send(way, recorded, settler(clients.queues, names.settleQueueUrl, quiet));
    else await foresee(way, recorded, quiet);
    process.stdout.write(goOnLine(way.leftOut()));
  } catch (error) {
    if (interruption.aborted) throw error;
    const failure = awsFailure(error, 'The replay ended');
    throw failure === null ? error : new UsageError(`${failure.message} ${goOnLine(way.position())}`.trim());
  } finally {
    interruption.removeEventListener('abort', sayPosition);
  }
}

// What throttles is tried again, with longer and longer waits: another ten seconds before it counts as refused.
function awsClients(): ReplayClients {
  return {
    documents: DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 10 })),
    queues: new SQSClient({ maxAttempts: 10 }),
    names: replayNames,
  };
}

/** Whether somebody is to be told. */
type Quiet = Pick<SettleMessage, 'quiet'>;

function goOnLine(position: Position | null): string {
  return position === null ? '' : `To go on: the same with --resume ${position.site}:${position.day}\n`;
}

/** Each may hold thousands of headers. */
const foreseenAtOnce = 4;

async function foresee(way: ReplayWay, recorded: RecordedStudies, quiet: Quiet): Promise<void> {
  process.stdout.write(dryRunHead());
  const kinds: ForesightKind[] = [];
  for await (const { one, found } of inOrder(way.studies, foreseenAtOnce, async (one) => ({
    one,
    found: await foresight(one, recorded, quiet),
  }))) {
    way.reached(one);
    if (found === null) continue;
    kinds.push(kindOf(found));
    for (const line of foresightLines(found)) process.stdout.write(`${line}\n`);
  }
  refuseNone(kinds.length);
  const counted = foresightKinds.map((kind) => [kind, kinds.filter((one) => one === kind).length] as const);
  process.stdout.write(`\n${dryRunSummary(new Map(counted.filter(([, number]) => number > 0)))}`);
}

/** One study that this machine cannot judge must not hide what becomes of the others. */
async function foresight(
  { site, studyInstanceUid }: Listed,
  recorded: RecordedStudies,
  quiet: Quiet,
): Promise<Foresight | null> {
  const study = await recorded.read(site, studyInstanceUid);
  if (study === null) return null;
  try {
    return { study, foreseen: await recorded.foresee(study, quiet) };
  } catch (error) {
    if (awsFailure(error, '') !== null) throw error;
    return { study, error: error instanceof Error ? error.name : 'unknown' };
  }
}

const sentAtOnce = 16;

async function send(
  way: ReplayWay,
  recorded: RecordedStudies,
  settle: (study: StudyItem) => Promise<void>,
): Promise<void> {
  const sent = new Map<string, number>();
  for await (const { one, study } of inOrder(way.studies, sentAtOnce, async (one) => {
    // Not from the index, which may lag behind: a message of an older arrival gives way to a newer one, handled or not.
    const study = await recorded.read(one.site, one.studyInstanceUid);
    if (study !== null) await settle(study);
    return { one, study };
  })) {
    way.reached(one);
    if (study !== null) sent.set(one.site, (sent.get(one.site) ?? 0) + 1);
  }
  const total = [...sent.values()].reduce((sum, number) => sum + number, 0);
  refuseNone(total);
  for (const [site, number] of sent) process.stdout.write(`${site}: ${count(number, 'study', 'studies')}\n`);
  process.stdout.write(
    `Sent ${count(total, 'study', 'studies')} to be looked at again, which happens once the quiet period has passed.\n`,
  );
}

/** As ingest leaves one: after the quiet period, so that a study that is still arriving is judged no earlier. */
function settler(queues: SQSClient, QueueUrl: string, quiet: Quiet): (study: StudyItem) => Promise<void> {
  return async ({ site, studyInstanceUid, arrivals }) => {
    const message: SettleMessage = { site, studyInstanceUid, arrival: arrivals, complete: false, ...quiet };
    await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
  };
}

function refuseNone(studies: number): void {
  if (studies > 0) return;
  throw new NothingReadableError(
    'There is no such study. A study without a date, or dated otherwise, is not among them: name it with --study, or give --from and --until.',
  );
}

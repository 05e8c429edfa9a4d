import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { SFNClient, SFNServiceException, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { siteSchema } from '../core/records/index.ts';
import { bytesWords, count } from '../core/report/index.ts';
import type { BackfillOptions } from './backfillCommand.ts';
import { backfillCost, type CostLine, type Listing } from './backfillCost.ts';
import { nothingBelow, ownBucketOf, prefixOf, refuseEmpty, refuseUnlistable } from './backfillPlace.ts';
import { UsageError } from './commandError.ts';
import { s3Failure } from './s3Failure.ts';
import { s3Client } from './s3Objects.ts';

export type BackfillClients = {
  readonly s3: () => S3Client;
  readonly stepFunctions: () => SFNClient;
};

/** Starts the state machine over a prefix of a bucket; with `--dry-run` lists the prefix and says what that would be. */
export async function backfill(
  site: string,
  options: BackfillOptions,
  interruption: AbortSignal,
  clients: BackfillClients = awsClients,
): Promise<void> {
  const name = siteSchema.safeParse(site);
  if (!name.success) throw new UsageError(`"${site}" is no site name: ${name.error.issues[0]?.message}.`);
  const { bucket, notify = false, maxConcurrency, maxObjects } = options;
  const prefix = prefixOf(site, options.prefix);
  if (options.dryRun === true) {
    const listing = await list(site, clients.s3(), { bucket, prefix, maxObjects }, interruption);
    process.stdout.write(dryRunText(site, { bucket, prefix, notify }, listing));
    return;
  }
  const input = { site, bucket, prefix, quiet: !notify, maxConcurrency, maxObjects };
  const [stateMachine, stepFunctions] = [stateMachineOf(options), clients.stepFunctions()];
  refuseUnlistable(site, { bucket, prefix }, await ownBucketOf(stateMachine, stepFunctions));
  await refuseEmpty(site, { bucket, prefix }, clients.s3(), interruption);
  const executionArn = await start(stateMachine, input, stepFunctions);
  process.stdout.write(startedText(executionArn, notify));
}

const awsClients: BackfillClients = {
  s3: () => s3Client(process.env),
  stepFunctions: () => new SFNClient({}),
};

function stateMachineOf({ stateMachine }: BackfillOptions): string {
  if (stateMachine === undefined) {
    throw new UsageError(
      'Name what to start: --state-machine and the BackfillStateMachineArn of the stack’s outputs; or --dry-run. ' +
        'A backfill runs on AWS Step Functions, which the local stack does not have: there, drop the folder instead ' +
        '(npm start -- --drop PATH).',
    );
  }
  if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:[\w-]+$/.test(stateMachine)) {
    throw new UsageError(`--state-machine ${stateMachine}: this is no ARN of a state machine.`);
  }
  return stateMachine;
}

async function start(stateMachineArn: string, input: object, client: SFNClient): Promise<string> {
  try {
    const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
    const { executionArn = '' } = await client.send(command);
    return executionArn;
  } catch (error) {
    if (error instanceof SFNServiceException) {
      throw new UsageError(
        `Step Functions refused to start it (${error.name}): check --state-machine, AWS_REGION and the credentials.`,
      );
    }
    throw error;
  }
}

type Where = { readonly bucket: string; readonly prefix: string; readonly maxObjects: number };

async function list(site: string, client: S3Client, where: Where, interruption: AbortSignal): Promise<Listing> {
  const { bucket, prefix, maxObjects } = where;
  let [objects, bytes, frozen, pages] = [0, 0, 0, 0];
  try {
    const pagesOf = paginateListObjectsV2(
      { client },
      { Bucket: bucket, Prefix: prefix },
      { abortSignal: interruption },
    );
    for await (const { Contents = [] } of pagesOf) {
      pages += 1;
      for (const { Size = 0, StorageClass = 'STANDARD' } of Contents.slice(0, maxObjects - objects)) {
        objects += 1;
        bytes += Size;
        if (StorageClass === 'GLACIER' || StorageClass === 'DEEP_ARCHIVE') frozen += 1;
      }
      if (objects >= maxObjects) break;
    }
  } catch (error) {
    throw interruption.aborted ? error : (s3Failure(error, bucket) ?? error);
  }
  if (objects === 0) throw nothingBelow(site, where);
  return { objects, bytes, frozen, pages };
}

function dryRunText(
  site: string,
  { bucket, prefix, notify }: { readonly bucket: string; readonly prefix: string; readonly notify: boolean },
  listing: Listing,
): string {
  const { objects, bytes, frozen } = listing;
  const lines = backfillCost(listing);
  const total = lines.reduce((sum, { usd }) => sum + usd, 0);
  return [
    `s3://${bucket}/${prefix}: ${count(objects, 'object')}, ${bytesWords(bytes)}, of which headers are read`,
    ...(frozen === 0 ? [] : [`${count(frozen, 'object')} in S3 Glacier are left out: restore them first`]),
    '',
    'To read them takes about (loose files; us-east-1, list prices of 2025):',
    ...lines.map(costLine),
    `  ${'together'.padEnd(labelWidth)}${''.padStart(callsWidth)}${dollars(total)}`,
    '',
    notify
      ? `The contacts of ${site} would be told of each verdict, as if the study came today.`
      : 'Nobody would be told of the verdicts; --notify has the contacts told.',
    'Nothing was started.',
    '',
  ].join('\n');
}

const labelWidth = 28;
const callsWidth = 16;

function costLine({ what, calls, usd }: CostLine): string {
  return `  ${what.padEnd(labelWidth)}${calls.toLocaleString('en-US').padStart(callsWidth)}${dollars(usd)}`;
}

function dollars(usd: number): string {
  return `$${usd.toFixed(usd < 1 ? 4 : 2)}`.padStart(12);
}

function startedText(executionArn: string, notify: boolean): string {
  return [
    `Started ${executionArn}`,
    notify ? 'The contacts are told of each verdict.' : 'Nobody is told of the verdicts.',
    '',
    `Watch   aws stepfunctions describe-execution --execution-arn ${executionArn}`,
    `Stop    aws stepfunctions stop-execution --execution-arn ${executionArn}`,
    `Go on   aws stepfunctions redrive-execution --execution-arn ${executionArn}`,
    '',
  ].join('\n');
}

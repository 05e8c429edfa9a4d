import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand, type SFNClient, SFNServiceException } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { NothingReadableError, UsageError } from './commandError.ts';
import { s3Failure } from './s3Failure.ts';

/** What is to be read. */
export type Place = { readonly bucket: string; readonly prefix: string };

/** @throws UsageError for a prefix that is of another site */
export function prefixOf(site: string, given: string | undefined): string {
  const ofSite = folderOf(site);
  if (given === undefined) return ofSite;
  if (given.startsWith('incoming/') && !given.startsWith(ofSite)) {
    throw new UsageError(`--prefix ${given}: what is of ${site} lies below ${ofSite}.`);
  }
  return given;
}

/**
 * The stack's own bucket, as its state machine names it; `null` where nobody may look.
 *
 * @throws UsageError for a state machine that there is not
 */
export async function ownBucketOf(stateMachineArn: string, client: SFNClient): Promise<string | null> {
  try {
    const { definition = '' } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    return definitionSchema.safeParse(definition).data ?? null;
  } catch (error) {
    if (!(error instanceof SFNServiceException)) throw error;
    if (error.name === 'AccessDeniedException') return null;
    throw new UsageError(
      `Step Functions does not describe it (${error.name}): check --state-machine, AWS_REGION and the credentials.`,
    );
  }
}

/** In its own bucket the stack may list what centres drop, and nothing else. @throws UsageError for a place that it could not list */
export function refuseUnlistable(site: string, { bucket, prefix }: Place, ownBucket: string | null): void {
  if (bucket !== ownBucket || prefix.startsWith(folderOf(site))) return;
  throw new UsageError(
    `--prefix ${prefix}: in its own bucket the stack lists only what lies below ${folderOf(site)}; begin the prefix with that.`,
  );
}

/** @throws NothingReadableError where nothing lies there, or nobody may look: a run would find that out late, or end as if all was well */
export async function refuseEmpty(
  site: string,
  { bucket, prefix }: Place,
  client: S3Client,
  interruption: AbortSignal,
): Promise<void> {
  try {
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 });
    const { Contents = [] } = await client.send(command, { abortSignal: interruption });
    if (Contents.length > 0) return;
  } catch (error) {
    throw interruption.aborted ? error : (s3Failure(error, bucket) ?? error);
  }
  throw nothingBelow(site, { bucket, prefix });
}

export function nothingBelow(site: string, { bucket, prefix }: Place): NothingReadableError {
  const hint = prefix === folderOf(site) ? ' In an archive elsewhere --prefix says where to begin.' : '';
  return new NothingReadableError(`s3://${bucket}/${prefix}: there is no object below it.${hint}`);
}

function folderOf(site: string): string {
  return `incoming/${site}/`;
}

/** Where the map writes its results (`infra/constructs/backfillDefinition.ts`). */
const definitionSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('This is no JSON.');
      return z.NEVER;
    }
  })
  .pipe(
    z.object({
      States: z.object({
        TakeArchive: z.object({ ResultWriter: z.object({ Parameters: z.object({ Bucket: z.string() }) }) }),
      }),
    }),
  )
  .transform(({ States }) => States.TakeArchive.ResultWriter.Parameters.Bucket);

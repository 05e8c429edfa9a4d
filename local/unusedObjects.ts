import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { objectKeyDigest, type RejectItem } from '../core/records/index.ts';
import { demoSite } from './demoSite.ts';
import { rejectedObjects } from './judgedStudies.ts';
import type { LocalStack } from './localStack.ts';

/** Objects of one dropped folder that were not used for the same reason. */
export type UnusedObjects = {
  /** `null` when the bucket does not hold them any more. */
  readonly folder: string | null;
  readonly reason: string;
  readonly objects: number;
  /** The first few, below the folder. */
  readonly paths: readonly string[];
};

const pathsShown = 3;
const sitePrefix = `incoming/${demoSite}/`;

/** What was uploaded and not used, by the folder that was dropped: uploaded is not yet used. */
export async function unusedObjects(stack: LocalStack): Promise<readonly UnusedObjects[]> {
  const rejects = await rejectedObjects(stack);
  return rejects.length === 0 ? [] : groupUnused(rejects, await droppedKeys(stack));
}

/** Records name an object by a digest of its key only; here, where the bucket is one's own, the keys give the names back. */
export function groupUnused(
  rejects: readonly Pick<RejectItem, 'keyDigest' | 'archiveDigest' | 'reason'>[],
  bucketKeys: readonly string[],
): readonly UnusedObjects[] {
  const keys = new Map(bucketKeys.map((key) => [objectKeyDigest(key), key]));
  const located = rejects.map(({ keyDigest, archiveDigest = '', reason }) => {
    // Of a file in an archive, the archive is named.
    return { ...place(keys.get(keyDigest) ?? keys.get(archiveDigest)), reason };
  });
  const groups = Map.groupBy(located, ({ folder, reason }) => JSON.stringify([folder, reason]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const paths = [...new Set(group.flatMap(({ path }) => path ?? []))].sort();
    return [{ folder: first.folder, reason: first.reason, objects: group.length, paths: paths.slice(0, pathsShown) }];
  });
}

function place(key: string | undefined): { readonly folder: string | null; readonly path: string | null } {
  if (key === undefined) return { folder: null, path: null };
  const [folder = '', ...rest] = key.slice(sitePrefix.length).split('/');
  return rest.length === 0 ? { folder: '/', path: folder } : { folder, path: rest.join('/') };
}

async function droppedKeys(stack: LocalStack): Promise<readonly string[]> {
  const keys: string[] = [];
  const asked = { Bucket: stack.output('BucketName'), Prefix: sitePrefix };
  for await (const { Contents = [] } of paginateListObjectsV2({ client: stack.clients.s3 }, asked)) {
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  }
  return keys;
}

import { deepestShared, type Folder } from './incomingObject.ts';

/** An item ends at 400 KB, and every one of these folders is read whenever the study is looked at. */
export const mostFolders = 100;

// Each level keeps this much room free for the levels above it, which may come in a later batch. What is deeper than all of them is one level.
const roomKeptPerLevel = 11;
const levelsAbove = (depth: number): number => Math.min(Math.max(0, depth - 1), deepestShared);

export type FoldersToAdd = {
  readonly digests: ReadonlySet<string>;
  /** They fit as long as the study lists no more folders than this; `null` when there is nothing to add. */
  readonly room: number | null;
};

/**
 * Which folders a study is to list besides those that it lists: shallow ones first, since what is meant for a whole study
 * stands above its images. Where each image lies in a folder of its own, most of these are left out.
 */
export function foldersToAdd(listed: ReadonlySet<string>, offered: readonly Folder[]): FoldersToAdd {
  const digests = new Set<string>();
  let room: number | null = null;
  for (const { digest, depth } of [...offered].sort((a, b) => a.depth - b.depth || (a.digest < b.digest ? -1 : 1))) {
    if (listed.has(digest) || digests.has(digest)) continue;
    const roomForThis = mostFolders - roomKeptPerLevel * levelsAbove(depth) - 1 - digests.size;
    if (listed.size > roomForThis) continue;
    digests.add(digest);
    room = Math.min(room ?? roomForThis, roomForThis);
  }
  return { digests, room };
}

import type { Profiler } from 'node:inspector';
import { type Frame, partOf, type ReadingPart, readingParts } from './readingParts.ts';

export type ProfiledParts = {
  /** Microseconds spent in each part itself, without what it called. */
  readonly parts: Readonly<Record<ReadingPart, number>>;
  /** Functions that took most of the time, with their share of all, the largest first. */
  readonly functions: readonly { readonly frame: Frame; readonly part: ReadingPart; readonly microseconds: number }[];
  readonly microseconds: number;
};

type Node = Profiler.ProfileNode;

/**
 * Sums a CPU profile by what the running function is there for. Time in Node's functions goes to whoever called them.
 *
 * @param frameOf where a function was written, by its place in what was run
 * @param during the part of the profile that counts, by the clock of `process.hrtime`
 */
export function profiledParts(
  profile: Profiler.Profile,
  frameOf: (node: Node['callFrame']) => Frame,
  during: { readonly startedAtUs: number; readonly endedAtUs: number },
): ProfiledParts {
  const parents = new Map<number, number>();
  const nodes = new Map<number, Node>();
  for (const node of profile.nodes) {
    nodes.set(node.id, node);
    for (const child of node.children ?? []) parents.set(child, node.id);
  }
  const frames = new Map<number, { readonly frame: Frame; readonly part: ReadingPart } | null>();

  /** The function of a project that was running, and the part that it is; `null` for the profiler itself. */
  function attributed(id: number): { readonly frame: Frame; readonly part: ReadingPart } | null {
    const known = frames.get(id);
    if (known !== undefined) return known;
    const node = nodes.get(id);
    const found = node === undefined ? rest : attribute(node, parents.get(id));
    frames.set(id, found);
    return found;
  }

  function attribute({ callFrame }: Node, parent: number | undefined) {
    if (callFrame.url === 'node:inspector' || callFrame.url === 'node:inspector/promises') return null;
    const frame = frameOf(callFrame);
    const part = partOf(frame);
    if (part !== null) return { frame, part };
    return parent === undefined ? rest : attributed(parent);
  }

  const parts = Object.fromEntries(readingParts.map((part) => [part, 0])) as Record<ReadingPart, number>;
  const functions = new Map<string, { readonly frame: Frame; readonly part: ReadingPart; microseconds: number }>();
  let microseconds = 0;
  let atUs = profile.startTime;
  for (const [index, id] of (profile.samples ?? []).entries()) {
    // Each delta is the time since the sample before: what ran then is what this sample shows, to within one interval.
    const delta = profile.timeDeltas?.[index] ?? 0;
    atUs += delta;
    const own = attributed(id);
    if (own === null || atUs < during.startedAtUs || atUs > during.endedAtUs) continue;
    microseconds += delta;
    parts[own.part] += delta;
    const key = `${own.frame.file} ${own.frame.name}`;
    const sum = functions.get(key) ?? { ...own, microseconds: 0 };
    sum.microseconds += delta;
    functions.set(key, sum);
  }
  const largestFirst = [...functions.values()].toSorted((one, other) => other.microseconds - one.microseconds);
  return { parts, functions: largestFirst, microseconds };
}

const rest = { frame: { file: '', name: '(other)' }, part: 'the rest' } as const;

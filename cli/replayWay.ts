import type { Listed, Position } from './replayedStudies.ts';

/** How far a replay has come. */
export type ReplayWay = {
  /** The studies to take: up to the end of the day of a site on which `most` are reached. */
  readonly studies: AsyncIterable<Listed>;
  /** This one is done, and every one before it. */
  readonly reached: (one: Listed) => void;
  /** The day of the last one that is done, which may be done in part. */
  readonly position: () => Position | null;
  /** The day of the first one that was left out, once all of `studies` are done; `null` when none was. */
  readonly leftOut: () => Position | null;
};

export function replayWay(listed: AsyncIterable<Listed>, most: number, interruption: AbortSignal): ReplayWay {
  let position: Position | null = null;
  let leftOut: Position | null = null;
  return {
    studies: studies(),
    reached: (one) => {
      position = positionOf(one) ?? position;
    },
    position: () => position,
    leftOut: () => leftOut,
  };

  async function* studies(): AsyncGenerator<Listed, void, void> {
    let taken = 0;
    let last: Listed | null = null;
    for await (const one of listed) {
      interruption.throwIfAborted();
      if (taken >= most && (last?.site !== one.site || last.day !== one.day)) {
        leftOut = positionOf(one);
        return;
      }
      taken += 1;
      last = one;
      yield one;
    }
  }
}

function positionOf({ site, day }: Listed): Position | null {
  return day === null ? null : { site, day };
}

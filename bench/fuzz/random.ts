/** Random numbers that a seed decides, so that a failure can be replayed. */
export type Random = {
  /** An integer from 0 to `count` - 1. */
  readonly below: (count: number) => number;
  /** True once in `times`. */
  readonly oneIn: (times: number) => boolean;
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
};

/** The numbers of one mutant: `stream` parts the mutants of one seed from each other. */
export function seededRandom(seed: number, stream: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream, 0x85ebca77) ^ (stream / 0x1_0000_0000)) >>> 0;
  // SplitMix32: every seed is a good one, unlike with generators that need a warm-up.
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const below = (count: number): number => Math.floor((next() / 0x1_0000_0000) * count);
  return {
    below,
    oneIn: (times) => below(times) === 0,
    pick: (list) => list[below(list.length)] ?? list[0],
  };
}

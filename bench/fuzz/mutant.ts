import { deflateRawSync } from 'node:zlib';
import type { CorpusFile } from './corpus.ts';
import { type ElementSpot, elementSpots } from './elementSpots.ts';
import { type Mutation, mutations } from './mutations.ts';
import { type Random, seededRandom } from './random.ts';

/** A damaged object: the bytes that can be fetched of it, and how long it claims to be. */
export type Mutant = {
  readonly bytes: Uint8Array;
  readonly totalBytes: number;
  /** The file it was made of, and what was done to it. */
  readonly origin: string;
};

export type MutantMaker = (index: number) => Mutant;

/** Makes the mutants of a seed: the same seed, corpus and index always make the same bytes. */
export function mutantMaker(files: readonly CorpusFile[], seed: number): MutantMaker {
  const [first, ...others] = files;
  if (first === undefined) throw new Error('a fuzzer needs at least one file to start from');
  const list = [first, ...others] as const;
  const spotsOf = remembered(elementSpots);
  return (index) => {
    const random = seededRandom(seed, index);
    const file = pickFile(list, random);
    const donor = pickFile(list, random).head;
    const damage = (bytes: Uint8Array, names: string[]): Uint8Array =>
      damaged(bytes, spotsOf(bytes), donor, random, names);
    const names: string[] = [];
    const bytes =
      file.deflated !== null && !random.oneIn(4)
        ? Buffer.concat([file.deflated.prefix, deflateRawSync(damage(file.deflated.body, names), { level: 1 })])
        : damage(file.head, names);
    return { bytes, totalBytes: lengthClaimed(file, bytes, random), origin: `${file.name}: ${names.join(', ')}` };
  };
}

const allMutations = Object.entries(mutations);
const mostDamages = 4;
/** Reading a large head costs as much as reading ten usual ones: it is taken less often. */
const largeHead = 32 * 1024;

function pickFile(files: readonly [CorpusFile, ...CorpusFile[]], random: Random): CorpusFile {
  const file = random.pick(files);
  return file.head.length > largeHead && !random.oneIn(8) ? random.pick(files) : file;
}

function damaged(
  original: Uint8Array,
  spots: readonly ElementSpot[],
  donor: Uint8Array,
  random: Random,
  names: string[],
): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(original);
  for (let count = 1 + random.below(mostDamages); count > 0; count -= 1) {
    const [name, mutation]: [string, Mutation] = allMutations[random.below(allMutations.length)] ?? [
      'none',
      (same) => same,
    ];
    bytes = mutation(bytes, { random, spots, donor });
    names.push(name);
  }
  return bytes;
}

/** Mostly the truth. A file whose end was cut off has lost it, or it cannot be fetched any more. */
function lengthClaimed(file: CorpusFile, bytes: Uint8Array, random: Random): number {
  const unfetched = file.totalBytes - file.head.length;
  if (!random.oneIn(8)) return random.oneIn(3) ? bytes.length : bytes.length + unfetched;
  return random.pick([0, random.below(bytes.length + 1), bytes.length + random.below(0x1_0000_0000), 2 ** 40]);
}

function remembered<Value>(compute: (bytes: Uint8Array) => Value): (bytes: Uint8Array) => Value {
  const known = new WeakMap<Uint8Array, Value>();
  return (bytes) => {
    const before = known.get(bytes);
    if (before !== undefined) return before;
    const value = compute(bytes);
    known.set(bytes, value);
    return value;
  };
}

import { sequenceInWords } from '../acquisition/index.ts';
import { askInWords } from '../compliance/index.ts';
import type { Ask } from '../protocol/index.ts';
import { changed } from './changed.ts';
import { implies } from './implies.ts';
import { constraintWords, type Leaf, leafInWords } from './limitWords.ts';
import { matchAsks } from './matchAsks.ts';

/** What changes in what is asked, where several asks became one. */
export function diffAsks(was: readonly Ask[], is: Ask): readonly string[] {
  const before = was.flatMap(leaves);
  const once = before.filter(
    (leaf, index) => before.findIndex((each) => JSON.stringify(each) === JSON.stringify(leaf)) === index,
  );
  const { pairs, gone, added } = matchAsks(once, leaves(is));
  const sets = was
    .map(together)
    .filter((words) => words !== '')
    .join(' or ');
  const setNow = together(is);
  const isOneEnough = sets !== '' && setNow === '' && leaves(is).every(({ kind }) => kind === 'one');
  // Where one side alone has sets, the line about them says what became of their places.
  const tellsPlaces = sets !== '' && setNow !== '';
  const shift = (old: Leaf, now: Leaf) => `${useOf(old, was)} → ${useOf(now, [is])}` as const;
  return [
    ...changed('together', sets, isOneEnough ? 'one alone is enough' : setNow),
    ...pairs.flatMap(([old, now]) => [
      ...diffLeaf(old, now),
      ...(tellsPlaces ? told(shiftWords[shift(old, now)], now) : []),
    ]),
    ...gone.flatMap((leaf) => {
      const shifted = shift(leaf, leaf);
      return isOneEnough && shifted === 'together → alone' ? [] : told(goneWords[shifted], leaf);
    }),
    ...added.flatMap((leaf) => told(addedWords[shift(leaf, leaf)], leaf)),
  ];
}

/** What an acquisition does that is as a leaf asks: it is enough, it counts beside others, or it does not count. */
type Use = 'alone' | 'together' | 'nothing';
type ShiftWords = { readonly [shift in `${Use} → ${Use}`]?: string };

const shiftWords: ShiftWords = {
  'alone → together': 'no longer enough by itself',
  'together → alone': 'now enough by itself',
};

/** Of what is no longer named; what still counts, a looser ask that is named lets in. */
const goneWords: ShiftWords = {
  ...shiftWords,
  'alone → nothing': 'no longer enough',
  'together → nothing': 'no longer counts',
};

/** Of what is named anew; it may have been let in by a looser ask before. */
const addedWords: ShiftWords = {
  ...shiftWords,
  'nothing → alone': 'now also',
  'nothing → together': 'now also, together with others',
  'alone → alone': 'still enough',
  'together → together': 'still counts, together with others',
};

function useOf(leaf: Leaf, asks: readonly Ask[]): Use {
  if (asks.some((ask) => implies(leaf, ask))) return 'alone';
  return asks.flatMap(leaves).some((each) => implies(leaf, each)) ? 'together' : 'nothing';
}

function told(words: string | undefined, leaf: Leaf): readonly string[] {
  return words === undefined ? [] : [`${words}: ${leafInWords(leaf)}`];
}

function leaves(ask: Ask): readonly Leaf[] {
  return ask.kind === 'anyOf' || ask.kind === 'atLeast' ? ask.of.flatMap(leaves) : [ask];
}

/** Sets in words: how many of what must be there together. */
function together(ask: Ask): string {
  switch (ask.kind) {
    case 'atLeast':
      return askInWords(ask);
    case 'anyOf':
      return ask.of
        .map(together)
        .filter((words) => words !== '')
        .join(' or ');
    default:
      return '';
  }
}

function diffLeaf(was: Leaf, is: Leaf): readonly string[] {
  if (was.kind === 'imaged' || is.kind === 'imaged') return changed('asked', leafInWords(was), leafInWords(is));
  const name = is.kind === 'one' ? ` of ${askInWords(is)}` : '';
  const [old, now] = [wordsByProperty(was), wordsByProperty(is)];
  const sequences =
    was.kind === 'one' && is.kind === 'one'
      ? changed(
          'sequence',
          was.sequence.map(sequenceInWords).join(' or '),
          is.sequence.map(sequenceInWords).join(' or '),
        )
      : [];
  const [derived, derivedNow] = [was, is].map((leaf) => (leaf.kind === 'one' && leaf.derived === true ? 'also' : 'no'));
  return [
    ...sequences,
    ...changed(`as a derived image${name}`, derived ?? '', derivedNow ?? ''),
    ...[...new Set([...old.keys(), ...now.keys()])].flatMap((about) =>
      changed(`${about}${name}`, old.get(about) ?? '', now.get(about) ?? '', 'any'),
    ),
  ];
}

function wordsByProperty({ constraints }: Exclude<Leaf, { kind: 'imaged' }>): ReadonlyMap<string, string> {
  return new Map(constraints.map(constraintWords).map(({ about, asked }) => [about, asked]));
}

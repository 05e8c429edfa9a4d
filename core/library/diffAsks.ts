import { sequenceInWords } from '../acquisition/index.ts';
import { askInWords } from '../compliance/index.ts';
import type { Ask } from '../protocol/index.ts';
import { changed } from './changed.ts';
import { constraintWords, type Leaf, leafInWords } from './limitWords.ts';
import { matchAsks } from './matchAsks.ts';

/** What changes in what is asked, where several asks became one. */
export function diffAsks(was: readonly Ask[], is: Ask): readonly string[] {
  const before = was.flatMap(leaves);
  const once = before.filter(
    (leaf, index) => before.findIndex((each) => JSON.stringify(each) === JSON.stringify(leaf)) === index,
  );
  const { pairs, gone, added } = matchAsks(once, leaves(is));
  const sets = was.map(together).filter((words) => words !== '');
  return [
    ...changed('together', sets.join(' or '), together(is)),
    ...pairs.flatMap(([old, now]) => diffLeaf(old, now)),
    ...gone.map((leaf) => `no longer enough: ${leafInWords(leaf)}`),
    ...added.map((leaf) => `now also: ${leafInWords(leaf)}`),
  ];
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
  return [
    ...sequences,
    ...[...new Set([...old.keys(), ...now.keys()])].flatMap((about) =>
      changed(`${about}${name}`, old.get(about) ?? '', now.get(about) ?? '', 'any'),
    ),
  ];
}

function wordsByProperty({ constraints }: Exclude<Leaf, { kind: 'imaged' }>): ReadonlyMap<string, string> {
  return new Map(constraints.map(constraintWords).map(({ about, asked }) => [about, asked]));
}

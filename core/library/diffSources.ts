import { type Indication, indications, type Requirement } from '../protocol/index.ts';
import { indicationNames, readWords, sourceInWords } from './demandWords.ts';

/** How the same demand of two editions was read, before and after. */
type SourceChange = {
  readonly id: string;
  readonly indication: Indication;
  /** Whether it was read, apart from what of it. */
  readonly pair: string;
  readonly was: string;
  readonly is: string;
};

export type SourceDiff = {
  /** One line for all, where nearly all change alike. */
  readonly summary: readonly string[];
  /** The lines of one requirement, where they do not. */
  readonly of: (id: string) => readonly string[];
};

/** What changes in how sure we are of what two editions ask under the same id. */
export function diffSources(before: readonly Requirement[], after: readonly Requirement[]): SourceDiff {
  const both = before.flatMap((was) => after.filter(({ id }) => id === was.id).flatMap((is) => inBoth(was, is)));
  const changes = both.filter(({ was, is }) => was !== is);
  const [first] = changes;
  const areAlike = first !== undefined && changes.every(({ pair }) => pair === first.pair);
  const areMost = changes.length > 1 && changes.length * 2 > both.length;
  if (first !== undefined && areAlike && areMost) {
    const which =
      changes.length === both.length
        ? 'all that both ask'
        : `${changes.length} of the ${both.length} demands that both make`;
    return { summary: [`how sure we are: ${first.pair}, in ${which}`], of: () => [] };
  }
  return {
    summary: [],
    of: (id) =>
      linesOf(
        changes.filter((each) => each.id === id),
        both.filter((each) => each.id === id).length,
      ),
  };
}

function inBoth(was: Requirement, is: Requirement): readonly SourceChange[] {
  return indications.flatMap((indication) => {
    const [old, now] = [was.indications[indication], is.indications[indication]];
    if (old === undefined || now === undefined) return [];
    const [bare, bareNow] = [old, now].map(({ verification }) => readWords[verification]);
    return {
      id: is.id,
      indication,
      pair: `${bare} → ${bareNow}`,
      was: sourceInWords(was.asks, old),
      is: sourceInWords(is.asks, now),
    };
  });
}

function linesOf(changes: readonly SourceChange[], demands: number): readonly string[] {
  const alike = Map.groupBy(changes, ({ was, is }) => `${was} → ${is}`);
  return [...alike].map(([words, of]) => {
    const names = of.map(({ indication }) => indicationNames[indication]).join(', ');
    return `how sure we are${of.length === demands ? '' : ` for ${names}`}: ${words}`;
  });
}

import { foldWords } from './foldWords.ts';

/** Phrases by the language they are of (ISO 639-1; `any` where several share them), as they stand in `data/`. */
export type PhrasesByLanguage = Readonly<Record<string, readonly string[]>>;

/** Every phrase, whatever its language: nothing in a header says in which language its descriptions are. */
export function allPhrases(byLanguage: PhrasesByLanguage): readonly string[] {
  return Object.values(byLanguage).flat();
}

/**
 * Lower case, separators as spaces, without accents: `Schädel_T2` → `schadel t2`. A minus that stands apart from a word on one
 * side (`KM-`, ` -KM`) says "without" and becomes `−`; a hyphen (`T1-KM`) only joins.
 */
export function foldText(text: string): string {
  const minus = text.replace(/(?<=^|[\s_(])-(?=\p{L})/gu, '−').replace(/(?<=\p{L})-(?=$|[\s_)])/gu, '−');
  const plain = minus.normalize('NFD').replace(/\p{M}/gu, '').replaceAll(/['’`]/g, ' ').replaceAll('ß', 'ss');
  return foldWords(plain);
}

/**
 * A pattern that finds any of the phrases in folded text. In a phrase a space may be missing (`c spine` is `cspine` too), `*` at
 * the end of a word stands for the rest of it, `#` for a number, and `$` for the end of the text.
 */
export function patternOf(phrases: readonly string[]): RegExp {
  return new RegExp(oneOf(phrases), 'gu');
}

/** As {@link patternOf}, for text that is nothing but the phrase. */
export function wholePatternOf(phrases: readonly string[]): RegExp {
  return new RegExp(`^${oneOf(phrases)}$`, 'u');
}

/** One of `first`, then perhaps a filler, then one of `last`: "nach der KM", "après injection de gadolinium". */
export function pairsPatternOf(first: readonly string[], fillers: readonly string[], last: readonly string[]): RegExp {
  return new RegExp(`${oneOf(first)} ?(?:${oneOf(fillers)} ?){0,2}${oneOf(last)}`, 'gu');
}

/** Whether the pattern finds anything: `test` of a global pattern would remember where it was. */
export function finds(pattern: RegExp, text: string): boolean {
  return text.search(pattern) >= 0;
}

/** Longer phrases first, so that "post op" is not read as "post". */
function oneOf(phrases: readonly string[]): string {
  const sources = [...new Set(phrases)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).map(sourceOf);
  return `(?:${sources.join('|')})`;
}

function sourceOf(phrase: string): string {
  const words = phrase.split(' ').map((word) =>
    word === '$'
      ? '$'
      : word
          .replace(/[+.()|?[\]{}^\\]/g, '\\$&')
          .replaceAll('*', '\\w*')
          .replaceAll('#', '\\d+'),
  );
  // Folded words are of these letters; the classes of Unicode, once for each phrase, take half a second to compile.
  const opens = /^[a-z0-9#]/.test(phrase) ? '(?<![a-z0-9])' : '';
  const closes = /[a-z0-9*#]$/.test(phrase) ? '(?![a-z0-9])' : '';
  return `${opens}${words.join(' ?')}${closes}`;
}

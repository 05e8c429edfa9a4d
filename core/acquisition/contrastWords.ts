import { agentNames } from './contrastAgents.ts';
import data from './data/contrastWords.json' with { type: 'json' };
import { allPhrases, finds, foldText, type PhrasesByLanguage, pairsPatternOf, patternOf } from './phrases.ts';

type ContrastWords = {
  /** Names of the agent: they mean contrast wherever they stand. */
  readonly substances: PhrasesByLanguage;
  /** Short names, which mean something else by themselves. */
  readonly substancesAfterAPreposition: PhrasesByLanguage;
  readonly before: PhrasesByLanguage;
  /** Initials of those words, which mean so only right before a name of the agent: "v. KM", "s/ contraste". */
  readonly beforeAbbreviated: PhrasesByLanguage;
  readonly after: PhrasesByLanguage;
  readonly fillers: PhrasesByLanguage;
  readonly sayBefore: PhrasesByLanguage;
  readonly sayAfter: PhrasesByLanguage;
  /** What means contrast to some, and something else to others. */
  readonly mayBeAfter: PhrasesByLanguage;
  /** What looks like it and is about something else: "post op", "posterior fossa", "phase contrast". */
  readonly sayNothing: PhrasesByLanguage;
  readonly sayBoth: PhrasesByLanguage;
};
const words: ContrastWords = data;

const substances = [...allPhrases(words.substances), ...agentNames];
const anySubstance = [...substances, ...allPhrases(words.substancesAfterAPreposition)];
const fillers = allPhrases(words.fillers);
const elsewhere = patternOf(allPhrases(words.sayNothing));
const bothWays = patternOf(allPhrases(words.sayBoth));
const beforePatterns = [
  pairsPatternOf(allPhrases(words.before), fillers, anySubstance),
  pairsPatternOf(allPhrases(words.beforeAbbreviated), ['-'], substances),
  patternOf(allPhrases(words.sayBefore)),
];
const afterPatterns = [
  pairsPatternOf(allPhrases(words.after), fillers, anySubstance),
  patternOf([...allPhrases(words.sayAfter), ...substances]),
];

const mayBeAfter = patternOf(allPhrases(words.mayBeAfter));

/** What texts say of an injection: that it was before them, that it was not, both, perhaps that it was, or nothing. */
export type SaidOfContrast = 'before' | 'after' | 'both' | 'perhaps' | 'nothing';

/** Reads descriptions and protocol names together, in seven languages. */
export function saidOfContrast(texts: readonly string[]): SaidOfContrast {
  const said = new Set(texts.map((text) => saidInText(foldText(inFull(text)))));
  if (said.has('both') || (said.has('before') && said.has('after'))) return 'both';
  return (['before', 'after', 'perhaps'] as const).find((one) => said.has(one)) ?? 'nothing';
}

function saidInText(folded: string): SaidOfContrast {
  if (finds(bothWays, folded)) return 'both';
  const text = apart(folded).replaceAll(elsewhere, ' ; ');
  const before = beforePatterns.some((pattern) => finds(pattern, text));
  const rest = beforePatterns.reduce((left, pattern) => left.replaceAll(pattern, ' ; '), text);
  const after = afterPatterns.some((pattern) => finds(pattern, rest));
  if (before && after) return 'both';
  return before ? 'before' : after ? 'after' : finds(mayBeAfter, rest) ? 'perhaps' : 'nothing';
}

/**
 * Abbreviations that only their strokes, points and accents tell from other words: `c/c` and `S/IV` (Spanish and Portuguese "with" and
 * "without"), `d.c.` (Italian "after contrast"), `pós`, and `w/` with nothing after it. `i.v.` is one word, so that the v of "v. KM" is not
 * found in it.
 */
const abbreviations: readonly (readonly [RegExp, string])[] = [
  [word('c/ ?c'), ' con contraste '],
  [/(?<![\p{L}\p{N}])c\/ ?(?=iv|civ|gd|contr)/giu, ' con '],
  [/(?<![\p{L}\p{N}])s\/ ?(?=iv|civ|gd|contr)/giu, ' sin '],
  [word('d\\. ?c\\.?'), ' dopo contrasto '],
  [word('pós'), ' post '],
  [word('w/ *$'), ' with '],
  [word('i\\. ?v\\.?'), ' iv '],
];

function word(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}./])(?:${source})(?![\\p{L}\\p{N}/])`, 'giu');
}

function inFull(text: string): string {
  return abbreviations.reduce((left, [pattern, full]) => left.replaceAll(pattern, full), text.normalize('NFC'));
}

/** Descriptions that run together what belongs apart: `T1KM`, `AxT1Post`, `T1postGd`. */
function apart(folded: string): string {
  return folded.replaceAll(
    /(?<![a-z])((?:ax|sag|cor|tra|3d)?(?:t1|t2|flair|mprage|vibe|space|tse|fse))(?=(?:w?)(?:post|pre|km|gd|gad|nativ|plain|inj|ce(?![a-z])))/g,
    '$1 ',
  );
}

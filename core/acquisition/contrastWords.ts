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

/** What texts say of an injection: that it was before them, that it was not, both, or nothing. */
export type SaidOfContrast = 'before' | 'after' | 'both' | 'nothing';

/** Reads descriptions and protocol names together, in seven languages. */
export function saidOfContrast(texts: readonly string[]): SaidOfContrast {
  const said = new Set(texts.map((text) => saidInText(foldText(text))));
  if (said.has('both') || (said.has('before') && said.has('after'))) return 'both';
  return said.has('before') ? 'before' : said.has('after') ? 'after' : 'nothing';
}

function saidInText(folded: string): SaidOfContrast {
  if (finds(bothWays, folded)) return 'both';
  const text = apart(folded).replaceAll(elsewhere, ' ; ');
  const before = beforePatterns.some((pattern) => finds(pattern, text));
  const rest = beforePatterns.reduce((left, pattern) => left.replaceAll(pattern, ' ; '), text);
  const after = afterPatterns.some((pattern) => finds(pattern, rest));
  return before && after ? 'both' : before ? 'before' : after ? 'after' : 'nothing';
}

/** Descriptions that run together what belongs apart: `T1KM`, `AxT1Post`, `T1postGd`. */
function apart(folded: string): string {
  return folded.replaceAll(
    /(?<![a-z])((?:ax|sag|cor|tra|3d)?(?:t1|t2|flair|mprage|vibe|space|tse|fse))(?=(?:w?)(?:post|pre|km|gd|gad|nativ|plain|inj|ce(?![a-z])))/g,
    '$1 ',
  );
}

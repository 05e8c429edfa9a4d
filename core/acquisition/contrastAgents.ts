import data from './data/contrastAgents.json' with { type: 'json' };
import { allPhrases, finds, foldText, type PhrasesByLanguage, patternOf, wholePatternOf } from './phrases.ts';

/**
 * An agent with its trade names and the spellings of its generic name (INN, USAN, their translations, chemists' short forms).
 * From the EMA referral EMEA/H/A-31/1097, the agents' INN, and names under which they are or were sold; not each name was checked against
 * a register. A name that is missing here still counts as an agent: only the generic name is then not known.
 */
type Agent = {
  readonly name: string;
  readonly metal: string;
  readonly tradeNames: readonly string[];
  readonly spellings: readonly string[];
};
type AgentTable = {
  readonly agents: readonly Agent[];
  /** Words that deny contrast, wherever they stand in the agent field. */
  readonly denials: PhrasesByLanguage;
  /** What is injected as well, or instead: nothing that changes the contrast of an image. */
  readonly flushes: PhrasesByLanguage;
  readonly otherDrugs: PhrasesByLanguage;
  /** Amounts and routes, which name nothing. */
  readonly amounts: PhrasesByLanguage;
  /** What de-identification and forms leave in a field: it says nothing. */
  readonly placeholders: PhrasesByLanguage;
};
const table: AgentTable = data;

const namesOf = ({ tradeNames, spellings }: Agent): readonly string[] => [
  ...tradeNames.map((trade) => `${trade.toLowerCase()}*`),
  ...spellings,
];
/** Every name of an agent, as phrases: a description may hold one too ("T1 nach Dotarem"). */
export const agentNames: readonly string[] = table.agents.flatMap(namesOf);
const agents = table.agents.map((agent) => ({ name: agent.name, pattern: patternOf(namesOf(agent)) }));
const denials = patternOf(allPhrases(table.denials));
const flushes = patternOf(allPhrases(table.flushes));
const otherDrugs = patternOf(allPhrases(table.otherDrugs));
const amounts = patternOf(allPhrases(table.amounts));
const placeholders = wholePatternOf(allPhrases(table.placeholders));
/** "0 ml" and "0.0": an amount of nothing. */
const nothingGiven = /^0+(?: 0+)?(?: ?(?:ml|cc))?$/;

/** What the text of an agent field says: an agent (with its generic name, where it is known), that none was given, or nothing. */
export type AgentEntry =
  | { readonly kind: 'agent'; readonly name: string | null }
  | { readonly kind: 'none' | 'nothing' };

/** Reads (0018,0010) or the meaning of a code: any case, seven languages, trade or generic name, or just "yes". */
export function readAgent(text: string): AgentEntry {
  const folded = foldText(text);
  if (isPlaceholder(text) || !/[\p{L}\p{N}]/u.test(folded)) return { kind: 'nothing' };
  if (finds(denials, folded) || nothingGiven.test(folded)) return { kind: 'none' };
  const other = finds(otherDrugs, folded);
  const rest = folded.replaceAll(otherDrugs, ' ').replaceAll(flushes, ' ').replaceAll(amounts, ' ');
  // Beside an agent, a drug or what the line was flushed with say nothing of it.
  if ((other || finds(flushes, folded)) && !/\p{L}/u.test(rest)) return { kind: other ? 'nothing' : 'none' };
  return { kind: 'agent', name: agents.find(({ pattern }) => finds(pattern, folded))?.name ?? null };
}

/** Whether a text only fills its place, as de-identification leaves it. */
export function isPlaceholder(text: string): boolean {
  return placeholders.test(foldText(text)) || /^\*+$/.test(text.trim());
}

import data from './data/regionWords.json' with { type: 'json' };
import { allPhrases, finds, foldText, type PhrasesByLanguage, patternOf } from './phrases.ts';

const namedRegions = [
  'brain',
  'cervical-cord',
  'thoracic-cord',
  'whole-cord',
  'spine',
  'lumbar',
  'neck',
  'orbit',
  'other',
] as const;
/** What words name: `spine` says nothing of which part, `lumbar` is the part of it without cord, and `neck` may mean its soft parts. */
export type NamedRegion = (typeof namedRegions)[number];

const entries: readonly { readonly names: string; readonly words: PhrasesByLanguage }[] = data;
const patternsOf = (names: string) =>
  patternOf(entries.filter((entry) => entry.names === names).flatMap(({ words }) => allPhrases(words)));
const patterns = namedRegions.map((region) => ({ region, pattern: patternsOf(region) }));
/** "head coil", "femoral head": words of the list that are about something else. */
const elsewhere = patternsOf('nothing');

/** The regions that texts name, in seven languages. A particular name ("rachis lombaire") silences the general one in it. */
export function regionsNamed(texts: readonly string[]): ReadonlySet<NamedRegion> {
  const folded = texts.map((text) => foldText(text).replaceAll(elsewhere, ' ; '));
  const found = new Set(
    patterns.filter(({ pattern }) => folded.some((text) => finds(pattern, text))).map(({ region }) => region),
  );
  const isParticular = [...found].some((region) => region !== 'spine' && region !== 'brain' && region !== 'neck');
  if (isParticular) {
    found.delete('spine');
    found.delete('neck');
  }
  return found;
}

/** Brain and cord in one text name the examination and not a series: then nothing is named. Parts of the cord go together. */
export function oneRegionOf(named: ReadonlySet<NamedRegion>): NamedRegion | null {
  // The loins are a neighbour of the chest, and shown with it ("dorsolumbar"); the cord is then in the upper part.
  const found = new Set([...named].filter((region) => region !== 'lumbar' || !named.has('thoracic-cord')));
  const kinds = new Set([...found].map((region) => (isSpinal(region) ? 'cord' : region)));
  if (kinds.size !== 1) return null;
  const parts = [...found];
  if (found.has('whole-cord') || (found.has('cervical-cord') && found.has('thoracic-cord'))) return 'whole-cord';
  return parts.find((region) => region !== 'spine') ?? parts[0] ?? null;
}

export function isSpinal(region: NamedRegion): boolean {
  return region.endsWith('-cord') || region === 'spine';
}

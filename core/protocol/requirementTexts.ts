import { compiledTexts } from './compiledProtocols.ts';
import type { Requirement, RequirementTexts } from './protocol.ts';

/**
 * What a requirement is and why it matters: its own words, else the shared ones of its id; in the language (BCP 47), else in its
 * primary language, else in English. `undefined` where a site's requirement brings none.
 */
export function requirementTexts(
  { id, texts }: Pick<Requirement, 'id' | 'texts'>,
  language: string,
): RequirementTexts | undefined {
  const languages = [language, language.split('-')[0] ?? language, 'en'];
  const found = languages.flatMap((each) => [texts?.[each], compiledTexts[each]?.[id]]);
  return found.find((each) => each !== undefined);
}

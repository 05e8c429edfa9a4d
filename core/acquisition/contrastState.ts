import type { ContrastState } from './acquisition.ts';
import { contrastAgents, noAgentWords, placeholderWords } from './contrastAgents.ts';
import { type Image, positive, typical, typicalText } from './image.ts';
import { foldWords } from './sequenceWords.ts';

export type ContrastRecognition = { readonly contrastEnhanced: ContrastState; readonly evidence: readonly string[] };

const yes = (why: string): ContrastRecognition => ({ contrastEnhanced: 'yes', evidence: [why] });
const no = (why: string): ContrastRecognition => ({ contrastEnhanced: 'no', evidence: [why] });
const unknown = (why: string): ContrastRecognition => ({ contrastEnhanced: 'unknown', evidence: [why] });

/**
 * Whether contrast was in the patient, as the header tells it: the Contrast/Bolus module first, then words.
 * PS3.3 A.4.3 requires the module when contrast was used, so its absence from an intact header is a "no";
 * an empty agent, or a header that was stripped, is "unknown".
 */
export function contrastState(images: readonly Image[]): ContrastRecognition {
  const attributes = images.map((image) => image.attributes);
  const agents = attributes.map(({ ContrastBolusAgent }) => ContrastBolusAgent);
  const agent =
    typicalText(agents.map((text) => text?.trim())) ??
    typicalText(attributes.map((a) => a.ContrastBolusIngredient?.trim()));
  if (agent !== null) return fromAgent(foldWords(agent));
  const volume = typical(attributes.map(({ ContrastBolusVolume }) => positive(ContrastBolusVolume)));
  const route = typicalText(attributes.map(({ ContrastBolusRoute }) => ContrastBolusRoute?.trim()));
  if (volume !== null) return yes(`a contrast volume of ${volume} ml is recorded`);
  const words = contrastWords(attributes.flatMap((a) => [a.SeriesDescription ?? '', a.ProtocolName ?? '']));
  if (words !== null) return words;
  if (route !== null) return unknown('a contrast route is recorded, but no agent');
  if (agents.some((text) => text !== undefined)) return unknown('the contrast agent field is there but empty');
  const study = foldWords(typicalText(attributes.map((a) => a.StudyDescription)) ?? '');
  if (speaksOfContrast(study))
    return unknown('no contrast is recorded, but the study is described as one with contrast');
  if (stripped(images)) return unknown('no contrast is recorded, but the header was stripped');
  return no('no contrast is recorded');
}

/** What the agent field says: nothing, where something only fills the place; a denial; else whatever names an agent. */
function fromAgent(folded: string): ContrastRecognition {
  if (placeholderWords.test(folded) || !/[\p{L}\p{N}]/u.test(folded))
    return unknown('the contrast agent field names no agent');
  if (noAgentWords.test(folded)) return no('the contrast agent field says that none was given');
  const known = contrastAgents.find(([trade, generic]) => folded.includes(trade) || folded.includes(generic));
  return yes(known ? `contrast agent recorded: ${known[1]}` : 'a contrast agent is recorded');
}

const agentWord =
  '(?:gd|gad|gado\\w*|km|kontrast\\w*|contrast\\w*|contraste|mdc|c|cm|civ|iv|inj(?:ect\\w*)?|enhanced|enhancement)';
const beforeWords = new RegExp(
  [
    `\\b(?:pre|prae|vor|ante|avant|voor|antes(?: de)?|before|no|not|non|w o|wo|without|ohne|kein\\w*|sans|senza|zonder|sin|sem|geen) ?${agentWord}\\b`,
    `\\b${agentWord} (?:not (?:used|given)|none|neg)\\b`,
    '\\b(?:km|gd|kontrast|c)−',
    '−(?:km|gd|c)\\b',
    '\\b(?:pre|precontrast|nativ|native|nativo|without|unenhanced|blanco|non ?con)\\b',
  ].join('|'),
  'gu',
);
const afterWords = new RegExp(
  [
    // "post" also names the posterior fossa, an operation, a procedure.
    '\\bpost(?! ?(?:op\\w*|fossa|stereo\\w*|proc\\w*|surg\\w*|pr(?:o|ä)|trauma\\w*))\\b',
    '\\bpost(?:contrast|gd|gad\\w*|km)\\b',
    '\\b(?:gd|gad|gado\\w*|km|kontrast\\w*|contrast|contraste|mdc|civ|ce|inj(?:ecte\\w*|ection)?|c ?enhanced)\\b',
    '\\b(?:mit|nach|with|apr[eè]s|avec|dopo|na|con|com|depois) ?(?:km|gd|c|contrast\\w*|kontrast\\w*|inj\\w*|mdc|civ)\\b',
    '\\+ ?(?:c|gd|gad|km|k)\\b',
    '(?<![\\p{L}\\p{N}])c ?\\+',
    '(?:_| )cm$',
  ].join('|'),
  'u',
);

/** Words of a series; minus signs are looked at before they are folded into spaces. */
function contrastWords(texts: readonly string[]): ContrastRecognition | null {
  const folded = [...new Set(texts.filter(Boolean).map((text) => foldWords(withMinusSigns(text))))];
  const before = folded.some((text) => text.search(beforeWords) >= 0);
  const after = folded.some((text) => afterWords.test(text.replaceAll(beforeWords, ' ')));
  if (before && after) return unknown('the description speaks of before and after contrast');
  if (before) return no('the description says before contrast');
  if (after) return yes('the description says after contrast');
  return null;
}

/** "KM-" and "-KM" deny; the hyphen of "T1-KM" only joins. */
function withMinusSigns(text: string): string {
  return text.replace(/(?<=^|[\s_(])-(?=\p{L})/gu, '−').replace(/(?<=\p{L})-(?=$|[\s_)])/gu, '−');
}

/** "with and without contrast", "+C": then a series that records none may be one with. */
function speaksOfContrast(studyDescription: string): boolean {
  const both =
    /\bw(?:ith)? ?(?:and|&|\+|\/) ?w(?:ith)? ?(?:\/? ?o|out)\b|\bwo ?(?:\/|and|&|\+)? ?w\b|\bw ?wo\b|\bmit und ohne\b|\bsans (?:et|puis) avec\b/;
  return both.test(studyDescription) || afterWords.test(studyDescription.replaceAll(beforeWords, ' '));
}

/** Whether someone removed parts of the header, so that what is absent says nothing. */
function stripped(images: readonly Image[]): boolean {
  return images.some(({ attributes }) => {
    const undescribed = !attributes.SeriesDescription?.trim() && !attributes.ProtocolName?.trim();
    const replaced = [attributes.SeriesDescription, attributes.ProtocolName].some(
      (text) => text !== undefined && text.trim() !== '' && placeholderWords.test(foldWords(text)),
    );
    return attributes.PatientIdentityRemoved?.trim().toUpperCase() === 'YES' || undescribed || replaced;
  });
}

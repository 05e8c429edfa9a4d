import type { ContrastState } from './acquisition.ts';
import { contrastAgents, noAgentWords } from './contrastAgents.ts';
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
  if (agent !== null) {
    const folded = foldWords(agent);
    if (noAgentWords.includes(folded)) return no('the contrast agent field says that none was given');
    const known = contrastAgents.find(([trade, generic]) => folded.includes(trade) || folded.includes(generic));
    return yes(known ? `contrast agent recorded: ${known[1]}` : 'a contrast agent is recorded');
  }
  const volume = typical(attributes.map(({ ContrastBolusVolume }) => positive(ContrastBolusVolume)));
  const route = typicalText(attributes.map(({ ContrastBolusRoute }) => ContrastBolusRoute?.trim()));
  if (volume !== null) return yes(`a contrast volume of ${volume} ml is recorded`);
  const words = contrastWords(attributes.flatMap((a) => [a.SeriesDescription ?? '', a.ProtocolName ?? '']));
  if (words !== null) return words;
  if (route !== null) return unknown('a contrast route is recorded, but no agent');
  if (agents.some((text) => text !== undefined)) return unknown('the contrast agent field is there but empty');
  if (stripped(images)) return unknown('no contrast is recorded, but the header was stripped');
  return no('no contrast is recorded');
}

const beforeWords =
  /\b(?:pre ?(?:gd|gad|km|contrast)|precontrast|pre|native?|ohne ?(?:km|gd)|without(?: contrast)?|w o(?: contrast)?|wo ?(?:c|contrast|gd)|(?:sans|senza|zonder|sin|sem)(?: \w+)?|non ?(?:contrast|con)|unenhanced|blanco)\b/g;
const afterWords =
  /\b(?:post|postcontrast|gd|gad|gado(?:linium)?|km|mit ?km|nach ?km|contrast|contraste|c ?\+|ce|mdc|inj(?:ecte(?:e)?)?|with ?(?:c|contrast|gd)|apres|après|dopo|na ?contrast|enhanced)\b|\+ ?(?:c|gd|gad|km|k)\b|\bc\+/;

function contrastWords(texts: readonly string[]): ContrastRecognition | null {
  const folded = [...new Set(texts.map(foldWords).filter(Boolean))];
  const before = folded.some((text) => text.search(beforeWords) >= 0);
  const after = folded.some((text) => afterWords.test(text.replaceAll(beforeWords, ' ')));
  if (before && after) return unknown('the description speaks of before and after contrast');
  if (before) return no('the description says before contrast');
  if (after) return yes('the description says after contrast');
  return null;
}

/** Whether someone removed parts of the header, so that what is absent says nothing. */
function stripped(images: readonly Image[]): boolean {
  return images.some(({ attributes }) => {
    const undescribed = !attributes.SeriesDescription?.trim() && !attributes.ProtocolName?.trim();
    return attributes.PatientIdentityRemoved?.trim().toUpperCase() === 'YES' || undescribed;
  });
}

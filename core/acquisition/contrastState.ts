import type { ContrastState } from './acquisition.ts';
import { isPlaceholder, readAgent } from './contrastAgents.ts';
import { contrastRoute } from './contrastRoute.ts';
import { type SaidOfContrast, saidOfContrast } from './contrastWords.ts';
import { type Image, positive, rounded, typical, typicalText } from './image.ts';
import { type AfterInjection, afterInjection } from './injectionTime.ts';

/**
 * What the answer rests on.
 * - `record`: the Contrast/Bolus module, its times included;
 * - `words`: the description or the protocol name;
 * - `absence`: that nothing is recorded, in an intact header;
 * - `nothing`: neither: what other series of the study show may decide.
 */
export type ContrastBasis = 'record' | 'words' | 'absence' | 'nothing';

export type ContrastRecognition = {
  readonly contrastEnhanced: ContrastState;
  readonly basis: ContrastBasis;
  readonly evidence: readonly string[];
};

/**
 * Whether contrast was in the patient, as the series alone tells it: the Contrast/Bolus module first, then words.
 * PS3.3 A.4.3 requires the module when contrast was used, so its absence from an intact header is a "no";
 * an empty agent, or a header from which something was removed, is "unknown".
 */
export function contrastState(images: readonly Image[]): ContrastRecognition {
  const attributes = images.map((image) => image.attributes);
  const said = saidOfContrast(distinct(attributes.flatMap((a) => [a.SeriesDescription, a.ProtocolName])));
  const recorded = recordedContrast(images);
  if (recorded !== null) return recorded.given ? given(images, recorded.says, said) : denied(recorded.says);
  if (said === 'both') return answer('unknown', 'words', 'the description speaks of before and after contrast');
  if (said === 'before') return answer('no', 'words', 'the description says before contrast');
  if (said === 'after') return answer('yes', 'words', 'the description says after contrast');
  if (typicalText(attributes.map(({ ContrastBolusRoute }) => ContrastBolusRoute?.trim())) !== null)
    return answer('unknown', 'nothing', 'a contrast route is recorded, but no agent');
  if (typicalText(attributes.map(({ ContrastBolusStartTime }) => ContrastBolusStartTime?.trim())) !== null)
    return answer('unknown', 'nothing', 'a contrast injection time is recorded, but no agent');
  if (attributes.some(({ ContrastBolusAgent }) => ContrastBolusAgent?.trim()))
    return answer('unknown', 'nothing', 'the contrast agent field names no agent');
  if (attributes.some(({ ContrastBolusAgent }) => ContrastBolusAgent !== undefined))
    return answer('unknown', 'nothing', 'the contrast agent field is there but empty');
  if (said === 'perhaps')
    return answer('unknown', 'nothing', 'no contrast is recorded, but the description may speak of it');
  if (studySpeaksOfContrast(images))
    return answer('unknown', 'nothing', 'no contrast is recorded, but the study is described as one with contrast');
  if (stripped(images)) return answer('unknown', 'nothing', 'no contrast is recorded, but the header was stripped');
  return answer('no', 'absence', 'no contrast is recorded');
}

/** "with and without contrast", "+C" in the study's description: then a series that records none may be one with. */
export function studySpeaksOfContrast(images: readonly Image[]): boolean {
  const said = saidOfStudy(images);
  return said === 'after' || said === 'both';
}

/** Whether the study's description rules an injection out: "without contrast". */
export function studyDeniesContrast(images: readonly Image[]): boolean {
  return saidOfStudy(images) === 'before';
}

function saidOfStudy(images: readonly Image[]): SaidOfContrast {
  return saidOfContrast(distinct(images.map(({ attributes }) => attributes.StudyDescription)));
}

type Record = { readonly given: boolean; readonly says: string };

/** Agent, else ingredient, else volume; `null` where none of them says anything. */
function recordedContrast(images: readonly Image[]): Record | null {
  const attributes = images.map((image) => image.attributes);
  const texts = [
    typicalText(attributes.map((a) => a.ContrastBolusAgent?.trim())),
    typicalText(attributes.map((a) => a.ContrastBolusIngredient?.trim())),
  ];
  for (const text of texts) {
    const entry = readAgent(text ?? '');
    if (entry.kind === 'none') return { given: false, says: 'the contrast agent field says that none was given' };
    if (entry.kind !== 'agent') continue;
    const says = entry.name === null ? 'a contrast agent is recorded' : `contrast agent recorded: ${entry.name}`;
    return { given: true, says };
  }
  const volumeMl = typical(attributes.map(({ ContrastBolusVolume }) => positive(ContrastBolusVolume)));
  return volumeMl === null ? null : { given: true, says: `a contrast volume of ${volumeMl} ml is recorded` };
}

/**
 * Scanners keep a registered agent for every later series, and some sites register it before the first one: so what the series
 * itself says against it counts. The times decide; a description before contrast leaves it open.
 */
function given(images: readonly Image[], says: string, said: SaidOfContrast): ContrastRecognition {
  if (contrastRoute(images) === 'elsewhere')
    return answer('unknown', 'record', says, 'but it was not given into a vein');
  const time = afterInjection(images);
  if (time.kind === 'known') return byTime(time, says, said);
  if (time.kind === 'no-acquisition-time')
    return answer('unknown', 'record', says, 'but whether the injection came before these images is not known');
  const odd = time.kind === 'contradicting' ? ['the time of the injection does not fit that of the images'] : [];
  if (said === 'before') return answer('unknown', 'record', says, ...odd, 'but the description says before contrast');
  return answer('yes', 'record', says, ...odd);
}

function byTime(
  { firstMin, lastMin }: Extract<AfterInjection, { kind: 'known' }>,
  says: string,
  said: SaidOfContrast,
): ContrastRecognition {
  if (firstMin >= 0) return answer('yes', 'record', says, `${rounded(firstMin, 1)} min after the injection began`);
  // A dynamic series begins before the injection that it is made for.
  if (lastMin >= 0) return answer('yes', 'record', says, 'the injection began while the images were acquired');
  const before = `acquired ${rounded(-firstMin, 1)} min before the injection began`;
  return said === 'after'
    ? answer('unknown', 'record', says, before, 'but the description says after contrast')
    : answer('no', 'record', says, before);
}

function denied(says: string): ContrastRecognition {
  return answer('no', 'record', says);
}

function answer(contrastEnhanced: ContrastState, basis: ContrastBasis, ...evidence: string[]): ContrastRecognition {
  return { contrastEnhanced, basis, evidence };
}

/**
 * Whether someone removed parts of the header, so that what is absent says nothing: it says so, no description is there, or one
 * that is there was emptied or overwritten.
 */
function stripped(images: readonly Image[]): boolean {
  const attributes = images.map((image) => image.attributes);
  if (attributes.some((a) => a.PatientIdentityRemoved?.trim().toUpperCase() === 'YES')) return true;
  return attributes.some(({ SeriesDescription, ProtocolName }) => {
    const texts = [SeriesDescription, ProtocolName].flatMap((text) => (text === undefined ? [] : [text.trim()]));
    return texts.length === 0 || texts.some((text) => text === '' || isPlaceholder(text));
  });
}

function distinct(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => text?.trim() || []))];
}

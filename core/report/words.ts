import type { BodyRegion } from '../acquisition/index.ts';
import type { Outcome, Status } from '../compliance/index.ts';
import type { ExamRegion, Indication, Level } from '../protocol/index.ts';
import type { GroupedDemand, GroupedRequirement } from './requirementGroups.ts';

/** Every sentence of the reports, apart from the codes that choose it. */

export const productName = 'MS MRI check';

export const disclaimer =
  'This check judges how the images were acquired, not what they show. It is not a medical device and makes no diagnosis.';

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  compliant: 'Compliant',
  'compliant-with-remarks': 'Compliant, with remarks',
  'not-compliant': 'Not compliant',
  'cannot-tell': 'Cannot tell',
  'not-applicable': 'Not applicable',
};

export const outcomeSentences: Readonly<Record<Outcome, string>> = {
  compliant: 'everything required is met',
  'compliant-with-remarks': 'everything required is met; see what is remarked below',
  'not-compliant': 'something required is not met',
  'cannot-tell': 'no fault is certain, but something required cannot be judged or is pending',
  'not-applicable': 'this edition asks nothing of what was imaged, or nothing for this indication',
};

export const outcomeSigns: Readonly<Record<Outcome, string>> = {
  compliant: '✓',
  'compliant-with-remarks': '✓',
  'not-compliant': '✗',
  'cannot-tell': '?',
  'not-applicable': '–',
};

const statusWords: Readonly<Record<Status, string>> = {
  met: 'met',
  'not-met': 'not met',
  'cannot-tell': 'cannot tell',
};

const statusSigns: Readonly<Record<Status, string>> = { met: '✓', 'not-met': '✗', 'cannot-tell': '?' };

export const levelWords: Readonly<Record<Level, string>> = {
  required: 'required',
  recommended: 'recommended',
  optional: 'optional',
  discouraged: 'not advised',
};

export const indicationWords: Readonly<Record<Indication, string>> = {
  diagnosis: 'diagnosis',
  monitoring: 'monitoring',
  'pml-safety': 'PML safety',
};

export const examRegionWords: Readonly<Record<ExamRegion, string>> = {
  brain: 'Brain',
  cord: 'Spinal cord',
  orbit: 'Orbits and optic nerves',
};

export const bodyRegionWords: Readonly<Record<BodyRegion, string>> = {
  brain: 'brain',
  'cervical-cord': 'cervical cord',
  'thoracic-cord': 'thoracic cord',
  'whole-cord': 'whole cord',
  orbit: 'orbit',
  other: 'other',
  unknown: '?',
};

export const anyIndication = 'every indication';
export const studyWithoutDate = 'date not known';
export const looseObjects = 'Files that belong to no study';
export const noAcquisitions = 'No MR image was found in it.';
export const noEdition =
  'No guideline edition of this catalogue was in force on the date of the study, so nothing was judged. ' +
  'Choose an edition by --protocol ID, or the editions of another day by --as-of YYYY-MM-DD.';
export const noKnownEdition =
  'None of the guideline editions that the site is registered with is known to this version, so nothing was judged.';
export const nothingToJudge = 'There is no MR image to judge.';
export const nothingRead = 'No study was found in what was read.';
export const pendingLabel = 'pending check against the paper';

export function indicationWord(indication: Indication | null): string {
  return indication === null ? anyIndication : indicationWords[indication];
}

/** "required for diagnosis and monitoring; optional for PML safety" */
export function demandWords(demands: readonly GroupedDemand[]): string {
  const byLevel = Map.groupBy(demands, (demand) => demand.level);
  return [...byLevel]
    .map(([level, same]) => `${levelWords[level]} for ${listed(same.map((d) => indicationWord(d.indication)))}`)
    .join('; ');
}

/** A citation with a mark when what it is cited for still waits for a look into the paper. */
export function citationWords({ citation, verification }: GroupedDemand): string {
  return verification === 'pending' ? `${citation} (${pendingLabel})` : citation;
}

/** A requirement that nobody asks for strongly is no fault when it is not met. */
export function requirementSign(requirement: GroupedRequirement): string {
  const { status, demands } = requirement;
  if (status !== 'not-met') return statusSigns[status];
  if (isDiscouraged(requirement)) return '!';
  return demands.some(({ level }) => level === 'required' || level === 'recommended') ? statusSigns[status] : '–';
}

/** "met"; of what is not advised, whether it was acquired: there, met means that it was left out. */
export function statusPhrase(requirement: GroupedRequirement): string {
  if (!isDiscouraged(requirement) || requirement.status === 'cannot-tell') return statusWords[requirement.status];
  return requirement.status === 'met' ? 'not acquired' : 'acquired';
}

function isDiscouraged({ demands }: GroupedRequirement): boolean {
  return demands.every(({ level }) => level === 'discouraged');
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Decimal units, as a file manager shows them. */
export function bytesWords(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}

/** "a, b and c" */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

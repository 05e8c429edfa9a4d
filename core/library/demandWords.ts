import type { Ask, Demand, Indication, Verification } from '../protocol/index.ts';
import { askInFull } from './askInFull.ts';
import { unreadPart } from './unreadPart.ts';

export const indicationNames: Readonly<Record<Indication, string>> = {
  diagnosis: 'diagnosis',
  monitoring: 'monitoring',
  'pml-safety': 'PML safety',
};

export const readWords: Readonly<Record<Verification, string>> = {
  primary: 'read in the paper',
  reproduced: 'read in a quotation',
  pending: 'not read',
};

/** "required, but optional where a good 3D FLAIR was acquired"; nothing where it is not asked. */
export function levelInWords(demand: Demand | undefined): string {
  if (demand === undefined) return '';
  const { level, unless, when } = demand;
  const exception = unless ?? when;
  return exception === undefined ? level : `${level}, but ${exception.level} where ${exception.because}`;
}

/** "only where there is T1w, after contrast"; nothing where there is no condition. */
export function conditionInWords(onlyWhere: Ask | undefined): string {
  return onlyWhere === undefined ? '' : `only where there is ${askInFull(onlyWhere).join(' ')}`;
}

/** How sure we are that the edition says so: "read in the paper, but for plane and numbers". */
export function sourceInWords(asks: Ask, demand: Demand): string {
  const unread = unreadPart(asks, demand);
  return `${readWords[demand.verification]}${unread === null ? '' : `, but for ${unread}`}`;
}

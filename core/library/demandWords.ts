import {
  type Ask,
  type Demand,
  type Indication,
  indications,
  type Requirement,
  type Verification,
} from '../protocol/index.ts';
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
  return demand === undefined ? '' : [demand.level, ...exceptionsOf(demand)].join(', ');
}

/** "required for monitoring but optional where a good 3D FLAIR was acquired, optional for PML safety, only where there is FLAIR" */
export function demandsInWords({ indications: demands, onlyWhere }: Requirement): string {
  const levels = indications.flatMap((indication) => {
    const demand = demands[indication];
    if (demand === undefined) return [];
    return [[`${demand.level} for ${indicationNames[indication]}`, ...exceptionsOf(demand)].join(' ')];
  });
  return [...levels, ...(onlyWhere === undefined ? [] : [conditionInWords(onlyWhere)])].join(', ');
}

function exceptionsOf({ unless, when }: Demand): readonly string[] {
  return [unless, when].flatMap((exception) =>
    exception === undefined ? [] : `but ${exception.level} where ${exception.because}`,
  );
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

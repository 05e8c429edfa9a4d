import { createHmac, randomBytes } from 'node:crypto';
import { workerData } from 'node:worker_threads';
import type { PatientIdentity } from '../core/dicom/index.ts';

/**
 * Whose a study is, as far as telling two patients apart needs it: digests under a key that is drawn for each run and kept nowhere, so
 * that nothing of the patient leaves this process and marks of two runs have nothing in common.
 */
export type PatientMark = string;

/** To be handed to the threads of this run. */
export const patientMarkKey: string = givenKey(workerData) ?? randomBytes(32).toString('base64');

const latest: { id: string | null; issuer: string | null; mark: PatientMark | null } = {
  id: null,
  issuer: null,
  mark: null,
};

/** `null` when the header names no patient. */
export function patientMark({ PatientID, IssuerOfPatientID }: PatientIdentity): PatientMark | null {
  const [id, issuer] = [PatientID?.trim() ?? '', IssuerOfPatientID?.trim() ?? ''];
  // The images of a study are of one patient, and there may be a hundred thousand of them.
  if (latest.id !== id || latest.issuer !== issuer) {
    Object.assign(latest, {
      id,
      issuer,
      mark: id === '' ? null : `${digest('id', id)} ${issuer && digest('issuer', issuer)}`,
    });
  }
  return latest.mark;
}

/**
 * Whether two studies are of one patient, by their ids: `null` where one of them names none or several, or where equal ids were given
 * by different issuers.
 */
export function isSamePatient(some: readonly PatientMark[], others: readonly PatientMark[]): boolean | null {
  const [one, other] = [some[0], others[0]];
  if (some.length !== 1 || others.length !== 1 || one === undefined || other === undefined) return null;
  const [id, issuer] = one.split(' ');
  const [otherId, otherIssuer] = other.split(' ');
  if (id !== otherId) return false;
  return issuer === otherIssuer || issuer === '' || otherIssuer === '' ? true : null;
}

function digest(what: string, value: string): string {
  return createHmac('sha256', patientMarkKey)
    .update(JSON.stringify([what, value]))
    .digest('base64url');
}

function givenKey(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('patientMarkKey' in data)) return null;
  return typeof data.patientMarkKey === 'string' ? data.patientMarkKey : null;
}

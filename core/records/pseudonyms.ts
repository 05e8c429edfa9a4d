import { createHmac } from 'node:crypto';
import type { PatientIdentity } from '../dicom/index.ts';

/** Names a study in events, links and logs: base64url, 43 characters, says nothing about the study without the secret. */
export function studyKey(secret: string, site: string, studyInstanceUid: string): string {
  return keyedDigest(secret, ['study', site, studyInstanceUid]);
}

/** The same for every study of one patient at one site; `null` when the header names no patient. */
export function patientKey(secret: string, site: string, patient: PatientIdentity): string | null {
  if (patient.PatientID === null || patient.PatientID === '') return null;
  return keyedDigest(secret, ['patient', site, patient.IssuerOfPatientID ?? '', patient.PatientID]);
}

/**
 * Proof of a birth date for one study, so that a report can ask for it without it being stored. Bound to the study:
 * there are few birth dates, and equal digests across studies would link patients who share one.
 * @param birthDate `YYYYMMDD`, with or without separators; `null` for anything else.
 */
export function birthDateKey(
  secret: string,
  site: string,
  studyInstanceUid: string,
  birthDate: string | null,
): string | null {
  const digits = birthDate?.replaceAll(/[-./\s]/g, '') ?? '';
  if (!/^\d{8}$/.test(digits)) return null;
  return keyedDigest(secret, ['birth-date', site, studyInstanceUid, digits]);
}

// The first part is the domain: one secret serves several purposes and no digest of one can stand for another.
// JSON keeps ['a', 'bc'] and ['ab', 'c'] apart.
function keyedDigest(secret: string, parts: readonly string[]): string {
  if (secret === '') throw new TypeError('The identity secret is empty: digests under it would be guessable.');
  return createHmac('sha256', secret)
    .update(JSON.stringify(['ms-mri-check/1', ...parts]))
    .digest('base64url');
}

import type { AcquisitionHeader, PatientIdentity } from './acquisitionHeader.ts';

/** Why an object cannot be judged. Each code has a sentence of its own in `reason`. */
export const rejectCodes = [
  'empty',
  'not-dicom',
  'dicomdir',
  'truncated-header',
  'malformed-header',
  'missing-uid',
  'not-mr',
  'not-an-image',
  'unsupported-transfer-syntax',
  'unreadable',
  'archive-not-supported',
  'archive-altered',
  'archive-damaged',
  'archive-encrypted',
  'archive-limit',
  'limit-exceeded',
  'object-archived',
  'object-encrypted',
] as const;
export type RejectCode = (typeof rejectCodes)[number];

/** Rejected for its state and not for what it is: such an object may well be an image that was asked for. */
export function mayHoldAnImage(code: string): boolean {
  return hidingCodes.some((hiding) => hiding === code);
}

/** Said of an archive whose checksum fails: whatever was read of it may be wrong. */
export function makesAllDoubtful(code: string): boolean {
  return code === ('archive-altered' satisfies RejectCode);
}

const hidingCodes: readonly RejectCode[] = [
  'empty',
  'truncated-header',
  'malformed-header',
  'missing-uid',
  'unsupported-transfer-syntax',
  'unreadable',
  'archive-not-supported',
  'archive-altered',
  'archive-damaged',
  'archive-encrypted',
  'archive-limit',
  'limit-exceeded',
  'object-archived',
  'object-encrypted',
];

/** What is known of the study that an unusable object belongs to; `null` where its header does not say. */
export type ObjectIdentity = {
  readonly StudyInstanceUID: string | null;
  readonly SeriesInstanceUID: string | null;
  readonly SOPInstanceUID: string | null;
  readonly SOPClassUID: string | null;
  readonly Modality: string | null;
  readonly StudyDate: string | null;
};

export type RejectedObject = {
  readonly kind: 'rejected';
  readonly code: RejectCode;
  /** What was wrong, where, and what to do; never a value of the header other than its UIDs and modality. */
  readonly reason: string;
  readonly identity: ObjectIdentity | null;
};

export type ReadImage = {
  readonly kind: 'mr-image';
  readonly header: AcquisitionHeader;
  readonly patient: PatientIdentity;
};

/**
 * The bytes at hand end before the header does: fetch the object up to `bytes` (or whole, if it is shorter) and ask again. Those
 * at hand are needed again; between them and `from` lies a value that is passed over, where anything may stand instead.
 */
export type NeedMoreBytes = { readonly kind: 'need-more'; readonly from: number; readonly bytes: number };

export type HeaderReading = ReadImage | RejectedObject;

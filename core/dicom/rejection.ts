import { tagOf } from './attributeTable.ts';
import { textOf } from './attributeValue.ts';
import { type DataSet, valuesOf } from './dataSet.ts';
import type { ObjectIdentity, RejectCode, RejectedObject } from './headerReading.ts';
import { uidOf } from './objectStart.ts';
import { tags } from './tag.ts';

/** An object that cannot be judged. */
export function rejected(code: RejectCode, reason: string, identity: ObjectIdentity | null = null): RejectedObject {
  return { kind: 'rejected', code, reason, identity };
}

/** Whom an object belongs to, as far as was read; file meta information stands in for what the data set lacks. */
export function identityOf(dataSet: DataSet, meta: DataSet): ObjectIdentity {
  return {
    ...uidsOf(dataSet, meta),
    Modality: shortText(dataSet, tagOf('Modality')),
    StudyDate: shortText(dataSet, tagOf('StudyDate')),
  };
}

/** The UIDs of an object, as `identityOf`. */
export function uidsOf(dataSet: DataSet, meta: DataSet): Omit<ObjectIdentity, 'Modality' | 'StudyDate'> {
  return {
    StudyInstanceUID: validUid(uidOf(dataSet, tags.StudyInstanceUID)),
    SeriesInstanceUID: validUid(uidOf(dataSet, tags.SeriesInstanceUID)),
    SOPInstanceUID: validUid(uidOf(dataSet, tags.SOPInstanceUID) ?? uidOf(meta, tags.MediaStorageSOPInstanceUID)),
    SOPClassUID: validUid(uidOf(dataSet, tags.SOPClassUID) ?? uidOf(meta, tags.MediaStorageSOPClassUID)),
  };
}

/** Digits and dots, 64 at most (PS3.5 9.1); leading zeros of a component are forgiven. Anything else must not become a key. */
export function validUid(uid: string | null): string | null {
  return uid !== null && uid.length <= 64 && /^\d+(\.\d+)*$/.test(uid) ? uid : null;
}

function shortText(dataSet: DataSet, tag: number): string | null {
  const text = textOf(valuesOf(dataSet, tag) ?? []);
  return text === '' ? null : text.slice(0, 16);
}

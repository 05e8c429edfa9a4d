import type { PatientIdentity } from './acquisitionHeader.ts';
import { tagOf } from './attributeTable.ts';
import { type Remarks, textOf } from './attributeValue.ts';
import { type DataSet, elementOf, leaf, type Schema, valuesOf } from './dataSet.ts';
import { flattenFrames, functionalGroupSchema } from './functionalGroups.ts';
import type { HeaderReading, ObjectIdentity, RejectedObject } from './headerReading.ts';
import { imageElements } from './imageAttributes.ts';
import { uidOf } from './objectStart.ts';
import { identityOf, rejected, uidsOf } from './rejection.ts';
import type { ShareAttributes } from './sharedAttributes.ts';
import { type ObjectClass, objectClassOf } from './sopClass.ts';
import { tags } from './tag.ts';
import { schemaWithVendors } from './vendorSchema.ts';

/** Everything that is kept of a data set, from whatever it is read. */
export const headerSchema: Schema = schemaWithVendors([
  ...imageElements,
  leaf(tags.SpecificCharacterSet, 'CS'),
  leaf(tags.SOPClassUID, 'UI'),
  leaf(tags.SOPInstanceUID, 'UI'),
  leaf(tags.StudyInstanceUID, 'UI'),
  leaf(tags.SeriesInstanceUID, 'UI'),
  leaf(tags.PatientID, 'LO'),
  leaf(tags.IssuerOfPatientID, 'LO'),
  leaf(tags.PatientBirthDate, 'DA'),
  leaf(tags.SamplesPerPixel, 'US'),
  leaf(tags.BitsAllocated, 'US'),
  [tags.SharedFunctionalGroupsSequence, functionalGroupSchema],
  [tags.PerFrameFunctionalGroupsSequence, functionalGroupSchema],
]);

/** What the object is: by its SOP class, or by its modality where the class is none of the standard's. */
export function classify(dataSet: DataSet, meta: DataSet): ObjectClass {
  const uid = uidOf(dataSet, tags.SOPClassUID) ?? uidOf(meta, tags.MediaStorageSOPClassUID);
  return uid === null ? { kind: 'unknown' } : objectClassOf(uid);
}

/** The rejection of an object that is no MR image, whatever its header holds; `null` for one that may be. */
export function rejectedByClass(dataSet: DataSet, meta: DataSet): RejectedObject | null {
  const objectClass = classify(dataSet, meta);
  if (objectClass.kind === 'classic-mr' || objectClass.kind === 'enhanced-mr') return null;
  const identity = identityOf(dataSet, meta);
  switch (objectClass.kind) {
    case 'dicomdir':
      return rejected(
        'dicomdir',
        'This is a DICOMDIR, the table of contents of a medium. Send the images it points to.',
      );
    case 'other-modality':
      return rejected(
        'not-mr',
        `This is ${objectClass.name}${modalityNote(identity)}, not MR. It is not judged.`,
        identity,
      );
    case 'not-an-image':
      return rejected('not-an-image', `This is ${objectClass.name}, not an MR image. It is not judged.`, identity);
    case 'unknown':
      return rejectedUnknown(identity);
  }
}

function rejectedUnknown(identity: ObjectIdentity): RejectedObject | null {
  const { SOPClassUID, Modality } = identity;
  if (Modality !== null && Modality !== 'MR') {
    return rejected('not-mr', `This object has modality ${Modality}, not MR. It is not judged.`, identity);
  }
  if (SOPClassUID === null) return null;
  return rejected(
    'not-an-image',
    `SOP class ${SOPClassUID} is none of the standard's MR images. It is not judged.`,
    identity,
  );
}

function modalityNote({ Modality }: ObjectIdentity): string {
  return Modality !== null && /^[A-Z]{2,16}$/.test(Modality) ? ` (modality ${Modality})` : '';
}

/** Makes a header of a data set that was read to its end. */
export function assembleHeader(
  dataSet: DataSet,
  meta: DataSet,
  remarks: Remarks,
  share: ShareAttributes,
): HeaderReading {
  const wrongClass = rejectedByClass(dataSet, meta);
  if (wrongClass !== null) return wrongClass;
  const { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, SOPClassUID } = uidsOf(dataSet, meta);
  if (StudyInstanceUID === null || SeriesInstanceUID === null || SOPInstanceUID === null || SOPClassUID === null) {
    return rejectedWithoutUid(identityOf(dataSet, meta));
  }
  const flattened =
    classify(dataSet, meta).kind === 'enhanced-mr'
      ? flattenFrames(dataSet, remarks)
      : share(SeriesInstanceUID, dataSet, remarks);
  const header = { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, SOPClassUID, ...flattened };
  return {
    kind: 'mr-image',
    header: { ...header, remarks: remarks.size === 0 ? noRemarks : [...remarks].slice(0, mostRemarks) },
    patient: patientIdentity(dataSet),
  };
}

const noRemarks: readonly string[] = [];
const mostRemarks = 32;

/** What a header must hold that was read to its end, as the last that is kept of it: by it a clean cut is told. */
const lastOfClassic = [tagOf('Rows'), tagOf('Columns'), tags.BitsAllocated];
const lastOfEnhanced = [tags.PerFrameFunctionalGroupsSequence];

/**
 * The first element that must be there before a header is whole, and is not. `pixelsFollow`: something lies behind the header, so
 * that it is not cut off; functional groups may then be missing, which is odd and remarked.
 */
export function missingBeforeEnd(dataSet: DataSet, meta: DataSet, pixelsFollow: boolean): number | null {
  const isEnhanced = classify(dataSet, meta).kind === 'enhanced-mr';
  const last = isEnhanced && !pixelsFollow ? lastOfEnhanced : lastOfClassic;
  return last.find((tag) => elementOf(dataSet, tag) === undefined) ?? null;
}

function rejectedWithoutUid(identity: ObjectIdentity): RejectedObject {
  const { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, SOPClassUID } = identity;
  const missing = Object.entries({ StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, SOPClassUID })
    .filter(([, uid]) => uid === null)
    .map(([keyword]) => keyword);
  const reason = `The header has no valid ${missing.join(', ')}, so that its study cannot be told. Export it again.`;
  return rejected('missing-uid', reason, identity);
}

function patientIdentity(dataSet: DataSet): PatientIdentity {
  return {
    PatientID: textOrNull(dataSet, tags.PatientID),
    IssuerOfPatientID: textOrNull(dataSet, tags.IssuerOfPatientID),
    PatientBirthDate: textOrNull(dataSet, tags.PatientBirthDate),
  };
}

function textOrNull(dataSet: DataSet, tag: number): string | null {
  const text = textOf(valuesOf(dataSet, tag) ?? []);
  return text === '' ? null : text;
}

import { dicomFile, el, withElements } from '../../core/dicom/dicomBytes.ts';
import { classicMr } from '../../core/dicom/mrObjects.ts';

export type SmallObject = {
  readonly study?: string;
  readonly series?: string;
  readonly sop?: string;
  readonly sliceThickness?: string;
  readonly patientId?: string;
  /** YYYYMMDD */
  readonly studyDate?: string;
  readonly bodyPart?: string;
};

/** The UIDs of an image in the first series of a study. */
export const uidsOf = (study: string, number: number | string = 1) => ({
  study,
  series: `${study}.1`,
  sop: `${study}.1.${number}`,
});

/** Who the small objects are of; none of it may ever be seen outside them. */
export const patientFacts = ['ZZPATIENTZZ', 'Zzyzx^Zelda', 'Zzyzx', '19311117', '1931-11-17'] as const;

/** One MR image as a DICOM file, of a patient with recognisable facts. */
export function mrFile({
  study = '1.2.3',
  series = '1.2.3.1',
  sop = '1.2.3.1.1',
  sliceThickness = '1',
  patientId = 'ZZPATIENTZZ',
  studyDate = '20250102',
  bodyPart,
}: SmallObject = {}): Uint8Array {
  return dicomFile(
    withElements(classicMr, [
      el(0x00080018, 'UI', sop),
      el(0x00080020, 'DA', studyDate),
      el(0x00100010, 'PN', 'Zzyzx^Zelda'),
      el(0x00100020, 'LO', patientId),
      el(0x00100030, 'DA', '19311117'),
      ...(bodyPart === undefined ? [] : [el(0x00180015, 'CS', bodyPart)]),
      el(0x00180050, 'DS', sliceThickness),
      el(0x0020000d, 'UI', study),
      el(0x0020000e, 'UI', series),
      // A place is part of what tells the region.
      el(0x00200052, 'UI', `${study}.9`),
    ]),
  );
}

/** A CT image of the same patient. */
export function ctFile(study = '1.2.9'): Uint8Array {
  return dicomFile(
    withElements(classicMr, [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
      el(0x00080060, 'CS', 'CT'),
      el(0x00100010, 'PN', 'Zzyzx^Zelda'),
      el(0x00100020, 'LO', 'ZZPATIENTZZ'),
      el(0x00100030, 'DA', '19311117'),
      el(0x0020000d, 'UI', study),
    ]),
  );
}

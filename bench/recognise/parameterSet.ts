import type { AcquisitionHeader, ImageAttributes, Keyword } from '../../core/dicom/index.ts';

/**
 * What makes the contrast of an image. Left out are words, numbers of series, and what is fitted to the size of each head
 * (field of view, sampling, bandwidth, angulation, SAR): with those, nearly every examination would be a set of its own.
 */
const contrastKeywords: readonly Keyword[] = [
  'Manufacturer',
  'ManufacturerModelName',
  'MagneticFieldStrength',
  'ImageType',
  'MRAcquisitionType',
  'ScanningSequence',
  'SequenceVariant',
  'ScanOptions',
  'RepetitionTime',
  'EchoTime',
  'InversionTime',
  'FlipAngle',
  'EchoTrainLength',
  'SliceThickness',
  'PatientPosition',
];

/** One text for all series of the same parameters; times are compared to three digits, since scanners fit them to gradients. */
export function parameterSet(headers: readonly AcquisitionHeader[]): string {
  return headers.map(({ shared }) => JSON.stringify([...ofImage(shared), plane(shared)])).join();
}

function ofImage(attributes: ImageAttributes): readonly unknown[] {
  return contrastKeywords.map((keyword) => {
    const value = attributes[keyword];
    return typeof value === 'number' ? Number(value.toPrecision(3)) : (value ?? null);
  });
}

/** The patient axis next to the slice normal, as far as a parameter set has one. */
function plane({ ImageOrientationPatient: cosines }: ImageAttributes): number | null {
  if (cosines?.length !== 6) return null;
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = cosines;
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx].map(Math.abs);
  return normal.indexOf(Math.max(...normal));
}

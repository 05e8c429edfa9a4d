import { data } from 'dcmjs';
import { z } from 'zod';
import type { SampleFile } from '../../samples/index.ts';

const numbers = z.array(z.coerce.number());
const texts = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string()));

/** What the tests look at in an instance, checked as it is read. */
const instanceSchema = z.object({
  SOPInstanceUID: z.string(),
  StudyInstanceUID: z.string(),
  SeriesInstanceUID: z.string(),
  FrameOfReferenceUID: z.string(),
  PatientID: z.string(),
  PatientName: z.unknown(),
  SeriesNumber: z.coerce.number(),
  InstanceNumber: z.coerce.number(),
  SeriesDescription: z.string(),
  ImageType: texts,
  MRAcquisitionType: z.enum(['2D', '3D']),
  MagneticFieldStrength: z.coerce.number(),
  SliceThickness: z.coerce.number(),
  SpacingBetweenSlices: z.coerce.number().optional(),
  Rows: z.number(),
  Columns: z.number(),
  PixelSpacing: numbers,
  ImagePositionPatient: numbers,
  ImageOrientationPatient: numbers,
  StudyTime: z.string(),
  SeriesTime: z.string(),
  AcquisitionTime: z.string(),
  ContentTime: z.string(),
  DiffusionBValue: z.number().optional(),
  ContrastBolusAgent: z.string().optional(),
  ContrastBolusStartTime: z.string().optional(),
});
export type SampleInstance = z.infer<typeof instanceSchema> & {
  readonly path: string;
  readonly byteLength: number;
  /** Keywords of everything that is in the data set. */
  readonly keywords: readonly string[];
};

/** The instances of a sample study, read back with dcmjs. */
export function readInstances(files: readonly SampleFile[]): readonly SampleInstance[] {
  return files
    .filter(({ path }) => path.endsWith('.dcm'))
    .map(({ path, bytes }) => {
      const natural = naturalDataset(bytes);
      return { ...instanceSchema.parse(natural), path, byteLength: bytes.length, keywords: Object.keys(natural) };
    });
}

/** The elements of a file by keyword, as dcmjs reads them. */
export function naturalDataset(bytes: Uint8Array): { readonly [keyword: string]: unknown } {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return data.DicomMetaDictionary.naturalizeDataset(data.DicomMessage.readFile(copy).dict);
}

/** The images of one series and b-value that lie parallel, in the order of their instance numbers. */
export function stacksOf(instances: readonly SampleInstance[]): readonly (readonly SampleInstance[])[] {
  const key = (instance: SampleInstance) =>
    JSON.stringify([instance.SeriesNumber, instance.ImageOrientationPatient, instance.DiffusionBValue ?? null]);
  return [...Map.groupBy(instances, key).values()];
}

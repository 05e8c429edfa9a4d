import type { AcquisitionHeader } from '../core/dicom/index.ts';
import type { PatientMark } from './patientMark.ts';
import type { ObjectReading, ReadObject } from './readObject.ts';

/**
 * Read objects as text, to pass them from one thread to another: what the images of a series share is written once, and parsing
 * text takes less time than cloning objects of a hundred keys.
 */
export function packObjects(objects: readonly ReadObject[]): string {
  const models: Model[] = [];
  const indices = new Map<AcquisitionHeader['shared'], number>();
  const packed = objects.map(({ bytesRead, bytesTotal, readings }): PackedObject => {
    const [reading] = readings;
    if (readings.length !== 1 || reading?.kind !== 'mr-image') return { bytesRead, bytesTotal, readings };
    const { SOPInstanceUID, frames, ...shared } = reading.header;
    const model = { ...shared, patientMark: reading.patientMark };
    const index = indices.get(model.shared) ?? models.push(model) - 1;
    indices.set(model.shared, index);
    return isSameModel(models[index], model)
      ? { bytesRead, bytesTotal, model: index, SOPInstanceUID, frames }
      : { bytesRead, bytesTotal, readings };
  });
  return JSON.stringify({ models, packed } satisfies Packed);
}

/** The other way round; `paths` are those of the objects, in their order. @throws when the text is not of `packObjects` */
export function unpackObjects(text: string, paths: readonly string[]): readonly ReadObject[] {
  const { models, packed }: Packed = JSON.parse(text);
  return packed.map((object, index): ReadObject => {
    const path = paths[index];
    if (path === undefined) throw new Error('There are more packed objects than paths.');
    const { bytesRead, bytesTotal } = object;
    if ('readings' in object) return { path, bytesRead, bytesTotal, readings: object.readings };
    const model = models[object.model];
    if (model === undefined) throw new Error('A packed object names a model that is not there.');
    const { SOPInstanceUID, frames } = object;
    const { StudyInstanceUID, SeriesInstanceUID, SOPClassUID, shared, remarks, patientMark } = model;
    const header = { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, SOPClassUID, shared, frames, remarks };
    return { path, bytesRead, bytesTotal, readings: [{ kind: 'mr-image', header, patientMark }] };
  });
}

type Model = Omit<AcquisitionHeader, 'SOPInstanceUID' | 'frames'> & { readonly patientMark: PatientMark | null };
type Packed = { readonly models: readonly Model[]; readonly packed: readonly PackedObject[] };
type PackedObject = Pick<ReadObject, 'bytesRead' | 'bytesTotal'> &
  (
    | { readonly readings: readonly ObjectReading[] }
    | ({ readonly model: number } & Pick<AcquisitionHeader, 'SOPInstanceUID' | 'frames'>)
  );

/** Images that share their attributes are nearly always of one series and as odd as each other. */
function isSameModel(one: Model | undefined, other: Model): boolean {
  return (
    one !== undefined &&
    one.StudyInstanceUID === other.StudyInstanceUID &&
    one.SeriesInstanceUID === other.SeriesInstanceUID &&
    one.SOPClassUID === other.SOPClassUID &&
    one.patientMark === other.patientMark &&
    one.remarks.length === other.remarks.length &&
    one.remarks.every((remark, index) => remark === other.remarks[index])
  );
}

import { z } from 'zod';
import type { AcquisitionHeader } from '../dicom/index.ts';
import { unpackJson } from './packedJson.ts';
import type { InstanceItem } from './studyRecords.ts';

const attributesSchema = z.record(z.string(), z.unknown());
const headerSchema = z.object({
  StudyInstanceUID: z.string(),
  SeriesInstanceUID: z.string(),
  SOPInstanceUID: z.string(),
  SOPClassUID: z.string(),
  shared: attributesSchema,
  frames: z.array(attributesSchema),
  remarks: z.array(z.string()),
});

/** The header of an instance item. @throws ZodError when the item holds something else. */
export function storedHeader(item: InstanceItem): AcquisitionHeader {
  // Attributes were allow-listed and typed by the header reader before they were stored.
  return headerSchema.parse(unpackJson(item.header)) as AcquisitionHeader;
}

import { z } from 'zod';
import type { AcquisitionHeader } from '../dicom/index.ts';
import { packedText } from './packedJson.ts';
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
  return headerOf(packedText(item.header));
}

/** The headers of many; `null` where their JSON text is together longer than so many characters. @throws ZodError */
export function storedHeaders(
  items: readonly InstanceItem[],
  mostCharacters: number,
): readonly AcquisitionHeader[] | null {
  const headers: AcquisitionHeader[] = [];
  let characters = 0;
  for (const item of items) {
    const json = packedText(item.header);
    characters += json.length;
    if (characters > mostCharacters) return null;
    headers.push(headerOf(json));
  }
  return headers;
}

function headerOf(json: string): AcquisitionHeader {
  // Attributes were allow-listed and typed by the header reader before they were stored.
  return headerSchema.parse(JSON.parse(json)) as AcquisitionHeader;
}

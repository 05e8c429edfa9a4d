import { z } from 'zod';
import type { Report } from '../report/index.ts';
import { unpackJson } from './packedJson.ts';
import type { VerdictItem } from './studyRecords.ts';

const reportSchema = z.object({
  schema: z.literal('ms-mri-check/report/1'),
  engine: z.string(),
  studies: z.array(z.record(z.string(), z.unknown())),
});

/** The report of a verdict item. @throws ZodError when the item holds something else. */
export function storedReport(item: VerdictItem): Report {
  // Our own document, written from the typed report.
  return reportSchema.parse(unpackJson(item.report)) as unknown as Report;
}

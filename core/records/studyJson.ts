import { z } from 'zod';
import { examRegions, indications } from '../protocol/index.ts';

/** A centre's `study.json`: optional facts that no header states. What we do not know yet is passed over. */
export const studyJsonSchema = z.object({
  indication: z.enum(indications).optional(),
  regions: z.array(z.enum(examRegions)).min(1).max(examRegions.length).optional(),
  /** Objects of the study, for each study of the folder. */
  expectedInstances: z.int().min(1).max(1_000_000).optional(),
  complete: z.boolean().optional(),
  symptoms: z
    .array(z.string().regex(/^[a-z][a-z-]{0,39}$/))
    .max(20)
    .optional(),
  pmlRisk: z.enum(['low', 'medium', 'high']).optional(),
});
export type StudyJson = z.infer<typeof studyJsonSchema>;

export type StudyJsonReading =
  | { readonly kind: 'study-json'; readonly facts: StudyJson }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Reads the file's text; the reason of a refusal names fields, never what stands in them. */
export function readStudyJson(text: string): StudyJsonReading {
  const document = parsed(text);
  if (document === undefined) {
    return { kind: 'invalid', reason: 'study.json is not valid JSON; drop a corrected study.json in its place.' };
  }
  const reading = studyJsonSchema.safeParse(document);
  if (reading.success) return { kind: 'study-json', facts: reading.data };
  const faults = reading.error.issues.map((issue) => `${issue.path.join('.') || 'document'}: ${issue.message}`);
  const shown = faults.slice(0, 5).join('; ');
  return { kind: 'invalid', reason: `study.json was not used: ${shown}. Drop a corrected study.json in its place.` };
}

// A SyntaxError quotes the text that it stumbled over, so it must not reach a log or an item.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

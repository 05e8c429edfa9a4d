import { z } from 'zod';
import {
  numberKeywords,
  numberListKeywords,
  rejectCodes,
  textKeywords,
  textListKeywords,
} from '../../core/dicom/index.ts';

/** What a report may print as it stands: no control characters, none that turn the direction of writing, no half characters. */
const printable = /^[^\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]*$/u;
const text = z.string().max(256).regex(printable);
const number = z.number().nullable();
const numberList = z.array(z.number()).min(1).max(64).nullable();
const textList = z.array(text).min(1).max(64).nullable();
const uid = z
  .string()
  .max(64)
  .regex(/^\d+(\.\d+)*$/);
const sentence = z.string().min(1).max(600).regex(printable);

const attributes = z
  .strictObject({
    ...shapeOf(textKeywords, text),
    ...shapeOf(numberKeywords, number),
    ...shapeOf(numberListKeywords, numberList),
    ...shapeOf(textListKeywords, textList),
    PixelSpacing: z.array(z.number()).length(2).nullable(),
    ImagePositionPatient: z.array(z.number()).length(3).nullable(),
    ImageOrientationPatient: z.array(z.number()).length(6).nullable(),
    AcquisitionMatrix: z.array(z.number()).length(4).nullable(),
    AcquisitionSteps: z.array(z.number()).length(2).nullable(),
  })
  .partial();

const image = z.strictObject({
  kind: z.literal('mr-image'),
  header: z.strictObject({
    StudyInstanceUID: uid,
    SeriesInstanceUID: uid,
    SOPInstanceUID: uid,
    SOPClassUID: uid,
    shared: attributes,
    frames: z.array(attributes).min(1).max(100_000),
    remarks: z.array(sentence).max(32),
  }),
  patient: z.strictObject({
    PatientID: text.min(1).nullable(),
    IssuerOfPatientID: text.min(1).nullable(),
    PatientBirthDate: text.min(1).nullable(),
  }),
});

const rejection = z.strictObject({
  kind: z.literal('rejected'),
  code: z.enum(rejectCodes),
  reason: sentence,
  identity: z
    .strictObject({
      StudyInstanceUID: uid.nullable(),
      SeriesInstanceUID: uid.nullable(),
      SOPInstanceUID: uid.nullable(),
      SOPClassUID: uid.nullable(),
      Modality: z.string().min(1).max(16).regex(printable).nullable(),
      StudyDate: z.string().min(1).max(16).regex(printable).nullable(),
    })
    .nullable(),
});

const reading = z.discriminatedUnion('kind', [image, rejection]);

/** What is wrong with the shape of a reading, its lengths and its characters; `null` when nothing is. */
export function shapeFault(candidate: unknown): string | null {
  const parsed = reading.safeParse(candidate);
  return parsed.success
    ? null
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

function shapeOf<Keyword extends string, Schema extends z.ZodType>(
  keywords: readonly Keyword[],
  schema: Schema,
): { readonly [key: string]: Schema } {
  return Object.fromEntries(keywords.map((keyword) => [keyword, schema]));
}

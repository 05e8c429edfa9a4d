import { z } from 'zod';
import { bodyRegions, contrastStates, dimensions, planes, sequences } from '../acquisition/index.ts';
import { exampleMeasures } from './example.ts';
import { examRegions, indications, levels, verifications } from './protocol.ts';

const measure = z.number('write the measured value as a number, or null where the header does not say').nullable();
const found = `(met|not-met|cannot-tell)( (${verifications.join('|')}))?( remark)?`;
const withLevel = z
  .string()
  .regex(
    new RegExp(`^(not-asked|(${levels.join('|')}) ${found})$`),
    'level, then met, not-met or cannot-tell, then (if it matters) the verification and the word remark: "required not-met pending"; or not-asked',
  );
const withoutLevel = z
  .string()
  .regex(
    new RegExp(`^(not-asked|((${levels.join('|')}) )?${found})$`),
    'met, not-met or cannot-tell, after a level if it changes and before the verification or the word remark if they matter; or not-asked',
  );

const exampleAcquisitionSchema = z
  .strictObject({
    sequence: z.enum(sequences),
    dimension: z.enum(dimensions).nullable().meta({ description: 'By default 2D.' }).exactOptional(),
    plane: z.enum(planes).nullable().meta({ description: 'By default axial, 3D sagittal.' }).exactOptional(),
    region: z.enum(bodyRegions).meta({ description: "By default the requirement's." }).exactOptional(),
    thickness: measure.meta({ description: 'Slice thickness in mm; by default 1.' }).exactOptional(),
    gap: measure.meta({ description: 'In mm; by default spacing − thickness, else 0.' }).exactOptional(),
    spacing: measure.meta({ description: 'Centre to centre in mm; by default thickness + gap.' }).exactOptional(),
    inPlane: measure.meta({ description: 'Acquired in-plane resolution in mm; by default 0.5.' }).exactOptional(),
    pixels: measure.meta({ description: 'Reconstructed pixel in mm; by default as acquired.' }).exactOptional(),
    field: measure.meta({ description: 'In T; by default 3.' }).exactOptional(),
    coverage: measure.meta({ description: 'Slices × spacing in mm; by default 150.' }).exactOptional(),
    delay: measure
      .meta({ description: 'From the injection to the images in min; by default not known.' })
      .exactOptional(),
    contrast: z.enum(contrastStates).meta({ description: 'By default no.' }).exactOptional(),
    fatSuppressed: z.boolean().nullable().meta({ description: 'By default false.' }).exactOptional(),
    derived: z.boolean().meta({ description: 'By default false.' }).exactOptional(),
    limits: z
      .partialRecord(
        z.enum(exampleMeasures),
        z.tuple([z.number(), z.number()], {
          error: 'two numbers: the last with which the example holds, the first with which it does not',
        }),
      )
      .meta({
        description:
          'For a measure: the last value with which the example still holds, and the first with which the requirement is not met. Without a value it must be cannot-tell.',
      })
      .exactOptional(),
  })
  .meta({ id: 'exampleAcquisition', description: 'An acquisition in short; null: the header does not say.' });

const changeSchema = exampleAcquisitionSchema
  .omit({ limits: true })
  .extend({ sequence: z.enum(sequences).exactOptional() });

const circumstancesSchema = z
  .strictObject({
    symptoms: z.array(z.string()).exactOptional(),
    otherStudies: z
      .array(z.strictObject({ regions: z.array(z.enum(examRegions)), daysApart: z.int().min(0) }))
      .exactOptional(),
    areAll: z.boolean().exactOptional(),
  })
  .meta({ id: 'circumstances', description: 'What is known beside the study; what is left out is not known.' });

const expectedByIndication = z.partialRecord(z.enum(indications), withLevel);

/** One example of a protocol file. Output is assignable to `Example`. */
export const exampleSchema = z
  .strictObject({
    requirement: z.string().min(1),
    shows: z.string().min(1),
    study: z.array(exampleAcquisitionSchema),
    circumstances: circumstancesSchema.exactOptional(),
    expect: expectedByIndication.refine((expected) => Object.keys(expected).length > 0, 'name at least one indication'),
    but: z
      .array(
        z.strictObject({
          of: z.int().min(1).meta({ description: 'Which acquisition changes; by default the first.' }).exactOptional(),
          change: changeSchema.exactOptional(),
          circumstances: circumstancesSchema.exactOptional(),
          expect: z.union([withoutLevel, expectedByIndication]),
        }),
      )
      .meta({ description: 'The same study with one thing changed.' })
      .exactOptional(),
  })
  .meta({ id: 'example', description: 'A small study, and what must be found in it.' });

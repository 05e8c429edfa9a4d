import { z } from 'zod';
import { citationSchema } from './citationSchema.ts';
import { indications, verifications } from './protocol.ts';
import { type IntervalSituation, intervalSituations, pmlRisks, type ScanInterval } from './scanInterval.ts';

const situations = Object.keys(intervalSituations) as IntervalSituation[];
const bound = z.int('write the bound in whole months, as a number without its unit').min(1).max(120);

const scanIntervalSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'write <indication>.<what> in lower case'),
    indication: z.enum(indications),
    situation: z.enum(situations).meta({
      description:
        'Which patients it is for. treatment-start and treatment-switch are counted from the treatment, which nothing that is read dates: shown, never judged. All others are counted from the last MRI of the brain.',
    }),
    who: z
      .string()
      .min(1)
      .meta({ description: 'Whom the source means by the situation, where it says more.' })
      .exactOptional(),
    min: bound.meta({ description: 'Sooner is early; left out: there is no too soon.' }).exactOptional(),
    max: bound.meta({ description: 'Later is overdue.' }).exactOptional(),
    unit: z.literal('months'),
    asWritten: z
      .string()
      .min(1)
      .meta({ description: "The source's own words, where the bounds say less." })
      .exactOptional(),
    verification: z.enum(verifications),
    citation: citationSchema,
  })
  .superRefine(({ id, indication, min, max }, context) => {
    if (!id.startsWith(`${indication}.`)) {
      context.addIssue({ code: 'custom', path: ['id'], message: `must begin with "${indication}."` });
    }
    if (min === undefined && max === undefined) {
      context.addIssue({ code: 'custom', message: 'give the interval a bound in months: min, max or both' });
    }
    if (min !== undefined && max !== undefined && min > max) {
      context.addIssue({ code: 'custom', path: ['min'], message: 'min is above max: no MRI could be on time' });
    }
  })
  .meta({ id: 'interval', description: 'How often an MRI of the brain is asked for. It never changes an outcome.' });

/** The keys of a protocol that say how often it asks for an MRI. */
export const intervalShape = {
  intervalGrace: z
    .strictObject({ days: z.int().min(0).max(60), source: z.string().min(1) })
    .meta({ description: 'So many days beside a bound still count as on time, and whose allowance that is.' })
    .exactOptional(),
  intervals: z.array(scanIntervalSchema).min(1, 'name at least one, or leave intervals out').exactOptional(),
};

const expected = z
  .string()
  .regex(
    new RegExp(`^((on-time|early|overdue)( (${verifications.join('|')}))?|cannot-tell)$`),
    'on-time, early or overdue, then (if it matters) the verification, or cannot-tell',
  );

/** One example of a file's intervals. Output is assignable to `IntervalExample`. */
export const intervalExampleSchema = z
  .strictObject({
    shows: z.string().min(1),
    indication: z.enum(indications),
    situation: z
      .enum(situations)
      .meta({ description: 'The one interval that is looked at; left out: all that may hold for the patient.' })
      .exactOptional(),
    pmlRisk: z.enum(pmlRisks).meta({ description: 'Left out: not known.' }).exactOptional(),
    after: z
      .array(
        z.strictObject({
          months: z
            .int()
            .min(0)
            .nullable()
            .meta({ description: 'Since the last MRI, or since what is counted from; null: not known.' }),
          days: z
            .int()
            .min(-31)
            .max(31)
            .meta({ description: 'Beyond the months; fewer, if negative.' })
            .exactOptional(),
          expect: expected,
        }),
      )
      .min(1, 'name at least one'),
  })
  .meta({ id: 'intervalExample', description: 'Times between MRIs, and how they must be judged.' });

/** Of two intervals for one situation neither could be believed. */
export function checkIntervals(
  { intervals = [] }: { readonly intervals?: readonly ScanInterval[] },
  context: z.RefinementCtx,
): void {
  for (const [index, { id, indication, situation }] of intervals.entries()) {
    const before = intervals.slice(0, index);
    const fault = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['intervals', index, key], message });
    if (before.some((other) => other.id === id)) fault('id', `"${id}" is used twice`);
    if (before.some((other) => other.indication === indication && other.situation === situation)) {
      fault('situation', `${situation} has two intervals for ${indication}: leave one`);
    }
  }
}

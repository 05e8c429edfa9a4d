import { z } from 'zod';
import { bodyRegions, contrastStates, dimensions, planes, sequences } from '../acquisition/index.ts';
import { citationSchema } from './citationSchema.ts';
import { type Ask, examRegions, numericProperties } from './protocol.ts';

const limit = z.number({
  error: ({ input }) =>
    typeof input === 'string' && /±|\+\/?-/.test(input)
      ? 'a limit has a direction: write one number, under max or min, never ±'
      : 'write the limit as a number, without its unit',
});

const numericConstraintSchema = z
  .strictObject({
    property: z.enum(Object.keys(numericProperties) as (keyof typeof numericProperties)[]),
    unit: z.enum(['T', 'mm', '%', 'min']),
    max: limit.exactOptional(),
    min: limit.exactOptional(),
    tolerated: z
      .strictObject({ max: limit.exactOptional(), min: limit.exactOptional(), citation: citationSchema })
      .exactOptional(),
    remark: z.string().min(1).exactOptional(),
    asWritten: z
      .string()
      .min(1)
      .meta({ description: "The source's own words, where the limit says less." })
      .exactOptional(),
  })
  .superRefine((constraint, context) => {
    const unit = numericProperties[constraint.property];
    if (constraint.unit !== unit) {
      context.addIssue({ code: 'custom', path: ['unit'], message: `${constraint.property} is given in ${unit}` });
    }
    if (constraint.max === undefined && constraint.min === undefined) {
      context.addIssue({ code: 'custom', message: 'give the limit a direction: max, min or both' });
    }
    if (constraint.min !== undefined && constraint.max !== undefined && constraint.min >= constraint.max) {
      const message =
        constraint.min === constraint.max
          ? 'an exact number is no limit, since measured values are rounded: write max or min'
          : 'min must be below max: nothing can meet both';
      context.addIssue({ code: 'custom', path: ['min'], message });
    }
    const { tolerated } = constraint;
    if (tolerated === undefined) return;
    if (tolerated.max === undefined && tolerated.min === undefined) {
      context.addIssue({ code: 'custom', path: ['tolerated'], message: 'give the tolerated limit a direction' });
    }
    if (tolerated.max !== undefined && !(constraint.max !== undefined && tolerated.max > constraint.max)) {
      context.addIssue({ code: 'custom', path: ['tolerated', 'max'], message: 'must be beyond max' });
    }
    if (tolerated.min !== undefined && !(constraint.min !== undefined && tolerated.min < constraint.min)) {
      context.addIssue({ code: 'custom', path: ['tolerated', 'min'], message: 'must be below min' });
    }
  });

const some = <Item extends z.ZodType>(item: Item) => z.array(item).min(1, 'name at least one');

export const constraintSchema = z
  .discriminatedUnion(
    'property',
    [
      numericConstraintSchema,
      z.strictObject({ property: z.literal('dimension'), oneOf: some(z.enum(dimensions)) }),
      z.strictObject({ property: z.literal('plane'), oneOf: some(z.enum(planes)) }),
      z.strictObject({ property: z.literal('contrastEnhanced'), oneOf: some(z.enum(contrastStates)) }),
      z.strictObject({ property: z.literal('fatSuppressed'), oneOf: some(z.boolean()) }),
      z.strictObject({ property: z.literal('region'), oneOf: some(z.enum(bodyRegions)) }),
    ],
    {
      error: `property is one of ${[...Object.keys(numericProperties), 'dimension', 'plane', 'contrastEnhanced', 'fatSuppressed', 'region'].join(', ')}`,
    },
  )
  .meta({ id: 'constraint', description: 'One limit on one property of an acquisition.' });

const branches = z.array(z.lazy((): z.ZodType<Ask> => askSchema));

const anyAskSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('one').meta({ description: 'One acquisition that meets every constraint.' }),
      sequence: some(z.enum(sequences)),
      derived: z.boolean().exactOptional(),
      constraints: z.array(constraintSchema),
    }),
    z.strictObject({
      kind: z
        .literal('every')
        .meta({ description: 'Every original acquisition of the region meets every constraint.' }),
      constraints: some(constraintSchema),
    }),
    z.strictObject({
      kind: z.literal('anyOf').meta({ description: 'One of the alternatives.' }),
      of: branches.min(2, 'alternatives: at least two'),
    }),
    z
      .strictObject({
        kind: z.literal('atLeast').meta({ description: 'So many of the list, each by another acquisition.' }),
        count: z.int().min(1),
        of: branches.min(1, 'name at least one'),
      })
      .refine((ask) => ask.count <= ask.of.length, { path: ['count'], message: 'asks for more than the list holds' })
      .refine((ask) => ask.of.every(namesOneAcquisition), {
        path: ['of'],
        message: 'each entry names one acquisition: kind one, or anyOf of such',
      }),
    z.strictObject({
      kind: z
        .literal('imaged')
        .meta({ description: 'An examination of another region, here or in another study within so many days.' }),
      region: z.enum(examRegions),
      withinDays: z.int().min(0),
    }),
  ],
  { error: 'kind is one of one, every, anyOf, atLeast, imaged' },
);

export const askSchema: z.ZodType<Ask> = anyAskSchema.meta({ id: 'ask', description: 'A tree of what must be found.' });

function namesOneAcquisition(ask: Ask): boolean {
  return ask.kind === 'one' || (ask.kind === 'anyOf' && ask.of.every(namesOneAcquisition));
}

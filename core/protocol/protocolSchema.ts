import { z } from 'zod';
import { askSchema, constraintSchema } from './askSchema.ts';
import { checkLimits } from './checkLimits.ts';
import { citationSchema } from './citationSchema.ts';
import { exampleSchema } from './exampleSchema.ts';
import { checkIntervals, intervalExampleSchema, intervalShape } from './intervalSchema.ts';
import {
  type Ask,
  type Constraint,
  examRegions,
  indications,
  levels,
  type Protocol,
  verifications,
} from './protocol.ts';

const text = z.string().min(1, 'write some words');
const isoDate = z.iso.date('write the date as YYYY-MM-DD');
const revision = z.int().min(1);
const demandSchema = z
  .strictObject({
    level: z.enum(levels),
    verification: z.enum(verifications).meta({
      description:
        'primary: read in the paper; reproduced: read in a publication that reproduces it; pending: not read yet, never makes a study not compliant.',
    }),
    citation: citationSchema,
    verifiedPart: askSchema
      .meta({
        description:
          'The part of what is asked that `verification` speaks of; where it is met, what is missing beyond it is pending.',
      })
      .exactOptional(),
    unless: z
      .strictObject({ ask: askSchema, level: z.enum(levels), because: text })
      .meta({ description: 'When `ask` is met, `level` holds instead.' })
      .exactOptional(),
    when: z
      .strictObject({
        symptom: z.string().regex(/^[a-z][a-z-]{0,39}$/, 'a symptom of study.json, such as optic-nerve'),
        level: z.enum(levels),
        because: text,
      })
      .meta({ description: 'Where the person is known to have the symptom, `level` holds instead.' })
      .exactOptional(),
  })
  .meta({ id: 'demand', description: 'How strongly one indication asks, and how sure we are that it does.' });

const wordsSchema = z.strictObject({ what: text, why: text });

/** What a requirement is and why it matters, in one language. Output is assignable to `RequirementTexts`. */
export const requirementTextsSchema = z.strictObject({ patient: wordsSchema, technologist: wordsSchema }).meta({
  id: 'texts',
  description: 'What it is and why it matters, for the person examined and for the technologist.',
});

const requirementSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'write <region>.<what> in lower case'),
    region: z.enum(examRegions),
    title: text,
    rationale: text,
    asks: askSchema,
    onlyWhere: askSchema
      .meta({ description: 'Where this is known not to be there, the requirement says nothing.' })
      .exactOptional(),
    indications: z.partialRecord(z.enum(indications), demandSchema),
    texts: z
      .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/, 'a language, such as en'), requirementTextsSchema)
      .meta({ description: 'Words of its own by language, where those of protocols/texts do not fit or do not exist.' })
      .exactOptional(),
  })
  .superRefine((requirement, context) => {
    if (!requirement.id.startsWith(`${requirement.region}.`)) {
      context.addIssue({ code: 'custom', path: ['id'], message: `must begin with "${requirement.region}."` });
    }
    if (Object.keys(requirement.indications).length === 0) {
      context.addIssue({ code: 'custom', path: ['indications'], message: 'name at least one indication' });
    }
  })
  .meta({ id: 'requirement', description: 'One thing that the guideline asks for a region.' });

const publicationSchema = z
  .strictObject({
    authors: text,
    journal: text,
    year: z.int().min(1990).max(2100),
    doi: z
      .string()
      .regex(/^10\.\d{4,9}\/\S+$/, 'the bare DOI, like 10.1016/S1474-4422(21)00095-8')
      .nullable()
      .meta({ description: 'null where it has not been read.' }),
  })
  .meta({ id: 'publication' });

const protocolShape = z.strictObject({
  schema: z.literal('ms-mri-check/protocol/1'),
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens'),
  revision,
  status: z.enum(['draft', 'active', 'superseded']),
  title: text,
  scope: text,
  territory: z
    .string()
    .regex(/^(international|site|[A-Z]{2})$/, 'international, site, or a country in two capitals such as PL')
    .meta({ description: 'Only international editions are chosen without being named.' }),
  publication: publicationSchema,
  companions: z.array(publicationSchema).min(1).exactOptional(),
  inForce: z
    .strictObject({ from: isoDate, until: isoDate.nullable() })
    .refine(({ from, until }) => until === null || from < until, { path: ['until'], message: 'must be after from' }),
  tolerance: z.strictObject({
    mm: z.number().min(0),
    T: z.number().min(0),
    percent: z.number().min(0),
    source: citationSchema,
  }),
  requirements: z.array(requirementSchema).min(1, 'a protocol has at least one requirement'),
  ...intervalShape,
  changelog: z
    .array(z.strictObject({ revision, date: isoDate, change: text }))
    .min(1, 'say what this revision changed'),
});

/** One guideline edition as the engine uses it. Output is assignable to `Protocol`. */
export const protocolSchema = protocolShape.superRefine(checkTheWhole);

/** The YAML file: a protocol, and `terms`, where parts that several requirements share are named once. */
export const protocolFileSchema = protocolShape
  .extend({
    $schema: z.string().exactOptional(),
    terms: z
      .record(z.string(), z.union([constraintSchema, askSchema]))
      .meta({
        description: 'Constraints and asks used more than once, each with a YAML anchor (&name), used as *name.',
      })
      .exactOptional(),
    examples: z
      .array(exampleSchema)
      .meta({ description: 'Small studies with what must be found in them; not part of what is released.' })
      .default([]),
    intervalExamples: z
      .array(intervalExampleSchema)
      .meta({ description: 'Times between MRIs with how they must be judged; not part of what is released.' })
      .default([]),
  })
  .superRefine(checkTheWhole);

type Whole = Pick<
  Protocol,
  'revision' | 'status' | 'inForce' | 'requirements' | 'changelog' | 'tolerance' | 'intervals'
> & {
  readonly terms?: Readonly<Record<string, Ask | Constraint>>;
};

function checkTheWhole(protocol: Whole, context: z.RefinementCtx): void {
  checkIntervals(protocol, context);
  const seen = new Set<string>();
  for (const [index, { id }] of protocol.requirements.entries()) {
    if (seen.has(id)) {
      context.addIssue({ code: 'custom', path: ['requirements', index, 'id'], message: `"${id}" is used twice` });
    }
    seen.add(id);
  }
  if ((protocol.status === 'superseded') !== (protocol.inForce.until !== null) && protocol.status !== 'draft') {
    context.addIssue({
      code: 'custom',
      path: ['inForce', 'until'],
      message: 'a superseded edition says until when it held; an active one has no end',
    });
  }
  if (protocol.changelog.at(-1)?.revision !== protocol.revision) {
    context.addIssue({
      code: 'custom',
      path: ['changelog'],
      message: `the last entry must say what revision ${protocol.revision} changed`,
    });
  }
  checkLimits(protocol, context);
}

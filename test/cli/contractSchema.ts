import { z } from 'zod';

/** The contract's document, field by field, nothing missing and nothing more: what others may build on. */

const text = z.string().nullable();
const number = z.number().nullable();
const pair = z.tuple([z.number(), z.number()]).nullable();

const acquisition = z.strictObject({
  id: z.string(),
  seriesInstanceUid: z.string(),
  seriesNumber: number,
  seriesDescription: text,
  sequence: z.string(),
  contrastEnhanced: z.enum(['yes', 'no', 'unknown']),
  dimension: z.enum(['2D', '3D']).nullable(),
  plane: z.enum(['axial', 'sagittal', 'coronal', 'oblique']).nullable(),
  obliquityDeg: number,
  region: z.enum(['brain', 'cervical-cord', 'thoracic-cord', 'whole-cord', 'orbit', 'other', 'unknown']),
  derived: z.boolean(),
  fatSuppressed: z.boolean().nullable(),
  confidence: z.number().min(0).max(1),
  evidence: z.array(z.string()),
  scanner: z.strictObject({ manufacturer: text, model: text, fieldStrengthT: number, station: text, software: text }),
  geometry: z.strictObject({
    slices: z.number(),
    sliceThicknessMm: number,
    spacingMm: number,
    gapMm: number,
    inPlaneMm: pair,
    acquiredInPlaneMm: pair,
    acquiredInPlaneBasis: text,
    coverageMm: number,
    missingSlices: number,
  }),
  timing: z.strictObject({
    repetitionTimeMs: number,
    echoTimeMs: number,
    inversionTimeMs: number,
    flipAngleDeg: number,
    bValues: z.array(z.number()),
  }),
  instances: z.number(),
});

const status = z.enum(['met', 'not-met', 'cannot-tell']);

const requirement = z.strictObject({
  id: z.string(),
  title: z.string(),
  level: z.enum(['required', 'recommended', 'optional', 'discouraged']),
  verification: z.enum(['primary', 'reproduced', 'pending']),
  citation: z.string(),
  status,
  satisfiedBy: z.array(z.string()),
  nearest: z.strictObject({ acquisition: z.string(), remedy: z.string() }).nullable(),
  findings: z.array(
    z.strictObject({
      constraint: z.string(),
      acquisition: text,
      status,
      observed: z.union([z.number(), z.string(), z.boolean()]).nullable(),
      limit: z.strictObject({
        max: z.number().optional(),
        min: z.number().optional(),
        oneOf: z.array(z.union([z.string(), z.boolean()])).optional(),
      }),
      unit: text,
      note: text,
      remark: z.boolean(),
    }),
  ),
});

const verdict = z.strictObject({
  protocol: z.string(),
  revision: z.number().int(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  region: z.enum(['brain', 'cord', 'orbit']).nullable(),
  indication: z.enum(['diagnosis', 'monitoring', 'pml-safety']).nullable(),
  outcome: z.enum(['compliant', 'compliant-with-remarks', 'not-compliant', 'cannot-tell', 'not-applicable']),
  requirements: z.array(requirement),
});

const compared = z.union([z.number(), z.string(), z.boolean(), pair]);

const comparison = z.strictObject({
  priorStudyInstanceUid: z.string(),
  priorStudyDate: z.iso.date().nullable(),
  outcome: z.enum(['comparable', 'comparable-with-remarks', 'not-comparable', 'cannot-tell']),
  findings: z.array(
    z.strictObject({
      constraint: z.string(),
      sequence: text,
      acquisitions: z.array(z.string()),
      priorAcquisitions: z.array(z.string()),
      status,
      observed: compared,
      prior: compared,
      change: number,
      limit: z.union([
        z.strictObject({ same: z.literal(true) }),
        z.strictObject({ max: z.number() }),
        z.strictObject({ maxPercent: z.number() }),
      ]),
      unit: text,
      weight: z.enum(['fault', 'remark']),
      atRisk: z.array(z.enum(['lesion-count', 'new-t2-lesions', 'enhancing-lesions', 'volumetry'])),
      evidence: z.array(z.string()),
      note: text,
    }),
  ),
  evidence: z.array(
    z.strictObject({
      id: z.string(),
      claim: z.string(),
      source: z.string(),
      verification: z.enum(['primary', 'reproduced', 'pending']),
    }),
  ),
  interval: z
    .strictObject({
      months: z.int(),
      days: z.int(),
      judgements: z.array(
        z.strictObject({
          protocol: z.string(),
          revision: z.int().min(1),
          indication: z.enum(['diagnosis', 'monitoring', 'pml-safety']),
          timing: z.enum(['on-time', 'early', 'overdue', 'cannot-tell']),
          note: text,
          grace: z.strictObject({ days: z.int(), source: z.string() }).nullable(),
          situations: z.array(
            z.strictObject({
              id: z.string(),
              situation: z.string(),
              asked: z.string(),
              minMonths: number,
              maxMonths: number,
              citation: z.string(),
              verification: z.enum(['primary', 'reproduced', 'pending']),
              timing: z.enum(['on-time', 'early', 'overdue', 'cannot-tell']),
              byGrace: z.boolean(),
              from: z.iso.date().nullable(),
              until: z.iso.date().nullable(),
            }),
          ),
        }),
      ),
    })
    .nullable(),
  samePatient: z.boolean().nullable(),
  notes: z.array(z.string()),
  priorAcquisitions: z.array(acquisition),
});

const unjudgedStudy = z.strictObject({
  studyInstanceUid: text,
  studyDate: z.iso.date().nullable(),
  studyDescription: text,
  reading: z.strictObject({
    files: z.number().int(),
    instances: z.number().int(),
    bytesRead: z.number().int(),
    bytesTotal: z.number().int(),
    rejected: z.array(z.strictObject({ path: z.string(), code: z.string(), reason: z.string() })),
  }),
  acquisitions: z.array(acquisition),
  comparison: comparison.nullable(),
});

const reportOf = <Study extends z.ZodType>(study: Study) =>
  z.strictObject({ schema: z.literal('ms-mri-check/report/1'), engine: z.string(), studies: z.array(study) });

export const checkDocument = reportOf(unjudgedStudy.extend({ verdicts: z.array(verdict) }));
export const acquisitionsDocument = reportOf(unjudgedStudy);

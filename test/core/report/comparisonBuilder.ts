import type { Comparison, ComparisonFinding } from '../../../core/compliance/index.ts';
import type { ReportedComparison } from '../../../core/report/index.ts';
import { study } from './reportBuilder.ts';

/** A slice thickness that differs; say only what else. */
export function difference(differing: Partial<ComparisonFinding> = {}): ComparisonFinding {
  return {
    constraint: 'sliceThickness',
    sequence: 'FLAIR',
    acquisitions: ['1.2.3.4#1'],
    priorAcquisitions: ['1.2.3.4#1'],
    status: 'not-met',
    observed: 3,
    prior: 1,
    change: 200,
    limit: { maxPercent: 10 },
    unit: 'mm',
    weight: 'fault',
    atRisk: ['lesion-count', 'new-t2-lesions'],
    evidence: ['same-acquisition'],
    note: null,
    ...differing,
  };
}

export const sameScanner = difference({
  constraint: 'model',
  status: 'met',
  observed: 'Prisma',
  prior: 'Prisma',
  change: null,
  limit: { same: true },
  unit: null,
  atRisk: [],
  evidence: [],
});

export function comparison(differing: Partial<ReportedComparison> = {}): ReportedComparison {
  const evidence: Comparison['evidence'] = [
    { id: 'same-acquisition', claim: 'The same is asked for.', source: 'a source', verification: 'primary' },
  ];
  return {
    priorStudyInstanceUid: '1.2.2',
    priorStudyDate: '2024-01-01',
    outcome: 'not-comparable',
    findings: [sameScanner, difference()],
    evidence,
    interval: { months: 12, days: 0, judgements: [] },
    samePatient: true,
    notes: ['both are of the same day'],
    priorAcquisitions: study().acquisitions,
    ...differing,
  };
}

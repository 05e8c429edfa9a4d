import { expect, test } from 'vitest';
import { comparisonEvidence } from '../../../core/compliance/comparisonEvidence.ts';

test.each(Object.entries(comparisonEvidence))('%s names a source that can be looked up', (id, evidence) => {
  expect(evidence.id).toBe(id);
  expect(evidence.source).toMatch(/doi 10\.|PMC\d+|510\(k\) K\d+/);
  expect(evidence.verification).toBe('primary');
});

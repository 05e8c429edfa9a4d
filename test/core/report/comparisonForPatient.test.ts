import { describe, expect, test } from 'vitest';
import { comparisonOutcomes } from '../../../core/compliance/index.ts';
import { comparisonForPatient } from '../../../core/report/index.ts';
import { comparison, difference } from './comparisonBuilder.ts';

const calm = 'This is common and says nothing about your health. Your doctors take it into account.';

test.each([
  ['comparable', 'These two scans were made in the same way, so they can be compared well.'],
  ['comparable-with-remarks', 'These two scans were made in nearly the same way, so they can be compared.'],
  [
    'cannot-tell',
    'We could not tell whether these two scans were made in the same way. That is common and no reason to worry.',
  ],
] as const)('%s is one plain sentence', (outcome, sentence) => {
  expect(comparisonForPatient(comparison({ outcome }))).toStrictEqual([sentence]);
});

describe('not comparable', () => {
  test('for another scanner says so, what it means and what may help', () => {
    const findings = [difference(), difference({ constraint: 'model' })];
    expect(comparisonForPatient(comparison({ findings }))).toStrictEqual([
      'These two scans were made on different scanners; small changes between them may come from the scanners.',
      'If you can choose, having your next scan on the same scanner makes it easier to compare.',
      calm,
    ]);
  });

  test('for contrast says that', () => {
    expect(
      comparisonForPatient(comparison({ findings: [difference({ constraint: 'contrastEnhanced' })] })),
    ).toStrictEqual([
      'One of these two scans was made with a contrast agent and the other without; they show different things.',
      calm,
    ]);
  });

  test('for anything else speaks of settings, also where the scanner only cannot be told', () => {
    const findings = [difference(), difference({ constraint: 'model', status: 'cannot-tell' })];
    expect(comparisonForPatient(comparison({ findings }))).toStrictEqual([
      'These two scans were made with different settings; small changes between them may come from the settings.',
      calm,
    ]);
  });
});

test('no sentence alarms, names a lesion or gives a number', () => {
  const all = comparisonOutcomes.flatMap((outcome) => comparisonForPatient(comparison({ outcome })));
  expect(all.join(' ')).not.toMatch(/\d|lesion|atrophy|wrong|fail|bad|danger|risk|error/i);
});

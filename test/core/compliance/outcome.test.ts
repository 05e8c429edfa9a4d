import { describe, expect, it } from 'vitest';
import { type Outcome, overallOutcome, type RequirementVerdict, type Verdict } from '../../../core/compliance/index.ts';
import { outcomeOf } from '../../../core/compliance/outcome.ts';

function a(
  level: RequirementVerdict['level'],
  status: RequirementVerdict['status'],
  verification: RequirementVerdict['verification'] = 'reproduced',
  remark = false,
): RequirementVerdict {
  const finding = {
    constraint: 'x',
    acquisition: null,
    status,
    observed: null,
    limit: {},
    unit: null,
    note: null,
    remark,
  };
  return {
    id: 'x',
    title: 'X',
    level,
    verification,
    citation: 'T',
    status,
    satisfiedBy: [],
    nearest: null,
    findings: [finding],
  };
}

describe('the outcome of a verdict', () => {
  const rows: readonly (readonly [string, readonly RequirementVerdict[], Outcome])[] = [
    ['everything required is met', [a('required', 'met'), a('required', 'met', 'pending')], 'compliant'],
    ['something required is not met', [a('required', 'not-met'), a('required', 'met')], 'not-compliant'],
    [
      'one is unmet and another cannot be judged',
      [a('required', 'cannot-tell'), a('required', 'not-met')],
      'not-compliant',
    ],
    ['something required cannot be judged', [a('required', 'met'), a('required', 'cannot-tell')], 'cannot-tell'],
    ['only a pending requirement is unmet', [a('required', 'met'), a('required', 'not-met', 'pending')], 'cannot-tell'],
    ['a primary requirement is unmet', [a('required', 'not-met', 'primary')], 'not-compliant'],
    ['a recommended one is unmet', [a('required', 'met'), a('recommended', 'not-met')], 'compliant-with-remarks'],
    ['a recommended one cannot be judged', [a('required', 'met'), a('recommended', 'cannot-tell')], 'compliant'],
    ['a discouraged thing was done', [a('required', 'met'), a('discouraged', 'not-met')], 'compliant-with-remarks'],
    ['a discouraged thing cannot be told', [a('required', 'met'), a('discouraged', 'cannot-tell')], 'compliant'],
    ['an optional one is unmet', [a('required', 'met'), a('optional', 'not-met')], 'compliant'],
    ['an optional one cannot be judged', [a('required', 'met'), a('optional', 'cannot-tell')], 'compliant'],
    ['a required one is met with a remark', [a('required', 'met', 'primary', true)], 'compliant-with-remarks'],
    ['a recommended one is met with a remark', [a('recommended', 'met', 'primary', true)], 'compliant-with-remarks'],
    ['an optional one is met with a remark', [a('optional', 'met', 'primary', true)], 'compliant'],
    [
      'one of several things said of a required one is a remark',
      [
        {
          ...a('required', 'met'),
          findings: [a('required', 'met'), a('required', 'met', 'primary', true)].flatMap(({ findings }) => findings),
        },
      ],
      'compliant-with-remarks',
    ],
    [
      'a recommended one that cannot be judged has a remark',
      [a('recommended', 'cannot-tell', 'primary', true)],
      'compliant',
    ],
  ];
  it.each(rows)('when %s', (_when, requirements, outcome) => {
    expect(outcomeOf(requirements)).toBe(outcome);
    expect(outcomeOf(requirements.toReversed())).toBe(outcome);
  });
});

describe('the overall outcome', () => {
  const verdict = (outcome: Outcome): Verdict => ({
    protocol: 'p',
    revision: 1,
    digest: '0'.repeat(64),
    region: null,
    indication: null,
    outcome,
    requirements: [],
  });
  it('is the worst of all', () => {
    const fromWorst: readonly Outcome[] = [
      'not-compliant',
      'cannot-tell',
      'compliant-with-remarks',
      'compliant',
      'not-applicable',
    ];
    for (const [index, worst] of fromWorst.entries()) {
      expect(overallOutcome(fromWorst.slice(index).reverse().map(verdict))).toBe(worst);
    }
  });
  it('is not-applicable without a verdict', () => {
    expect(overallOutcome([])).toBe('not-applicable');
  });
});

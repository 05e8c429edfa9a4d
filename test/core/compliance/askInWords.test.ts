import { describe, expect, it } from 'vitest';
import { askInWords } from '../../../core/compliance/askInWords.ts';
import type { Ask, Constraint } from '../../../core/protocol/index.ts';

const one = (...constraints: readonly Constraint[]): Ask => ({ kind: 'one', sequence: ['T1w'], constraints });
const [t2, dwi]: readonly Ask[] = (['T2w', 'DWI'] as const).map((name) => ({
  kind: 'one',
  sequence: [name],
  constraints: [],
}));
const of = [one(), ...(t2 && dwi ? [t2, dwi] : [])];

describe('an ask in words', () => {
  const rows: readonly (readonly [string, Ask])[] = [
    ['T1w', one({ property: 'sliceThickness', max: 3, unit: 'mm' })],
    ['T1w or T2w', { kind: 'one', sequence: ['T1w', 'T2w'], constraints: [] }],
    ['axial or sagittal T1w', one({ property: 'plane', oneOf: ['axial', 'sagittal'] })],
    ['axial 3D T1w', one({ property: 'dimension', oneOf: ['3D'] }, { property: 'plane', oneOf: ['axial'] })],
    ['fat-suppressed T1w', one({ property: 'fatSuppressed', oneOf: [true] })],
    ['T1w', one({ property: 'fatSuppressed', oneOf: [false] })],
    ['T1w', one({ property: 'fatSuppressed', oneOf: [true, false] })],
    ['T1w after contrast', one({ property: 'contrastEnhanced', oneOf: ['yes'] })],
    ['T1w', one({ property: 'contrastEnhanced', oneOf: ['no'] })],
    ['T1w', one({ property: 'contrastEnhanced', oneOf: ['yes', 'unknown'] })],
    ['every acquisition', { kind: 'every', constraints: [] }],
    ['T1w or T2w or DWI', { kind: 'anyOf', of }],
    ['T1w', { kind: 'anyOf', of: [one(), one()] }],
    ['T1w or T2w or DWI', { kind: 'atLeast', count: 1, of }],
    ['2 of: T1w, T2w, DWI', { kind: 'atLeast', count: 2, of }],
    ['T1w and T2w and DWI', { kind: 'atLeast', count: 3, of }],
    ['examination of the spinal cord', { kind: 'imaged', region: 'cord', withinDays: 90 }],
  ];

  it.each(rows)('%s', (words, ask) => {
    expect(askInWords(ask)).toBe(words);
  });
});

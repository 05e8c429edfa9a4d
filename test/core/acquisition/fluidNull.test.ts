import { describe, expect, test } from 'vitest';
import { fluidNullMs, isBeyondFluid } from '../../../core/acquisition/fluidNull.ts';

describe('the inversion time that nulls fluid', () => {
  test.each([
    ['2D FLAIR, 9 s', 9000, 2500, 2439],
    ['3D FLAIR, 5 s', 5000, 1800, 1795],
    ['never repeated: T1 · ln 2', 1e6, 2900, 2911],
  ])('%s', (_, repetitionTimeMs, inversionTimeMs, nulls) => {
    expect(Math.round(fluidNullMs(repetitionTimeMs, inversionTimeMs))).toBe(nulls);
  });

  test('is longer than that in double inversion, and never in common FLAIRs', () => {
    expect(isBeyondFluid(7500, 3000)).toBe(true);
    expect(isBeyondFluid(5500, 2550)).toBe(true);
    for (const [repetitionTimeMs, inversionTimeMs] of [
      [9000, 2500],
      [11_000, 2800],
      [5000, 1800],
      [4800, 1650],
      [7000, 2220],
      [8000, 2400],
    ] as const)
      expect(isBeyondFluid(repetitionTimeMs, inversionTimeMs)).toBe(false);
  });
});

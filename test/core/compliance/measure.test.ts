import { describe, expect, it } from 'vitest';
import { measure } from '../../../core/compliance/measure.ts';
import type { NumericProperty } from '../../../core/protocol/index.ts';
import { anAcquisition } from './anAcquisition.ts';

type Changes = Parameters<typeof anAcquisition>[0];

describe('the largest value that is believed', () => {
  const rows: readonly (readonly [NumericProperty, number, (value: number) => Changes])[] = [
    ['fieldStrength', 12, (fieldStrengthT) => ({ fieldStrengthT })],
    ['sliceThickness', 100, (sliceThicknessMm) => ({ geometry: { sliceThicknessMm } })],
    ['sliceSpacing', 200, (spacingMm) => ({ geometry: { spacingMm } })],
    ['sliceGap', 200, (gapMm) => ({ geometry: { gapMm } })],
    ['coverage', 3000, (coverageMm) => ({ geometry: { coverageMm } })],
    ['pixelSpacing', 50, (side) => ({ geometry: { inPlaneMm: [side, side] } })],
    ['inPlaneResolution', 50, (side) => ({ geometry: { acquiredInPlaneMm: [side, side] } })],
  ];

  it.each(rows)('of %s is %d', (property, largest, having) => {
    expect(measure(anAcquisition(having(largest)), property).value).toBe(largest);
    expect(measure(anAcquisition(having(largest + 0.1)), property).value).toBeNull();
  });
});

describe('what the header does not give', () => {
  it('of the pixels as reconstructed is said with its attribute', () => {
    expect(measure(anAcquisition({ geometry: { inPlaneMm: null } }), 'pixelSpacing')).toEqual({
      value: null,
      note: 'the header does not give the pixel size (PixelSpacing)',
    });
    expect(measure(anAcquisition(), 'pixelSpacing')).toEqual({ value: 0.5, note: 'as reconstructed' });
  });
});

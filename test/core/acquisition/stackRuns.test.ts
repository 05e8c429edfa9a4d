import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader } from '../../../core/dicom/index.ts';
import { series, t2Tse } from './headers.ts';

const axialT2 = { ...t2Tse, SliceThickness: 4, SpacingBetweenSlices: 4 };

/** Slices of one series, one station after the other, numbered through. */
function stations(...starts: readonly number[]): readonly AcquisitionHeader[] {
  return starts.flatMap((start, station) =>
    series(axialT2, { slices: 20, spacingMm: 4, firstPosition: [-100, -100, start] }).map((header, index) => ({
      ...header,
      SOPInstanceUID: `${header.SOPInstanceUID}.${station}`,
      shared: { ...header.shared, InstanceNumber: station * 20 + index + 1 },
    })),
  );
}

const geometryOf = (headers: readonly AcquisitionHeader[]) =>
  recogniseAcquisitions(headers).map(({ geometry: { slices, spacingMm, gapMm, missingSlices } }) => ({
    slices,
    spacingMm,
    gapMm,
    missingSlices,
  }));
const whole = { slices: 20, spacingMm: 4, gapMm: 0, missingSlices: 0 };

describe('stations of one series that overlap along their normal', () => {
  test.each([70, 71, 72])('%i mm on are two stacks, wherever their slices fall', (offset) => {
    expect(geometryOf(stations(0, offset))).toEqual([whole, whole]);
  });

  test('upwards or downwards', () => {
    expect(geometryOf(stations(0, -70))).toEqual([whole, whole]);
  });
});

test('slices that are acquired in two passes are one stack', () => {
  const passes = series(axialT2, { slices: 20, spacingMm: 4 }).map((header, index) => ({
    ...header,
    shared: { ...header.shared, InstanceNumber: index % 2 === 0 ? index / 2 + 1 : 11 + (index - 1) / 2 },
  }));
  expect(geometryOf(passes)).toEqual([whole]);
});

test('volumes over time are one stack', () => {
  expect(geometryOf(stations(0, 0, 0))).toEqual([whole]);
});

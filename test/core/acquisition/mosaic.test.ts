import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { series, t2Tse } from './headers.ts';

const geometryOf = (attributes: ImageAttributes) =>
  recogniseAcquisitions(series({ ...t2Tse, ...attributes }, { slices: 2, spacingMm: 0 })).map(({ geometry }) => ({
    slices: geometry.slices,
    missingSlices: geometry.missingSlices,
    acquiredInPlaneMm: geometry.acquiredInPlaneMm,
  }));

describe.each([
  ['Siemens', ['ORIGINAL', 'PRIMARY', 'M', 'MOSAIC']],
  ['UIH', ['ORIGINAL', 'PRIMARY', 'M', 'VFRAME']],
])('mosaics of %s', (_vendor, ImageType) => {
  const mosaic: ImageAttributes = {
    ImageType,
    AcquisitionMatrix: [64, 0, 0, 64],
    InPlanePhaseEncodingDirection: 'COL',
  };

  test('have as many slices as tiles, of which none can be lost alone', () => {
    expect(geometryOf({ ...mosaic, ImagesInMosaic: 25, SlicesInAcquisition: 30 })).toEqual([
      { slices: 25, missingSlices: 0, acquiredInPlaneMm: null },
    ]);
  });

  test('without the number of tiles are counted as images', () => {
    expect(geometryOf(mosaic)).toEqual([{ slices: 2, missingSlices: 0, acquiredInPlaneMm: null }]);
  });
});

import { expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader } from '../../../core/dicom/index.ts';
import { changed, flair3d, oneSeries, series, t2Tse } from './headers.ts';

const geometry = (headers: readonly AcquisitionHeader[]) =>
  recogniseAcquisitions(headers).map(({ geometry: g }) => [
    g.slices,
    g.spacingMm,
    g.gapMm,
    g.missingSlices,
    g.coverageMm,
  ]);

test('positions that are rounded to a tenth of a millimetre keep the spacing', () => {
  const rounded = changed(series({ ...flair3d, SliceThickness: 0.75 }, { slices: 201, spacingMm: 0.75 }), (index) => ({
    ImagePositionPatient: [-100, -100, Math.round((-30 + index * 0.75) * 10) / 10],
  }));
  expect(geometry(rounded)).toEqual([[201, 0.75, 0, 0, 150.8]]);
});

test('two images of a slice whose positions differ by rounding are one slice', () => {
  const again = changed(series(t2Tse).slice(4, 6), (index) => ({
    ImagePositionPatient: [-100, -100, -30 + (index + 4) * 3 + 0.1],
  }));
  expect(geometry(oneSeries(series(t2Tse), again))).toEqual([[20, 3, 0, 0, 60]]);
});

test('slices in interleaved order are the same as in spatial order', () => {
  const spatial = series(t2Tse);
  const interleaved = [
    ...spatial.filter((_, index) => index % 2 === 0),
    ...spatial.filter((_, index) => index % 2 === 1),
  ];
  expect(geometry(oneSeries(interleaved))).toEqual(geometry(spatial));
});

test('slices at no even distances have no spacing', () => {
  const uneven = changed(series(t2Tse), (index) => ({
    ImagePositionPatient: [-100, -100, index * 3 + (index % 2 === 0 ? 0 : 0.6)],
  }));
  expect(geometry(uneven)).toEqual([[20, null, null, null, null]]);
});

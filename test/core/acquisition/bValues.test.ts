import { expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import { series, t2Tse } from './headers.ts';

test('b-values are whole, distinct and ascending, however finely a vendor writes them', () => {
  const written = [929.7501831337527, 0.2, 929.51, 1000, 0];
  const headers = series({ ...t2Tse, ScanningSequence: ['EP'] }, { slices: 5 }).map((header, index) => ({
    ...header,
    shared: { ...header.shared, DiffusionBValue: written[index] ?? null },
  }));
  expect(recogniseAcquisitions(headers).map(({ timing }) => timing.bValues)).toEqual([[0, 930, 1000]]);
});

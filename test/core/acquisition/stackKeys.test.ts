import { expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import { mprage, series } from './headers.ts';

test('a series that goes on after the contrast agent is two acquisitions, one without and one with it', () => {
  const before = series(mprage, { slices: 20 });
  const after = series({ ...mprage, ContrastBolusAgent: 'Gadovist' }, { slices: 20 }).map((header, index) => ({
    ...header,
    SOPInstanceUID: `${header.SOPInstanceUID}.9`,
    shared: { ...header.shared, InstanceNumber: 21 + index },
  }));
  const facts = recogniseAcquisitions([...after, ...before]).map(({ id, contrastEnhanced, instances, geometry }) => ({
    id,
    contrastEnhanced,
    instances,
    slices: geometry.slices,
  }));
  expect(facts).toEqual([
    { id: '1.2.3#1', contrastEnhanced: 'no', instances: 20, slices: 20 },
    { id: '1.2.3#2', contrastEnhanced: 'yes', instances: 20, slices: 20 },
  ]);
});

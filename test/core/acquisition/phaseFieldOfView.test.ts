import { expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import { series, t2Tse } from './headers.ts';

// 256 × 256 pixels of 0.9 mm: a field of view of 230.4 mm, of which 75 % were phase-encoded in 192 steps.
const rectangular = {
  ...t2Tse,
  PercentPhaseFieldOfView: 75,
  AcquisitionMatrix: [0, 256, 192, 0],
  InPlanePhaseEncodingDirection: 'ROW',
};

test.each([
  ['GE MEDICAL SYSTEMS', 'states the samples of the full square', [0.9, 1.2]],
  ['Philips Medical Systems', 'pads the share that was encoded to a square', [0.9, 0.9]],
  ['Canon', 'is not known to do either', null],
])('in a square image of which three quarters were phase-encoded, %s %s', (Manufacturer, _, acquiredInPlaneMm) => {
  const [acquisition] = recogniseAcquisitions(series({ ...rectangular, Manufacturer }));
  expect(acquisition?.geometry).toMatchObject({ inPlaneMm: [0.9, 0.9], acquiredInPlaneMm });
});

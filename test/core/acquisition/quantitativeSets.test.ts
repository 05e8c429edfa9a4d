import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { series } from './headers.ts';

const gradientEcho: ImageAttributes = {
  Manufacturer: 'SIEMENS',
  SequenceName: '*fl3d1',
  ScanningSequence: ['GR'],
  SequenceVariant: ['SP'],
  MRAcquisitionType: '3D',
  EchoTime: 3.1,
  SliceThickness: 3,
};
const t1: ImageAttributes = {
  ...gradientEcho,
  SeriesDescription: 'gre 15',
  SeriesNumber: 5,
  RepetitionTime: 15,
  FlipAngle: 15,
};
const weak: ImageAttributes = {
  ...gradientEcho,
  SeriesDescription: 'gre 5',
  SeriesNumber: 4,
  RepetitionTime: 35,
  FlipAngle: 5,
};

const sequencesOf = (...protocols: readonly ImageAttributes[]) =>
  recogniseAcquisitions(protocols.flatMap((attributes, index) => series(attributes, { uid: `1.2.${index}` }))).map(
    ({ sequence }) => sequence,
  );

describe('a gradient echo of two flip angles', () => {
  test('is a set for maps, with its T1-weighted member', () => {
    const [, member] = recogniseAcquisitions([...series(weak, { uid: '1.2.4' }), ...series(t1, { uid: '1.2.5' })]);
    expect(member).toMatchObject({ seriesNumber: 5, sequence: 'OTHER', confidence: 0.8 });
    expect(member?.evidence[0]).toBe(
      'series 4 is the same gradient echo without T1 weighting: a set for quantitative maps, of which this is the T1-weighted one',
    );
  });

  test('alone is T1-weighted', () => {
    expect(sequencesOf(t1)).toEqual(['T1w']);
  });

  test.each([
    ['another echo time', { EchoTime: 2.3 }],
    ['another thickness', { SliceThickness: 1 }],
    ['another matrix', { Rows: 512 }],
    ['an angle that is hardly larger', { FlipAngle: 6, RepetitionTime: 5 }],
  ])('with %s is no set', (_, differing) => {
    expect(sequencesOf(weak, { ...t1, ...differing })[1]).not.toBe('OTHER');
  });

  test('after contrast stays a T1', () => {
    expect(sequencesOf(weak, { ...t1, ContrastBolusAgent: 'Dotarem' })).toEqual(['OTHER', 'T1w']);
  });
});

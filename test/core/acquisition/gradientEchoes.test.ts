import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { type SeriesOptions, sagittal, series } from './headers.ts';

const gradientEcho: ImageAttributes = { ScanningSequence: ['GR'], SequenceVariant: ['SP'], EchoTrainLength: 1 };
const volume: ImageAttributes = {
  ...gradientEcho,
  MRAcquisitionType: '3D',
  SliceThickness: 1,
  PixelSpacing: [0.8, 0.8],
};
const slices: ImageAttributes = { ...gradientEcho, MRAcquisitionType: '2D', SliceThickness: 5 };
const recognised = (attributes: ImageAttributes, options: SeriesOptions = {}) => {
  const [acquisition] = recogniseAcquisitions(series(attributes, { slices: 40, ...options }));
  return acquisition?.sequence;
};

describe('prepared magnetization', () => {
  const prepared = { ...slices, SequenceVariant: ['SK', 'SP', 'MP'] };

  test('read in a volume is anatomy, T1-weighted', () => {
    expect(recognised({ ...volume, SequenceVariant: ['MP'], RepetitionTime: 8, EchoTime: 3.7, FlipAngle: 8 })).toBe(
      'T1w',
    );
  });

  test('read in one shot for each slice maps the transmit field', () => {
    const map = { ...prepared, RepetitionTime: 6320, EchoTime: 1.97, FlipAngle: 8 };
    expect(recognised(map)).toBe('UNKNOWN');
    expect(recognised({ ...map, SequenceName: '*tfl2d1_16' })).toBe('UNKNOWN');
    expect(recognised({ ...map, PixelSpacing: [3.6, 3.6] })).toBe('OTHER');
  });

  test('in thick slices far apart is for planning, with slices that touch perhaps not', () => {
    const survey = { ...prepared, RepetitionTime: 11, EchoTime: 4.6, FlipAngle: 15, SliceThickness: 7 };
    const apart = { ...survey, SpacingBetweenSlices: 12 };
    expect(recognised(apart, { slices: 5, spacingMm: 12, orientation: sagittal })).toBe('LOCALIZER');
    expect(recognised({ ...survey, SpacingBetweenSlices: 7.7 }, { spacingMm: 7.7 })).toBe('UNKNOWN');
  });
});

describe('steady states', () => {
  const quick = { ...volume, RepetitionTime: 6, EchoTime: 2.7 };

  test.each<[string, readonly string[]]>([
    ['coded as one', ['SS', 'SK']],
    ['coded as spoiled', ['SS', 'SP', 'OSP']],
    ['without a code', []],
  ])('several times the Ernst angle within milliseconds is balanced, and no T1: %s', (_how, SequenceVariant) => {
    expect(recognised({ ...quick, FlipAngle: 50, SequenceVariant: [...SequenceVariant] })).toBe('OTHER');
  });

  test('so large an angle with an agent shows vessels', () => {
    const angiogram = { ...volume, RepetitionTime: 3.1, EchoTime: 1.15, FlipAngle: 25 };
    expect(recognised({ ...angiogram, ContrastBolusAgent: 'Dotarem' })).toBe('ANGIO');
  });

  test('twice the Ernst angle is T1-weighted', () => {
    expect(recognised({ ...quick, FlipAngle: 12 })).toBe('T1w');
  });

  test('a code that does not say "spoiled" leaves T1 weighting open, which Philips writes of spoiled echoes too', () => {
    const fisp = { ...volume, SequenceVariant: ['SS'], RepetitionTime: 9.7, EchoTime: 4, FlipAngle: 15 };
    expect(recognised(fisp)).toBe('UNKNOWN');
    expect(recognised({ ...fisp, PulseSequenceName: 'T1FFE' })).toBe('T1w');
  });

  test('an echo later than the next excitation is not susceptibility-weighted', () => {
    expect(recognised({ ...volume, RepetitionTime: 13, EchoTime: 20, FlipAngle: 7 })).toBe('UNKNOWN');
  });
});

describe('reference scans', () => {
  test('pixels and slices too coarse for anatomy', () => {
    const shim = { ...volume, RepetitionTime: 8, EchoTime: 2.3, FlipAngle: 8, SliceThickness: 6 };
    expect(recognised({ ...shim, PixelSpacing: [6.25, 6.25] })).toBe('OTHER');
    expect(recognised({ ...shim, PixelSpacing: [0.9, 0.9] })).toBe('T1w');
  });

  test('a coarse matrix that was interpolated', () => {
    const coil = {
      ...slices,
      RepetitionTime: 150,
      EchoTime: 2.1,
      FlipAngle: 50,
      SliceThickness: 6,
      PixelSpacing: [1.2, 1.2],
    };
    expect(recognised({ ...coil, AcquisitionMatrix: [0, 32, 32, 0] })).toBe('OTHER');
  });

  test('as early an echo as the gradients allow, in thick slices; thin ones are an ultrashort echo', () => {
    const early = { ...volume, RepetitionTime: 4, EchoTime: 0.78, FlipAngle: 7 };
    expect(recognised({ ...early, SliceThickness: 6 })).toBe('OTHER');
    expect(recognised(early)).toBe('UNKNOWN');
  });

  test('"calibration" against times like a T1 is not believed, and neither are the times', () => {
    const coil = { ...slices, RepetitionTime: 150, EchoTime: 2.1, FlipAngle: 50, SliceThickness: 6 };
    expect(recognised({ ...coil, SeriesDescription: 'ASSET calibration' })).toBe('UNKNOWN');
  });

  test('a quick volume at a small angle may be for planning', () => {
    expect(recognised({ ...volume, RepetitionTime: 4.1, EchoTime: 1.9, FlipAngle: 8 })).toBe('UNKNOWN');
  });
});

test('gradient-echo EPI with milliseconds between its excitations is a volume, whatever the dimension that is not stated', () => {
  const epi = { ScanningSequence: ['EP', 'GR'], RepetitionTime: 64, EchoTime: 35, FlipAngle: 10, EchoTrainLength: 15 };
  expect(recognised(epi)).toBe('T2starw');
});

describe('a header that says less', () => {
  test('leaves a volume full of contrast open, and calls it nothing else', () => {
    const angiogram = { ...volume, RepetitionTime: 3.1, EchoTime: 1.15, FlipAngle: 25, ContrastBolusAgent: 'Dotarem' };
    for (const missing of ['ContrastBolusAgent', 'FlipAngle', 'RepetitionTime']) {
      expect(['UNKNOWN', 'ANGIO']).toContain(recognised({ ...angiogram, [missing]: null }));
    }
  });

  test('does not make a volume of slices prepared one by one', () => {
    const { ScanningSequence: _, SequenceVariant: _v, ...uncoded } = slices;
    expect(recognised({ ...uncoded, RepetitionTime: 6320, EchoTime: 1.97, FlipAngle: 8 })).toBe('UNKNOWN');
  });
});

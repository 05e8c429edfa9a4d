import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { type SeriesOptions, sagittal, series, t2Tse } from './headers.ts';

const unnamed: ImageAttributes = { ...t2Tse, SeriesDescription: '', ProtocolName: '' };
const oneShot: ImageAttributes = {
  ...unnamed,
  RepetitionTime: 500,
  EchoTime: 60,
  EchoTrainLength: 56,
  SliceThickness: 7,
  SpacingBetweenSlices: 12,
};
const apart: SeriesOptions = { slices: 5, spacingMm: 12, orientation: sagittal };
const recognised = (attributes: ImageAttributes, options: SeriesOptions) =>
  recogniseAcquisitions(series(attributes, options)).map(({ sequence }) => sequence);

describe('a few slices far apart, each in one train', () => {
  test('are for planning', () => {
    expect(recognised(oneShot, apart)).toEqual(['LOCALIZER']);
  });

  test('also where the thickness is missing', () => {
    expect(recognised({ ...oneShot, RepetitionTime: 1000, SliceThickness: null }, apart)).toEqual(['LOCALIZER']);
  });

  test('close together they are a T2 in one shot', () => {
    const closed = {
      ...oneShot,
      RepetitionTime: 1500,
      EchoTime: 90,
      SliceThickness: 5,
      SpacingBetweenSlices: 5.5,
      PixelBandwidth: 500,
    };
    expect(recognised(closed, { slices: 25, spacingMm: 5.5 })).toEqual(['T2w']);
  });

  test('a slow sequence is what it is, however far apart its slices are', () => {
    const spaced = { ...unnamed, SliceThickness: 5, SpacingBetweenSlices: 10 };
    expect(recognised(spaced, { slices: 10, spacingMm: 10 })).toEqual(['T2w']);
  });
});

test.each([
  'LOCA',
  'plan',
  '3-pl',
  'Topo',
  'Scano',
  'Scanogram',
  'Planning',
  'Locator',
  'pilote',
  'Localisation',
  'Loca 3 plans',
])('%s is a word for it', (SeriesDescription) => {
  const quick = { ...unnamed, RepetitionTime: 900, EchoTime: 80, EchoTrainLength: 30, SeriesDescription };
  expect(recognised(quick, apart)).toEqual(['LOCALIZER']);
});

test('no such word makes a localizer of an examination', () => {
  for (const SeriesDescription of ['T2 planning', 'T2 localisation', 'T2 topo', 'T2 loca']) {
    expect(recognised({ ...unnamed, SeriesDescription }, {})).toEqual(['T2w']);
  }
});

test('saturated again and again, a spin echo is read for chemical exchange', () => {
  const once = {
    ...unnamed,
    MRAcquisitionType: '3D',
    SequenceVariant: ['SK', 'MTC'],
    RepetitionTime: 5800,
    EchoTime: 8,
  };
  const repeats = [0, 1, 2].flatMap((repeat) =>
    series({ ...once, TemporalPositionIdentifier: repeat + 1 }).map((header) => ({
      ...header,
      SOPInstanceUID: `${header.SOPInstanceUID}.${repeat}`,
    })),
  );
  expect(recogniseAcquisitions(repeats).map(({ sequence }) => sequence)).toEqual(['OTHER']);
});

test('a volume of spin echoes that is read fast is no EPI where its slices are thin and nothing says 2D or 3D', () => {
  const { MRAcquisitionType: _, ...undimensioned } = unnamed;
  const vista = {
    ...undimensioned,
    RepetitionTime: 2500,
    EchoTime: 250,
    EchoTrainLength: 133,
    PixelBandwidth: 1000,
    SliceThickness: 1,
  };
  expect(recognised(vista, { slices: 60, spacingMm: 1 })).toEqual(['T2w']);
});

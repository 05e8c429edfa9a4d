import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { flair2d, flair3d, mprage, series, swi, t2Tse } from './headers.ts';

const called = (name: string, attributes: ImageAttributes) => {
  const [acquisition] = recogniseAcquisitions(series({ ...attributes, SeriesDescription: name, ProtocolName: name }));
  return acquisition?.sequence;
};

const t1Se: ImageAttributes = { ...t2Tse, RepetitionTime: 600, EchoTime: 12, FlipAngle: 90, EchoTrainLength: 1 };
const pdTse: ImageAttributes = { ...t2Tse, RepetitionTime: 3000, EchoTime: 20, EchoTrainLength: 6 };
const { InversionTime: _none, ...unprepared } = mprage;
const vibe: ImageAttributes = {
  ...unprepared,
  ScanningSequence: ['GR'],
  SequenceVariant: ['SP'],
  ScanOptions: ['PFP'],
  RepetitionTime: 5,
  EchoTime: 2.1,
  FlipAngle: 12,
};
const t2star: ImageAttributes = {
  ...swi,
  MRAcquisitionType: '2D',
  ScanOptions: ['PFP'],
  RepetitionTime: 650,
  EchoTime: 20,
  FlipAngle: 25,
  SliceThickness: 5,
};
const haste: ImageAttributes = { ...t2Tse, RepetitionTime: 1400, EchoTrainLength: 128, PixelBandwidth: 600 };

describe('spin labelling', () => {
  test.each([
    ['a T1', t1Se, 'T1w'],
    ['a T2', t2Tse, 'T2w'],
    ['a PD', pdTse, 'PDw'],
    ['a T2 in one shot', haste, 'T2w'],
    ['a susceptibility volume', swi, 'SWI'],
    ['a quick T1 volume', vibe, 'T1w'],
    ['a T2*', t2star, 'T2starw'],
    ['diffusion', { ...t2Tse, ScanningSequence: ['EP', 'SE'], EchoTime: 80, DiffusionBValue: 1000 }, 'DWI'],
  ])('is no name for %s', (_, attributes, sequence) => {
    expect(called('pcasl', attributes)).toBe(sequence);
  });

  test.each([
    ['EPI', { ScanningSequence: ['EP'], RepetitionTime: 4200, EchoTime: 14, FlipAngle: 90, EchoTrainLength: 1 }],
    ['a spiral volume', { MRAcquisitionType: '3D', RepetitionTime: 4800, EchoTime: 10.5, EchoTrainLength: 8 }],
    [
      'a train of gradient and spin echoes, although its inversion is written',
      {
        MRAcquisitionType: '3D',
        ScanningSequence: ['EP', 'SE'],
        EchoTime: 16,
        InversionTime: 1990,
        ScanOptions: ['IR'],
      },
    ],
  ])('is one for %s', (_, attributes) => {
    expect(called('3D pcasl', { ...t2Tse, ...attributes })).toBe('ASL');
  });
});

describe('double inversion', () => {
  test.each([
    ['a 2D FLAIR', flair2d],
    ['a 3D FLAIR', flair3d],
  ])('is at most doubt where one inversion nulls fluid, as in %s', (_, attributes) => {
    expect(called('3D DIR', attributes)).toBe('UNKNOWN');
  });

  test.each([3000, 450])('is believed at an inversion time of %d ms, as one of the two', (InversionTime) => {
    expect(called('3D DIR', { ...flair3d, RepetitionTime: 7500, InversionTime })).toBe('DIR');
    const { EchoTime: _missing, ...undated } = flair3d;
    expect(called('3D DIR', { ...undated, RepetitionTime: 7500, InversionTime })).toBe('DIR');
  });
});

describe('MP2RAGE', () => {
  test.each([
    ['an MPRAGE that repeats after less than two volumes need', { RepetitionTime: 2930, InversionTime: 1120 }],
    [
      'a volume of large angles, whose echo spacing is written',
      { RepetitionTime: 6.1, InversionTime: 450, FlipAngle: 12 },
    ],
  ])('is no name for %s', (_, attributes) => {
    expect(called('mp2rage', { ...mprage, ...attributes })).toBe('T1w');
  });

  test('is one where the repetition leaves the time', () => {
    const long = { RepetitionTime: 5000, InversionTime: 700, FlipAngle: 4 };
    expect(called('mp2rage', { ...mprage, ...long })).toBe('MP2RAGE');
    expect(called('mp2rage', { ...mprage, RepetitionTime: 6.2, InversionTime: 800, FlipAngle: 7 })).toBe('MP2RAGE');
  });
});

describe('a field map', () => {
  test.each([
    ['a quick T1 volume', vibe, 'T1w'],
    ['a susceptibility volume', swi, 'SWI'],
    ['a T2*', t2star, 'T2starw'],
  ])('is no name for fine pixels of one echo: %s', (_, attributes, sequence) => {
    expect(called('field map', attributes)).toBe(sequence);
  });

  test('is one for coarse pixels', () => {
    const coarse = { ...t2star, EchoTime: 4.9, FlipAngle: 60, PixelSpacing: [3, 3] };
    expect(called('field map', coarse)).toBe('FMAP');
  });
});

test('a slow train of spin echoes that is called diffusion stays in doubt, or what it is', () => {
  const slow = { ...t2Tse, PixelBandwidth: 220 };
  expect(called('DWI b1000', slow)).toBe('T2w');
  expect(called('DWI b1000', { ...slow, RepetitionTime: 8000 })).toBe('UNKNOWN');
  expect(called('DWI b1000', haste)).toBe('UNKNOWN');
  expect(called('DWI b1000', { ...slow, DiffusionBValue: 1000 })).toBe('DWI');
});

test('a magnitude image at an inversion time that nulls no tissue is no phase-sensitive one', () => {
  const t1Flair = { ...flair2d, RepetitionTime: 2900, EchoTime: 20, InversionTime: 990 };
  expect(called('PSIR', t1Flair)).toBe('T1w');
  expect(called('PSIR', { ...t1Flair, ImageType: ['ORIGINAL', 'PRIMARY', 'R'] })).toBe('PSIR');
});

test('a volume of spin echoes between T1 and PD is what its name says', () => {
  const between = { ...t2Tse, MRAcquisitionType: '3D', RepetitionTime: 1100, EchoTime: 38, EchoTrainLength: 60 };
  expect(called('pd_space', between)).toBe('PDw');
  expect(called('t1_space', between)).toBe('T1w');
});

test('a fluid-suppressed image of low field repeats soon, and is inverted for somewhat less than 1.4 s', () => {
  const lowField = {
    ...flair3d,
    MagneticFieldStrength: 0.064,
    RepetitionTime: 3500,
    EchoTime: 180,
    InversionTime: 1340,
  };
  expect(called('', lowField)).toBe('FLAIR');
});

import { describe, expect, test } from 'vitest';
import { withoutText } from '../../../bench/recognise/withoutText.ts';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { sagittal, series } from './headers.ts';

const gradientEcho: ImageAttributes = {
  Manufacturer: 'SIEMENS',
  ScanningSequence: ['GR'],
  SequenceVariant: ['SP'],
  MRAcquisitionType: '3D',
  SliceThickness: 1.2,
};
const spinEcho: ImageAttributes = {
  Manufacturer: 'SIEMENS',
  ScanningSequence: ['SE'],
  SequenceVariant: ['SK'],
  MRAcquisitionType: '2D',
};
const prepared: ImageAttributes = {
  ...gradientEcho,
  ScanningSequence: ['GR', 'IR'],
  SequenceVariant: ['SK', 'SP', 'MP'],
  ScanOptions: ['IR'],
  EchoTime: 3,
  InversionTime: 900,
};
const named = (SeriesDescription: string): ImageAttributes => ({ SeriesDescription, ProtocolName: SeriesDescription });
const gadolinium: ImageAttributes = { ContrastBolusAgent: 'Gadovist' };

const sequenceOf = (attributes: ImageAttributes) => recogniseAcquisitions(series(attributes))[0]?.sequence;
const blankOf = (attributes: ImageAttributes) =>
  recogniseAcquisitions(series(attributes).map((header) => withoutText(header, 'all')))[0]?.sequence;

describe('a T1 after contrast is a T1', () => {
  test.each<[string, ImageAttributes]>([
    ['a quick VIBE', { ...gradientEcho, ScanOptions: ['FS'], RepetitionTime: 3.5, EchoTime: 1.2, FlipAngle: 10 }],
    [
      'a volume with a transfer pulse',
      { ...gradientEcho, SequenceVariant: ['SP', 'MTC'], RepetitionTime: 35, EchoTime: 4.6, FlipAngle: 15 },
    ],
    ['a turbo spin echo that repeats slowly', { ...spinEcho, RepetitionTime: 1550, EchoTime: 9, FlipAngle: 150 }],
    ['an MPRAGE that repeats slowly', { ...prepared, RepetitionTime: 4000, FlipAngle: 8 }],
  ])('%s, with its name and without', (_, attributes) => {
    const post = { ...attributes, ...gadolinium };
    expect([sequenceOf({ ...post, ...named('t1 km') }), blankOf(post)]).toEqual(['T1w', 'T1w']);
  });

  test.each(['t2_tse', 'swi', 't2*', 'DIR', 'pd'])('and no "%s", whatever it is called', (name) => {
    const post = { ...gradientEcho, ...gadolinium, RepetitionTime: 4.5, EchoTime: 1.3, FlipAngle: 12 };
    expect(['T1w', 'UNKNOWN']).toContain(sequenceOf({ ...post, ...named(name) }));
  });
});

describe('what else gradient echoes are', () => {
  test('balanced steady states are no T1', () => {
    const fiesta = { ...gradientEcho, SequenceVariant: ['SS'], RepetitionTime: 6.2, EchoTime: 2.6, FlipAngle: 55 };
    expect(blankOf(fiesta)).toBe('OTHER');
  });

  test('a time-of-flight with a transfer pulse is left open, and known by its name', () => {
    const tof = { ...gradientEcho, SequenceVariant: ['MTC'], RepetitionTime: 23, EchoTime: 3.5, FlipAngle: 18 };
    expect([sequenceOf({ ...tof, ...named('s3DI_MC_HR') }), blankOf(tof)]).toEqual(['ANGIO', 'UNKNOWN']);
  });

  test('volumes whose positions were removed are no time series', () => {
    const vibe = { ...gradientEcho, RepetitionTime: 5.5, EchoTime: 2.5, FlipAngle: 12 };
    const { ImagePositionPatient: _, ...placeless } = series(vibe)[0]?.shared ?? {};
    const headers = series(vibe).map((header) => ({ ...header, shared: placeless }));
    expect(recogniseAcquisitions(headers)[0]?.sequence).toBe('T1w');
  });
});

describe('what a delay is for', () => {
  test('a STIR that someone calls DIR stays a STIR', () => {
    const stir = {
      ...spinEcho,
      ScanningSequence: ['SE', 'IR'],
      RepetitionTime: 4000,
      EchoTime: 42,
      InversionTime: 210,
      FlipAngle: 150,
      ...named('STIR orbita dir'),
    };
    expect(sequenceOf(stir)).toBe('STIR');
  });

  test('whether a short delay nulls fat in a STIR or prepares its suppression, only a code or a name tells', () => {
    const { ScanningSequence: _, ...uncoded } = { ...spinEcho, RepetitionTime: 4000, EchoTime: 90, InversionTime: 125 };
    expect([blankOf(uncoded), sequenceOf({ ...uncoded, ...named('T2 SPAIR') })]).toEqual(['UNKNOWN', 'T2w']);
  });
});

describe('what was computed from images', () => {
  test.each(['T1 SUB', 'T1 MIP tra', 'ax t1 SubtleMR'])('%s, although ImageType calls it original', (name) => {
    const [acquisition] = recogniseAcquisitions(
      series({ ...prepared, ...named(name), RepetitionTime: 2300, FlipAngle: 9 }),
    );
    expect(acquisition?.derived).toBe(true);
  });

  test('an MPRAGE that Siemens shortens to MPR is original', () => {
    const [acquisition] = recogniseAcquisitions(
      series({ ...prepared, ...named('t1_mpr_ns_sag'), RepetitionTime: 2300, FlipAngle: 9 }),
    );
    expect(acquisition?.derived).toBe(false);
  });
});

test('a narrow sagittal slab of the brain in a coil that ends at the head is no cord', () => {
  const slab = {
    ...spinEcho,
    ...named('t2 sag'),
    BodyPartExamined: 'BRAIN',
    ReceiveCoilName: 'HE1-4',
    FrameOfReferenceUID: '1.9',
    SliceThickness: 4,
    RepetitionTime: 4000,
    EchoTime: 90,
    FlipAngle: 150,
  };
  const [acquisition] = recogniseAcquisitions(series(slab, { orientation: sagittal, slices: 18, spacingMm: 4 }));
  expect(acquisition?.region).toBe('brain');
});

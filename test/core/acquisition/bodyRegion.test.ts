import { describe, expect, test } from 'vitest';
import { type Acquisition, recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { axial, coronal, flair3d, mprage, type SeriesOptions, sagittal, series, t2Tse } from './headers.ts';

const undescribed: ImageAttributes = {
  SeriesDescription: 't2',
  ProtocolName: 't2',
  BodyPartExamined: '',
  FrameOfReferenceUID: '1.9',
};

const regionOf = (attributes: ImageAttributes, options: SeriesOptions = {}) =>
  recogniseAcquisitions(series({ ...t2Tse, ...undescribed, ...attributes }, options))[0]?.region;

/** 256 pixels over this many millimetres. */
const field = (mm: number): ImageAttributes => ({ PixelSpacing: [mm / 256, mm / 256] });

describe('words', () => {
  test.each([
    ['Encéphale FLAIR', 'brain'],
    ['Hersenen T2', 'brain'],
    ['t2 sag Halsmark', 'cervical-cord'],
    ['SAG T2 moelle cervicale', 'cervical-cord'],
    ['columna dorsal sag T2', 'thoracic-cord'],
    ['cervicothoracic sag', 'whole-cord'],
    ['colonna in toto', 'whole-cord'],
    ['nervio óptico cor', 'orbit'],
    ['Sehnerv cor', 'orbit'],
    ['rachide lombare', 'other'],
    ['columna lumbar', 'other'],
    ['T2 SAG L5-S1', 'other'],
    ['T1 rachide L-S', 'other'],
    ['T2 lendenwervels', 'other'],
    ['STIR cor ISG', 'other'],
    ['t2 Kreuzbein', 'other'],
    ['t2 cauda equina', 'other'],
    ['t2 sag ThWS', 'thoracic-cord'],
    ['T2 SAG COL DORS', 'thoracic-cord'],
    ['t2 sag dorso', 'thoracic-cord'],
    ['t2 sag dorsolumbar', 'thoracic-cord'],
    ['t2 sag BWS LWS', 'thoracic-cord'],
    ['t2 conus', 'unknown'],
    ['genou sag', 'other'],
    ['femoral head cor', 'unknown'],
    ['brain and cervical spine', 'unknown'],
  ])('"%s" is %s', (SeriesDescription, region) => {
    expect(regionOf({ SeriesDescription, ProtocolName: SeriesDescription }, { slices: 6 })).toBe(region);
  });

  test('the study alone does not make a head-sized volume a cord', () => {
    const cord = { StudyDescription: 'MRI CERVICAL SPINE', BodyPartExamined: 'CSPINE' };
    expect(regionOf({ ...mprage, ...undescribed, ...cord, SliceThickness: 1 }, wholeHead)).toBe('brain');
  });
});

const wholeHead: SeriesOptions = { orientation: sagittal, slices: 170, spacingMm: 1 };
const slab: SeriesOptions = { orientation: sagittal, slices: 15 };
const lumbarSlab: SeriesOptions = { orientation: sagittal, slices: 15, spacingMm: 4.4 };

describe('BodyPartExamined', () => {
  test.each([
    ['BRAIN', 'brain'],
    ['CSPINE', 'cervical-cord'],
    ['TSPINE', 'thoracic-cord'],
    ['LSPINE', 'other'],
    ['SPINE', 'unknown'],
    ['CTSPINE', 'unknown'],
    ['HEADNECK', 'unknown'],
    ['NECK', 'unknown'],
  ])('%s alone is %s', (BodyPartExamined, region) => {
    expect(regionOf({ BodyPartExamined }, { slices: 6 })).toBe(region);
  });

  test.each([
    ['HeadNeck_64', 'cervical-cord'],
    ['HC5-7;NC1,2', 'cervical-cord'],
    ['T:HEA;HEP;NE1_2;SP1', 'cervical-cord'],
    ['SENSE-NV-16', 'cervical-cord'],
    ['8USCTL123', 'cervical-cord'],
    ['HNS CTL456', 'unknown'],
    ['Head Neck Spine', 'unknown'],
    ['SP3-6', 'unknown'],
    ['MULTI COIL', 'unknown'],
  ])('SPINE received with %s is %s', (ReceiveCoilName, region) => {
    expect(regionOf({ BodyPartExamined: 'SPINE', ReceiveCoilName }, { slices: 6 })).toBe(region);
  });
});

describe('the lumbar spine', () => {
  test.each([
    'MRT LWS nativ',
    'RM COLONNA LOMBO-SACRALE',
    'MR lumbar spine',
  ])('of a study called "%s" is no cord, although BodyPartExamined says SPINE', (StudyDescription) => {
    expect(regionOf({ StudyDescription, BodyPartExamined: 'SPINE', ...field(260) }, slab)).toBe('other');
  });

  test.each([
    '',
    'CTL456',
    'CTLBOT',
    'Spine_32',
    'PA Spine',
    'SENSE-Spine-15',
    'MULTI COIL',
    'Q-Body',
    'SP5-8',
  ])('is as high as the neck, and received with "%s" neither', (ReceiveCoilName) => {
    expect(regionOf({ BodyPartExamined: 'SPINE', ReceiveCoilName, ...field(250) }, lumbarSlab)).toBe('unknown');
  });

  test.each(['', 'SP5-8'])('is as high as the chest, and received with "%s" neither', (ReceiveCoilName) => {
    expect(regionOf({ BodyPartExamined: 'SPINE', ReceiveCoilName, ...field(345) }, lumbarSlab)).toBe('unknown');
  });
});

test('feet first a slab as high as a neck may be of a knee', () => {
  const options = { orientation: sagittal, slices: 15 };
  const knee = { ...field(230), PatientPosition: 'FFS', ReceiveCoilName: 'Q-Body' };
  expect(regionOf(knee, options)).toBe('unknown');
  expect(regionOf({ ...knee, BodyPartExamined: 'SPINE' }, options)).toBe('unknown');
});

describe('a narrow sagittal slab', () => {
  test.each([
    [240, 'unknown'],
    [280, 'unknown'],
    [340, 'unknown'],
    [380, 'thoracic-cord'],
    [480, 'whole-cord'],
  ])('%d mm high in an examination of the spine is %s', (mm, region) => {
    expect(regionOf({ BodyPartExamined: 'SPINE', ...field(mm) }, slab)).toBe(region);
  });

  test.each([
    ['with elements over the neck', { ReceiveCoilName: 'HeadNeck_20' }],
    ['as the cervical spine by BodyPartExamined', { BodyPartExamined: 'CSPINE' }],
    ['in an examination of the head', { BodyPartExamined: 'HEAD' }],
  ])('as high as the neck, %s, is cervical cord', (_, attributes) => {
    expect(regionOf({ ...field(240), ...attributes }, slab)).toBe('cervical-cord');
  });

  test('as high as the chest is thoracic where the coil lay under it', () => {
    const chest = { BodyPartExamined: 'SPINE', ...field(350) };
    expect(regionOf({ ...chest, ReceiveCoilName: 'SP2-4' }, slab)).toBe('thoracic-cord');
  });

  test('received under the back only, it may be lumbar', () => {
    expect(regionOf({ BodyPartExamined: 'SPINE', ...field(250), ReceiveCoilName: 'SP5-8' }, slab)).toBe('unknown');
  });

  test('does not outweigh a study and a BodyPartExamined that both name the brain', () => {
    const named = { StudyDescription: 'MRI BRAIN', BodyPartExamined: 'BRAIN' };
    expect(regionOf({ ...field(240), ...named }, slab)).toBe('unknown');
  });

  test.each([
    [13, 4.4],
    [15, 5.5],
    [17, 4.8],
  ])('of %d slices every %d mm may lie over the middle of a brain', (slices, spacingMm) => {
    const options = { orientation: sagittal, slices, spacingMm };
    const thick = { ...field(240), ReceiveCoilName: 'HeadNeck_20' };
    expect(regionOf(thick, options)).toBe('unknown');
    expect(regionOf({ ...thick, BodyPartExamined: 'HEAD' }, options)).toBe('brain');
    expect(regionOf({ ...thick, BodyPartExamined: 'CSPINE' }, options)).toBe('cervical-cord');
  });

  test('of a fluid-suppressed sequence is a part of a brain', () => {
    expect(regionOf({ ...flair3d, ...undescribed, BodyPartExamined: 'HEAD', ...field(250) }, slab)).toBe('brain');
  });
});

describe('a wide sagittal volume', () => {
  test('is a head, although BodyPartExamined says SPINE', () => {
    expect(regionOf({ ...mprage, ...undescribed, BodyPartExamined: 'SPINE' }, wholeHead)).toBe('brain');
  });

  test('that holds the neck too is one of the brain', () => {
    expect(regionOf({ ...mprage, ...undescribed, ...field(320) }, wholeHead)).toBe('brain');
  });

  test('of the knee is a knee', () => {
    expect(regionOf({ ...mprage, ...undescribed, BodyPartExamined: 'KNEE' }, wholeHead)).toBe('other');
  });
});

test('axial slices over 120 mm in a field too small for a head are no brain, whatever BodyPartExamined says', () => {
  const options = { orientation: axial, slices: 40 };
  expect(regionOf({ BodyPartExamined: 'HEAD', ...field(160) }, options)).toBe('unknown');
  expect(regionOf({ BodyPartExamined: 'SPINE', ReceiveCoilName: 'HeadNeck_20', ...field(160) }, options)).toBe(
    'cervical-cord',
  );
});

describe('in the frame of reference of a brain series', () => {
  const frame = { FrameOfReferenceUID: '1.9' };
  // 230 mm in plane, 60 mm along the body: its middle is at 0, 0, 0.
  const brain = series(
    { ...t2Tse, ...frame, SeriesDescription: 't2 brain' },
    { uid: '1.1', firstPosition: [-115, -115, -28.5] },
  );

  const besideBrain = (attributes: ImageAttributes, options: SeriesOptions): Acquisition['region'] | undefined =>
    recogniseAcquisitions([
      ...brain,
      ...series(
        { ...t2Tse, ...undescribed, ...frame, BodyPartExamined: 'HEAD', ...attributes },
        { ...options, uid: '1.2' },
      ),
    ]).find(({ seriesInstanceUid }) => seriesInstanceUid === '1.2')?.region;

  const axialAt = (mm: number): SeriesOptions => ({ slices: 12, firstPosition: [-90, -90, mm - 16.5] });

  test.each([
    [0, 'brain'],
    [-140, 'cervical-cord'],
    [-300, 'thoracic-cord'],
    [-600, 'unknown'],
  ])('a small axial series %d mm along the body from it, still called HEAD, is %s', (mm, region) => {
    expect(besideBrain(field(180), axialAt(mm))).toBe(region);
  });

  test('a large axial field below the brain is not taken for a cord', () => {
    expect(besideBrain(field(260), { ...axialAt(-140), firstPosition: [-130, -130, -156.5] })).toBe('unknown');
  });

  test.each([
    ['in its middle', 0, 'brain'],
    ['140 mm below it', -140, 'cervical-cord'],
  ])('a slab of few thick sagittal slices %s is %s', (_, z, region) => {
    const options: SeriesOptions = {
      orientation: sagittal,
      slices: 15,
      spacingMm: 5,
      firstPosition: [35, -120, z + 120],
    };
    expect(besideBrain({ ...field(240), BodyPartExamined: '', ReceiveCoilName: '' }, options)).toBe(region);
  });

  test('a narrow slab in its middle is of the brain, whatever its size', () => {
    const options: SeriesOptions = { orientation: sagittal, slices: 15, firstPosition: [21, -120, 120] };
    expect(besideBrain({ ...field(240), ReceiveCoilName: 'HeadNeck_20' }, options)).toBe('brain');
  });

  test('a slab of some spine takes its part from where it lies', () => {
    const options: SeriesOptions = { orientation: sagittal, slices: 15, firstPosition: [21, -140, -160] };
    expect(besideBrain(field(280), options)).toBe('thoracic-cord');
  });

  test.each([
    ['in front of it', -60, 'orbit'],
    ['in its middle', 0, 'brain'],
  ])('thin coronal slices %s in an examination of the orbits', (_, y, region) => {
    const thin = { ...field(180), SliceThickness: 3, StudyDescription: 'MRI orbits', BodyPartExamined: 'HEAD' };
    const options: SeriesOptions = { orientation: coronal, slices: 16, firstPosition: [-90, y - 22.5, 90] };
    expect(besideBrain(thin, options)).toBe(region);
  });

  test('the words of a localizer do not decide for others', () => {
    const named = { SeriesDescription: 'localizer c-spine', ProtocolName: 'localizer c-spine', BodyPartExamined: '' };
    const fast = { ScanningSequence: ['GR'], RepetitionTime: 8.6, EchoTime: 4, FlipAngle: 20, EchoTrainLength: 1 };
    const localizer = series(
      { ...t2Tse, ...frame, ...named, ...fast, SliceThickness: 7 },
      { uid: '1.3', slices: 3, firstPosition: [-115, -115, -10] },
    );
    const unnamed = series({ ...t2Tse, ...undescribed, ...frame }, { uid: '1.2', firstPosition: [-115, -115, -28.5] });
    const regions = recogniseAcquisitions([...localizer, ...unnamed]).map(({ region }) => region);
    expect(regions).toEqual(['unknown', 'cervical-cord']);
  });
});

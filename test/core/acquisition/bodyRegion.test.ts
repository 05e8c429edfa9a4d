import { describe, expect, test } from 'vitest';
import { type Acquisition, recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { axial, coronal, flair3d, mprage, type SeriesOptions, sagittal, series, t2Tse } from './headers.ts';

const undescribed: ImageAttributes = { SeriesDescription: 't2', ProtocolName: 't2', BodyPartExamined: '' };

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
    ['SP3-6', 'whole-cord'],
    ['MULTI COIL', 'unknown'],
  ])('SPINE received with %s is %s', (ReceiveCoilName, region) => {
    expect(regionOf({ BodyPartExamined: 'SPINE', ReceiveCoilName }, { slices: 6 })).toBe(region);
  });
});

describe('a narrow sagittal slab', () => {
  test.each([
    [240, 'cervical-cord'],
    [280, 'whole-cord'],
    [380, 'thoracic-cord'],
    [480, 'whole-cord'],
  ])('%d mm high in an examination of the spine is %s', (mm, region) => {
    expect(regionOf({ BodyPartExamined: 'SPINE', ...field(mm) }, slab)).toBe(region);
  });

  test('received under the back only, it may be lumbar', () => {
    expect(regionOf({ BodyPartExamined: 'SPINE', ...field(250), ReceiveCoilName: 'SP5-8' }, slab)).toBe('whole-cord');
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

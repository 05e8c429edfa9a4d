import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Acquisition, recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader } from '../../../core/dicom/index.ts';
import { axial, flair2d, flair3d, sagittal, series, stir, t2Tse } from './headers.ts';

const only = (headers: readonly AcquisitionHeader[]): Acquisition => {
  const [acquisition, ...others] = recogniseAcquisitions(headers);
  if (acquisition === undefined || others.length > 0) throw new Error('expected one acquisition');
  return acquisition;
};

describe('slice spacing', () => {
  test('3 mm slices 3 mm apart have no gap', () => {
    expect(only(series(t2Tse, { slices: 40, spacingMm: 3 })).geometry).toMatchObject({
      slices: 40,
      sliceThicknessMm: 3,
      spacingMm: 3,
      gapMm: 0,
      coverageMm: 120,
      missingSlices: 0,
    });
  });

  test('5 mm slices 6 mm apart have a gap of 1 mm, whatever SpacingBetweenSlices says', () => {
    const headers = series({ ...t2Tse, SliceThickness: 5, SpacingBetweenSlices: 1 }, { slices: 20, spacingMm: 6 });
    expect(only(headers).geometry).toMatchObject({ sliceThicknessMm: 5, spacingMm: 6, gapMm: 1 });
  });

  test('over-contiguous partitions have a negative gap', () => {
    expect(only(series({ ...flair3d, SliceThickness: 1.5 }, { slices: 100, spacingMm: 0.75 })).geometry).toMatchObject({
      spacingMm: 0.75,
      gapMm: -0.75,
    });
  });

  test('an oblique stack is measured along its own normal', () => {
    const tilt = (20 * Math.PI) / 180;
    const orientation = [1, 0, 0, 0, Math.cos(tilt), Math.sin(tilt)];
    const acquisition = only(series(t2Tse, { orientation, spacingMm: 3 }));
    expect(acquisition.geometry).toMatchObject({ spacingMm: 3, gapMm: 0 });
    expect(acquisition).toMatchObject({ plane: 'axial', obliquityDeg: 20 });
  });

  test('slices that are absent inside the stack are counted', () => {
    const headers = series(t2Tse, { slices: 30 }).filter((_, index) => index !== 7 && index !== 8 && index !== 20);
    expect(only(headers).geometry).toMatchObject({ slices: 27, spacingMm: 3, missingSlices: 3, coverageMm: 90 });
  });

  test('a few images of a longer series, whose stated spacing tells the step, lie whole steps apart', () => {
    const sampled = series({ ...t2Tse, SpacingBetweenSlices: 3 }, { slices: 30 }).filter((_, index) =>
      [0, 12, 29].includes(index),
    );
    expect(only(sampled).geometry).toMatchObject({ slices: 3, spacingMm: 3, missingSlices: 27 });
  });

  test('three images of a 3D volume lie whole partitions apart: the others are missing', () => {
    const sampled = series({ ...flair3d, SliceThickness: 1 }, { slices: 160, spacingMm: 1 }).filter((_, index) =>
      [0, 80, 159].includes(index),
    );
    expect(only(sampled).geometry).toMatchObject({ slices: 3, spacingMm: 1, gapMm: 0, missingSlices: 157 });
  });

  test('2D slices two thicknesses apart without a stated spacing: every second one may be missing, so no gap is known', () => {
    expect(only(series(t2Tse, { slices: 12, spacingMm: 6 })).geometry).toMatchObject({ spacingMm: null, gapMm: null });
    expect(only(series({ ...t2Tse, SpacingBetweenSlices: 6 }, { slices: 12, spacingMm: 6 })).geometry).toMatchObject({
      gapMm: 3,
    });
  });

  test('echo times that differ by rounding are one echo', () => {
    const headers = series(t2Tse).map((header, index) => ({
      ...header,
      shared: { ...header.shared, EchoTime: index % 2 === 0 ? 98.04 : 98.06 },
    }));
    expect(only(headers).geometry).toMatchObject({ slices: 20, missingSlices: 0 });
  });

  test('one slice has no spacing', () => {
    expect(only(series(t2Tse, { slices: 1 })).geometry).toMatchObject({ slices: 1, spacingMm: null, gapMm: null });
  });

  test('a thickness of 0 is not known, not a value', () => {
    expect(only(series({ ...t2Tse, SliceThickness: 0 })).geometry).toMatchObject({
      sliceThicknessMm: null,
      gapMm: null,
    });
  });
});

describe('in-plane resolution', () => {
  test('the acquired one comes from the acquisition matrix, rows and columns apart', () => {
    const headers = series({
      ...t2Tse,
      Rows: 512,
      Columns: 512,
      PixelSpacing: [0.45, 0.45],
      AcquisitionMatrix: [0, 256, 192, 0],
    });
    expect(only(headers).geometry).toMatchObject({
      inPlaneMm: [0.45, 0.45],
      acquiredInPlaneMm: [0.9, 1.2],
      acquiredInPlaneBasis: 'AcquisitionMatrix',
    });
  });

  test('phase encoded along the columns of a rectangular image', () => {
    const headers = series({
      ...t2Tse,
      Rows: 208,
      Columns: 256,
      PixelSpacing: [1, 1],
      AcquisitionMatrix: [256, 0, 0, 208],
    });
    expect(only(headers).geometry.acquiredInPlaneMm).toEqual([1, 1]);
  });

  test('the phase-encoding direction decides where the matrix is written otherwise', () => {
    const headers = series({
      ...t2Tse,
      Rows: 512,
      Columns: 460,
      PixelSpacing: [0.5, 0.5],
      AcquisitionMatrix: [0, 256, 0, 230],
      InPlanePhaseEncodingDirection: 'ROW',
    });
    expect(only(headers).geometry.acquiredInPlaneMm).toEqual([1, 1]);
  });

  test('without a matrix only the reconstructed one is known', () => {
    expect(only(series(t2Tse)).geometry).toMatchObject({
      inPlaneMm: [0.9, 0.9],
      acquiredInPlaneMm: null,
      acquiredInPlaneBasis: null,
    });
  });

  test('Philips pads a rectangular field of view back to a square', () => {
    const headers = series({
      ...t2Tse,
      Manufacturer: 'Philips Medical Systems',
      PercentPhaseFieldOfView: 80,
      AcquisitionMatrix: [256, 0, 0, 205],
    });
    expect(only(headers).geometry.acquiredInPlaneMm).toEqual([0.899, 0.9]);
  });
});

describe('body region', () => {
  test('a sagittal slab of 45 mm as high as the neck is cervical cord, although BodyPartExamined still says HEAD', () => {
    const headers = series(
      { ...stir, SeriesDescription: 'stir sag', ProtocolName: 'stir sag', BodyPartExamined: 'HEAD' },
      { orientation: sagittal, slices: 15 },
    );
    expect(only(headers).region).toBe('cervical-cord');
  });

  test.each([
    ['HWS sagittal', 'cervical-cord'],
    ['rachis dorsal', 'thoracic-cord'],
    ['t2 whole spine', 'whole-cord'],
    ['orbits cor', 'orbit'],
    ['knee sag', 'other'],
    ['Schädel tra', 'brain'],
  ])('the description "%s" means %s', (SeriesDescription, region) => {
    const headers = series(
      { ...t2Tse, SeriesDescription, ProtocolName: SeriesDescription, BodyPartExamined: '' },
      { slices: 12 },
    );
    expect(only(headers).region).toBe(region);
  });

  test.each([
    ['SAG T2 L-SPINE', 'MRI LUMBAR SPINE W/O CONTRAST', 'LSPINE'],
    ['t2 sag', 'IRM RACHIS LOMBAIRE', ''],
    ['T2 SAG PROSTATE', 'MR PROSTATE', 'PROSTATE'],
    ['t2 tse sag sella', 'MR Hypophyse', 'HEAD'],
  ])('a narrow sagittal slab of another part of the body is no cord: %s', (SeriesDescription, StudyDescription, BodyPartExamined) => {
    const attributes = {
      ...t2Tse,
      SeriesDescription,
      ProtocolName: SeriesDescription,
      StudyDescription,
      BodyPartExamined,
    };
    expect(only(series(attributes, { orientation: sagittal, slices: 15 })).region).toBe('other');
  });

  test('the words of the series outrank the examination: an axial T2 of the cervical cord in a head examination', () => {
    const headers = series({
      ...t2Tse,
      SeriesDescription: 't2_tse_tra C-spine',
      ProtocolName: 't2_tse_tra C-spine',
      StudyDescription: 'MRI BRAIN',
      BodyPartExamined: 'HEAD',
      ReceiveCoilName: 'HeadNeck_20',
    });
    expect(only(headers).region).toBe('cervical-cord');
  });

  test('a series that only its examination calls a head takes the part of the nearest series that is sure', () => {
    const undescribed = {
      SeriesDescription: 't2 tra',
      ProtocolName: 't2 tra',
      BodyPartExamined: 'HEAD',
      FrameOfReferenceUID: '1.9',
    };
    const cordSagittal = series(
      { ...stir, FrameOfReferenceUID: '1.9' },
      { uid: '1.1', orientation: sagittal, slices: 15, firstPosition: [-21, -115, -100] },
    );
    const cordAxial = series(
      { ...t2Tse, ...undescribed },
      { uid: '1.2', slices: 12, firstPosition: [-115, -115, -230] },
    );
    const regions = recogniseAcquisitions([...cordSagittal, ...cordAxial]).map(({ region }) => region);
    expect(regions).toEqual(['cervical-cord', 'cervical-cord']);
  });

  test('nothing that says where: unknown', () => {
    const headers = series({ ...t2Tse, SeriesDescription: '', ProtocolName: '', BodyPartExamined: '' }, { slices: 12 });
    expect(only(headers).region).toBe('unknown');
  });
});

describe('laws', () => {
  const study = [
    ...series(flair2d, { uid: '1.1', slices: 12 }),
    ...series({ ...t2Tse, SeriesNumber: 2 }, { uid: '1.2', slices: 12 }),
    ...series({ ...stir, SeriesNumber: 3 }, { uid: '1.3', slices: 12, orientation: sagittal }),
  ];

  test('the order in which instances arrive changes nothing', () => {
    const expected = recogniseAcquisitions(study);
    fc.assert(
      fc.property(fc.shuffledSubarray(study, { minLength: study.length }), (shuffled) => {
        expect(recogniseAcquisitions(shuffled)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  test('an instance that is given twice counts once', () => {
    expect(recogniseAcquisitions([...study, ...study.slice(3, 9)])).toEqual(recogniseAcquisitions(study));
  });

  test('spacing and thickness do not depend on where the patient lies', () => {
    const place = fc.tuple(
      fc.integer({ min: -300, max: 300 }),
      fc.integer({ min: -300, max: 300 }),
      fc.integer({ min: -900, max: 900 }),
    );
    fc.assert(
      fc.property(place, fc.integer({ min: -30, max: 30 }), (firstPosition, degrees) => {
        const angle = (degrees * Math.PI) / 180;
        const orientation = [...axial.slice(0, 3), 0, Math.cos(angle), Math.sin(angle)];
        const { geometry } = only(series(t2Tse, { firstPosition, orientation, spacingMm: 3.3 }));
        expect(geometry).toMatchObject({ spacingMm: 3.3, gapMm: 0.3, missingSlices: 0 });
      }),
    );
  });

  test('Enhanced frames are the same acquisition as classic images', () => {
    const classic = series(t2Tse);
    const [first] = classic;
    if (first === undefined) throw new Error('no header');
    const enhanced: AcquisitionHeader = {
      ...first,
      shared: first.shared,
      frames: classic.map(({ shared }) => ({ ImagePositionPatient: shared.ImagePositionPatient ?? null })),
    };
    const { instances, ...acquisition } = only([enhanced]);
    expect(instances).toBe(1);
    expect({ ...acquisition, instances: 20 }).toEqual(only(classic));
  });
});

import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { coronal, flair2d, flair3d, mprage, sagittal, series, stir, swi, t2Tse } from './headers.ts';

const without = (attributes: ImageAttributes, ...keywords: readonly string[]): ImageAttributes =>
  Object.fromEntries(Object.entries(attributes).filter(([keyword]) => !keywords.includes(keyword)));

/** As de-identification leaves it: no free text. */
const blanked = (attributes: ImageAttributes): ImageAttributes =>
  without(attributes, 'SeriesDescription', 'ProtocolName', 'BodyPartExamined', 'ReceiveCoilName', 'StudyDescription');

const sequenceOf = (attributes: ImageAttributes) =>
  recogniseAcquisitions(series(attributes)).map(({ sequence }) => sequence);

const examples: readonly (readonly [string, ImageAttributes])[] = [
  ['FLAIR', flair2d],
  ['FLAIR', flair3d],
  ['T2w', t2Tse],
  ['T1w', mprage],
  ['STIR', stir],
  ['SWI', swi],
  [
    'T1w',
    {
      ...t2Tse,
      SeriesDescription: 't1 se tra',
      ProtocolName: 't1 se tra',
      RepetitionTime: 550,
      EchoTime: 10,
      FlipAngle: 90,
      EchoTrainLength: 1,
    },
  ],
  [
    'PDw',
    { ...t2Tse, SeriesDescription: 'pd tse sag', ProtocolName: 'pd tse sag', RepetitionTime: 3000, EchoTime: 12 },
  ],
  [
    'T2w',
    {
      ...t2Tse,
      SeriesDescription: 't2 space',
      ProtocolName: 't2 space',
      MRAcquisitionType: '3D',
      RepetitionTime: 3200,
      EchoTime: 408,
    },
  ],
  [
    'T2starw',
    {
      ...swi,
      SeriesDescription: 't2* gre',
      ProtocolName: 't2* gre',
      MRAcquisitionType: '2D',
      RepetitionTime: 600,
      EchoTime: 20,
      FlipAngle: 20,
    },
  ],
  [
    'DWI',
    {
      ...t2Tse,
      SeriesDescription: 'dwi',
      ProtocolName: 'dwi',
      ScanningSequence: ['EP', 'SE'],
      EchoTime: 80,
      DiffusionBValue: 1000,
    },
  ],
  [
    'ADC',
    {
      ...t2Tse,
      SeriesDescription: 'dwi ADC',
      ProtocolName: 'dwi',
      ScanningSequence: ['EP', 'SE'],
      EchoTime: 80,
      ImageType: ['DERIVED', 'PRIMARY', 'DIFFUSION', 'ADC'],
    },
  ],
  [
    'MP2RAGE',
    {
      ...mprage,
      SeriesDescription: 'mp2rage INV1',
      ProtocolName: 'mp2rage',
      RepetitionTime: 5000,
      InversionTime: 700,
      FlipAngle: 4,
    },
  ],
];

describe('a sequence is recognised', () => {
  test.each(examples)('as %s with its description', (sequence, attributes) => {
    expect(sequenceOf(attributes)).toEqual([sequence]);
  });

  test.each(examples)('as %s with every free text blanked', (sequence, attributes) => {
    expect(sequenceOf(blanked(attributes))).toEqual([sequence]);
  });
});

test('physics outranks a wrong description: a FLAIR labelled T2 stays a FLAIR', () => {
  const [acquisition] = recogniseAcquisitions(
    series({ ...flair2d, SeriesDescription: 't2 tse', ProtocolName: 't2 tse' }),
  );
  expect(acquisition?.sequence).toBe('FLAIR');
  expect(acquisition?.evidence).toContain('but also named T2-weighted (T2w)');
});

test('a GE "T1 FLAIR" is T1-weighted, not a FLAIR', () => {
  const t1Flair = {
    ...flair2d,
    SeriesDescription: 'Ax T1 FLAIR',
    ProtocolName: 'Brain',
    RepetitionTime: 2200,
    EchoTime: 20,
    InversionTime: 860,
  };
  expect(sequenceOf(t1Flair)).toEqual(['T1w']);
});

test('a post-contrast T1 is called T1w and nothing else', () => {
  const [acquisition] = recogniseAcquisitions(series({ ...mprage, ContrastBolusAgent: 'Dotarem' }));
  expect(acquisition).toMatchObject({ sequence: 'T1w', contrastEnhanced: 'yes' });
});

test('a header without physics and without words is UNKNOWN, and says so', () => {
  const [acquisition] = recogniseAcquisitions(series({}));
  expect(acquisition).toMatchObject({ sequence: 'UNKNOWN', confidence: 0 });
  expect(acquisition?.evidence[0]).toBe('nothing in the header says what it is');
});

test('a DIR has the physics of a FLAIR and is known by its name', () => {
  const dir = {
    ...flair3d,
    SeriesDescription: 't2_space_dir_sag_p2',
    ProtocolName: 't2_space_dir_sag_p2',
    SequenceName: '*spcir_282ns',
  };
  expect(sequenceOf({ ...dir, RepetitionTime: 7500, EchoTime: 318, InversionTime: 3000 })).toEqual(['DIR']);
});

test('"dir" in a diffusion series is a direction', () => {
  const dti = {
    ...t2Tse,
    SeriesDescription: 'ep2d_diff_dir',
    ProtocolName: 'ep2d_diff_dir',
    ScanningSequence: ['EP', 'SE'],
    DiffusionBValue: 1000,
  };
  expect(sequenceOf(dti)).toEqual(['DWI']);
});

test('a STIR without its inversion time is not known, and never a FLAIR', () => {
  const tirm = { ...stir, SeriesDescription: 't2_tirm_sag', ProtocolName: 't2_tirm_sag' };
  expect(sequenceOf(without(tirm, 'InversionTime'))).toEqual(['UNKNOWN']);
  expect(sequenceOf({ ...tirm, InversionTime: 0 })).toEqual(['UNKNOWN']);
});

test('the delay of a fat suppression is no inversion recovery: T2 with SPAIR stays T2', () => {
  const spair = {
    ...t2Tse,
    SeriesDescription: 'T2W_TSE_SPAIR',
    ProtocolName: 'T2W_TSE_SPAIR',
    ScanOptions: ['FS'],
    InversionTime: 110,
  };
  expect(sequenceOf(spair)).toEqual(['T2w']);
});

test('a series named diffusion whose b-value is not in the header is not called T2w', () => {
  const unweighted = {
    ...t2Tse,
    SeriesDescription: 'Ax DWI PROPELLER',
    ProtocolName: 'Ax DWI PROPELLER',
    EchoTime: 80,
  };
  expect(sequenceOf(unweighted)).not.toContain('T2w');
});

test('lossy compression makes no other image: DERIVED\\PRIMARY is judged as acquired', () => {
  expect(recogniseAcquisitions(series({ ...t2Tse, ImageType: ['DERIVED', 'PRIMARY', 'M', 'ND'] }))[0]?.derived).toBe(
    false,
  );
});

test('a long TR and TE without a coded sequence stays UNKNOWN: an unrecorded inversion would look the same', () => {
  expect(sequenceOf(blanked(without(t2Tse, 'ScanningSequence', 'SequenceVariant')))).toEqual(['UNKNOWN']);
});

test('a localizer with three planes is three acquisitions', () => {
  const scout = {
    ...swi,
    SeriesDescription: 'localizer',
    ProtocolName: 'localizer',
    MRAcquisitionType: '2D',
    EchoTime: 3,
    RepetitionTime: 8,
    SliceThickness: 7,
  } as const;
  const headers = [undefined, sagittal, coronal].flatMap((orientation, plane) =>
    series(scout, { slices: 3, spacingMm: 10, ...(orientation ? { orientation } : {}) }).map((header) => ({
      ...header,
      SOPInstanceUID: `${header.SOPInstanceUID}.${plane}`,
    })),
  );
  expect(recogniseAcquisitions(headers).map(({ sequence, plane, id }) => ({ sequence, plane, id }))).toEqual([
    { sequence: 'LOCALIZER', plane: 'axial', id: '1.2.3#1' },
    { sequence: 'LOCALIZER', plane: 'coronal', id: '1.2.3#2' },
    { sequence: 'LOCALIZER', plane: 'sagittal', id: '1.2.3#3' },
  ]);
});

test('a dual-echo series is a PDw and a T2w acquisition', () => {
  const echo = (EchoTime: number, suffix: string) =>
    series({ ...t2Tse, SeriesDescription: 'pd+t2 tse', ProtocolName: 'pd+t2 tse', EchoTime }).map((header) => ({
      ...header,
      SOPInstanceUID: header.SOPInstanceUID + suffix,
    }));
  expect(recogniseAcquisitions([...echo(12, '.1'), ...echo(95, '.2')]).map(({ sequence }) => sequence)).toEqual([
    'PDw',
    'T2w',
  ]);
});

test('a diffusion series with b0 and b1000 is one acquisition with its b-values', () => {
  const dwi = {
    ...t2Tse,
    SeriesDescription: 'dwi',
    ProtocolName: 'dwi',
    ScanningSequence: ['EP', 'SE'],
    EchoTime: 80,
  } as const;
  const weighted = (DiffusionBValue: number) =>
    series({ ...dwi, DiffusionBValue }).map((header) => ({
      ...header,
      SOPInstanceUID: `${header.SOPInstanceUID}.${DiffusionBValue}`,
    }));
  const acquisitions = recogniseAcquisitions([...weighted(1000), ...weighted(0)]);
  expect(acquisitions).toHaveLength(1);
  expect(acquisitions[0]).toMatchObject({
    sequence: 'DWI',
    instances: 40,
    timing: { bValues: [0, 1000] },
    geometry: { slices: 20 },
  });
});

test.each([
  ['a Philips reformat that is marked ORIGINAL', ['ORIGINAL', 'PRIMARY', 'PROJECTION IMAGE', 'M', 'IR']],
  ['a Siemens MPR', ['DERIVED', 'SECONDARY', 'MPR', 'CSA MPR']],
  ['a subtraction', ['DERIVED', 'SECONDARY', 'SUB']],
])('%s is derived', (_, ImageType) => {
  expect(recogniseAcquisitions(series({ ...flair3d, ImageType })).map(({ derived }) => derived)).toEqual([true]);
});

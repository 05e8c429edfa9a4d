import type { AcquisitionHeader, HeaderReading, PatientIdentity } from '../../../core/dicom/index.ts';
import { type BuiltElement, el, type Item, sq } from './dicomBytes.ts';

export const mrImageStorage = '1.2.840.10008.5.1.4.1.1.4';
export const enhancedMrImageStorage = '1.2.840.10008.5.1.4.1.1.4.1';

const noise = new Uint8Array(64).map((_, index) => (index * 37) % 251);

/** A classic FLAIR slice as a scanner writes it, with private elements, sequences and pixel data around what is read. */
export const classicMr: readonly BuiltElement[] = [
  el(0x00080005, 'CS', 'ISO_IR 100'),
  el(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\M\\ND'),
  el(0x00080016, 'UI', mrImageStorage),
  el(0x00080018, 'UI', '1.2.826.3.3'),
  el(0x00080020, 'DA', '20250102'),
  el(0x00080030, 'TM', '101500.250000'),
  el(0x00080060, 'CS', 'MR'),
  el(0x00080070, 'LO', 'SIEMENS'),
  el(0x0008103e, 'LO', 't2_flair_sag'),
  sq(0x00081140, [[el(0x00081150, 'UI', mrImageStorage), el(0x00081155, 'UI', '1.2.826.9')]], true),
  el(0x00100010, 'PN', 'Doe^Jane'),
  el(0x00100020, 'LO', 'PAT-1'),
  el(0x00100030, 'DA', '19800229'),
  el(0x00180020, 'CS', 'SE\\IR'),
  el(0x00180050, 'DS', '1'),
  el(0x00180080, 'DS', '5000'),
  el(0x00180081, 'DS', '388'),
  el(0x00180082, 'DS', '1650'),
  el(0x00180087, 'DS', '3'),
  el(0x00181020, 'LO', 'syngo MR E11'),
  el(0x00181310, 'US', [256, 0, 0, 224]),
  el(0x00190010, 'LO', 'SIEMENS MR HEADER'),
  el(0x00191008, 'OB', noise),
  el(0x0020000d, 'UI', '1.2.826.1'),
  el(0x0020000e, 'UI', '1.2.826.2'),
  el(0x00200011, 'IS', '3'),
  el(0x00200032, 'DS', '-80.5\\-120.25\\95'),
  el(0x00200037, 'DS', '0\\1\\0\\0\\0\\-1'),
  el(0x00280010, 'US', [4]),
  el(0x00280011, 'US', [8]),
  el(0x00280030, 'DS', '0.5\\0.5'),
  el(0x00280100, 'US', [16]),
  el(0x00290010, 'LO', 'SIEMENS CSA HEADER'),
  el(0x00291010, 'OB', noise),
  el(0x7fe00010, 'OW', noise),
];

export const classicHeader: AcquisitionHeader = {
  StudyInstanceUID: '1.2.826.1',
  SeriesInstanceUID: '1.2.826.2',
  SOPInstanceUID: '1.2.826.3.3',
  SOPClassUID: mrImageStorage,
  shared: {
    ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'ND'],
    StudyDate: '20250102',
    StudyTime: '101500.250000',
    Modality: 'MR',
    Manufacturer: 'SIEMENS',
    SeriesDescription: 't2_flair_sag',
    ScanningSequence: ['SE', 'IR'],
    SliceThickness: 1,
    RepetitionTime: 5000,
    EchoTime: 388,
    InversionTime: 1650,
    MagneticFieldStrength: 3,
    SoftwareVersions: ['syngo MR E11'],
    AcquisitionMatrix: [256, 0, 0, 224],
    SeriesNumber: 3,
    ImagePositionPatient: [-80.5, -120.25, 95],
    ImageOrientationPatient: [0, 1, 0, 0, 0, -1],
    Rows: 4,
    Columns: 8,
    PixelSpacing: [0.5, 0.5],
  },
  frames: [{}],
  remarks: [],
};

export const patient: PatientIdentity = {
  PatientID: 'PAT-1',
  IssuerOfPatientID: null,
  PatientBirthDate: '19800229',
};

export const classicReading: HeaderReading = { kind: 'mr-image', header: classicHeader, patient };

/** An enhanced image of two frames with all macros that are read, and a private copy of the classic header to trip over. */
export const enhancedMr: readonly BuiltElement[] = [
  el(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\T1\\MIXED'),
  el(0x00080016, 'UI', enhancedMrImageStorage),
  el(0x00080018, 'UI', '1.2.826.3.4'),
  el(0x00080060, 'CS', 'MR'),
  el(0x00180087, 'DS', '3'),
  el(0x00189008, 'CS', 'GRADIENT'),
  el(0x0020000d, 'UI', '1.2.826.1'),
  el(0x0020000e, 'UI', '1.2.826.2'),
  el(0x00280008, 'IS', '2'),
  el(0x00280010, 'US', [4]),
  el(0x00280011, 'US', [8]),
  el(0x00280100, 'US', [16]),
  el(0x00291010, 'OB', noise),
  sq(
    0x52009229,
    [
      [
        sq(0x00189006, [[el(0x00180095, 'DS', '241'), el(0x00189020, 'CS', 'NONE')]]),
        sq(0x00189042, [[el(0x00181250, 'SH', 'Head 8')]]),
        sq(0x00189112, [[el(0x00180080, 'DS', '6.77'), el(0x00181314, 'DS', '9'), el(0x00189240, 'US', [240])]]),
        sq(0x00189115, [
          [
            el(0x00189009, 'CS', 'YES'),
            el(0x00189016, 'CS', 'RF'),
            el(0x00189026, 'CS', 'WATER'),
            el(0x00189079, 'FD', [900, 2500]),
          ],
        ]),
        sq(0x00189119, [[el(0x00180083, 'DS', '1')]]),
        sq(0x00189125, [
          [
            el(0x00180093, 'DS', '100'),
            el(0x00180094, 'DS', '93.75'),
            el(0x00181312, 'CS', 'ROW'),
            el(0x00189058, 'US', [256]),
            el(0x00189231, 'US', [240]),
          ],
        ]),
        sq(0x00209116, [[el(0x00200037, 'DS', '1\\0\\0\\0\\1\\0')]]),
        sq(0x00289110, [[el(0x00180050, 'DS', '1.2'), el(0x00280030, 'DS', '1\\1')]], true),
        sq(0x2005140e, [[el(0x00180080, 'DS', '1'), el(0x00180081, 'DS', '2')]], true),
      ],
    ],
    true,
  ),
  sq(0x52009230, [enhancedFrame(1, 'M', 0), enhancedFrame(2, 'P', 1000)]),
  el(0x7fe00010, 'OW', noise),
];

export const enhancedHeader: AcquisitionHeader = {
  StudyInstanceUID: '1.2.826.1',
  SeriesInstanceUID: '1.2.826.2',
  SOPInstanceUID: '1.2.826.3.4',
  SOPClassUID: enhancedMrImageStorage,
  shared: {
    ImageType: ['ORIGINAL', 'PRIMARY', 'T1', 'MIXED'],
    Modality: 'MR',
    AcquisitionContrast: 'T1',
    MagneticFieldStrength: 3,
    EchoPulseSequence: 'GRADIENT',
    NumberOfFrames: 2,
    Rows: 4,
    Columns: 8,
    PixelBandwidth: 241,
    MagnetizationTransfer: 'NONE',
    ReceiveCoilName: 'Head 8',
    RepetitionTime: 6.77,
    FlipAngle: 9,
    EchoTrainLength: 240,
    InversionRecovery: 'YES',
    Spoiling: 'RF',
    SpectrallySelectedExcitation: 'WATER',
    InversionTimes: [900, 2500],
    NumberOfAverages: 1,
    PercentSampling: 100,
    PercentPhaseFieldOfView: 93.75,
    InPlanePhaseEncodingDirection: 'ROW',
    AcquisitionSteps: [240, 256],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    SliceThickness: 1.2,
    PixelSpacing: [1, 1],
    EchoTime: 3.133,
    StackID: '1',
  },
  frames: [frameOwn(1, 'M', 0), frameOwn(2, 'P', 1000)],
  remarks: [],
};

function enhancedFrame(number: number, component: 'M' | 'P', bValue: number): Item {
  return [
    sq(0x00189114, [[el(0x00189082, 'FD', [3.133])]]),
    sq(0x00189117, [[el(0x00189075, 'CS', bValue === 0 ? 'NONE' : 'DIRECTIONAL'), el(0x00189087, 'FD', [bValue])]]),
    sq(0x00189226, [
      [
        el(0x00089007, 'CS', `ORIGINAL\\PRIMARY\\T1\\${component}`),
        el(0x00089208, 'CS', component === 'M' ? 'MAGNITUDE' : 'PHASE'),
        el(0x00089209, 'CS', 'T1'),
      ],
    ]),
    sq(0x00209111, [
      [
        el(0x00189074, 'DT', `2014012210361${number}.67`),
        el(0x00209056, 'SH', '1'),
        el(0x00209057, 'UL', [number]),
        el(0x00209128, 'UL', [number]),
      ],
    ]),
    sq(0x00209113, [[el(0x00200032, 'DS', `100\\-150\\${number}.5`)]], true),
    sq(0x2005140f, [[el(0x00180081, 'DS', '99'), el(0x00089007, 'CS', 'DERIVED')]]),
  ];
}

function frameOwn(number: number, component: 'M' | 'P', bValue: number): AcquisitionHeader['shared'] {
  return {
    DiffusionDirectionality: bValue === 0 ? 'NONE' : 'DIRECTIONAL',
    DiffusionBValue: bValue,
    ImageType: ['ORIGINAL', 'PRIMARY', 'T1', component],
    ComplexImageComponent: component === 'M' ? 'MAGNITUDE' : 'PHASE',
    AcquisitionDateTime: `2014012210361${number}.67`,
    InStackPositionNumber: number,
    TemporalPositionIndex: number,
    ImagePositionPatient: [100, -150, number + 0.5],
  };
}

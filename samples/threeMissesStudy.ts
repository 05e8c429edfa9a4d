import { philipsBrainSeries } from './philipsBrainSeries.ts';
import type { StudyData } from './studyData.ts';

/**
 * A brain study at 1.5 T that misses what Wattjes 2021 asks for diagnosis in three ways, each common in practice:
 * FLAIR only axial, 2D, 5 mm with gaps; axial T2 of 4 mm slices; no T1 after contrast. Field strength and diffusion
 * are as asked. T1, FLAIR and diffusion have the parameters that a public data set gives for this scanner; survey and T2
 * the vendor's usual ones.
 */
export const followUpThreeMisses: StudyData = {
  name: 'follow-up-three-misses',
  title: 'Brain only at 1.5 T, which misses the 2021 consensus for diagnosis in three ways',
  defaultSeed: 2,
  note: { indication: 'diagnosis', regions: ['brain'] },
  studyDate: '20250506',
  startsAtS: (14 * 60 + 5) * 60,
  vendor: 'philips',
  attributes: {
    PatientName: 'Sample^Followup',
    PatientID: 'SAMPLE-0002',
    PatientBirthDate: '19791103',
    PatientSex: 'M',
    PatientAge: '045Y',
    PatientWeight: '82',
    PatientPosition: 'HFS',
    AccessionNumber: 'SMPL000002',
    ReferringPhysicianName: '',
    StudyID: '2',
    StudyDescription: 'MRI BRAIN WITHOUT CONTRAST',
    InstitutionName: 'Sample Community Hospital',
    Manufacturer: 'Philips',
    ManufacturerModelName: 'Ingenia Ambition X',
    StationName: 'MR2',
    DeviceSerialNumber: '200002',
    SoftwareVersions: ['5.6.1', '5.6.1.0'],
    MagneticFieldStrength: '1.5',
    ImagingFrequency: '63.8869',
    ImagedNucleus: '1H',
    ReceiveCoilName: 'MULTI COIL',
    TransmitCoilName: 'B',
    BodyPartExamined: 'BRAIN',
  },
  contrast: null,
  series: philipsBrainSeries,
};

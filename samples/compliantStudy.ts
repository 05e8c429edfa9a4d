import { siemensBrainSeries } from './siemensBrainSeries.ts';
import { siemensCordSeries } from './siemensCordSeries.ts';
import type { StudyData } from './studyData.ts';

/**
 * Brain and cervical cord for the diagnosis of multiple sclerosis, as Wattjes 2021 asks, on a 3 T Siemens Prisma.
 * Where public data sets give parameters for this scanner or its siblings (T1, FLAIR, diffusion, SWI, axial cord) they
 * are those; the others are the vendor's usual ones.
 */
export const diagnosisCompliant: StudyData = {
  name: 'diagnosis-compliant',
  title: 'Brain and cervical cord at 3 T for diagnosis, as the 2021 consensus asks',
  defaultSeed: 1,
  note: { indication: 'diagnosis', regions: ['brain', 'cord'] },
  studyDate: '20250318',
  startsAtS: (8 * 60 + 32) * 60,
  vendor: 'siemens',
  attributes: {
    PatientName: 'Sample^Study',
    PatientID: 'SAMPLE-0001',
    PatientBirthDate: '19850412',
    PatientSex: 'F',
    PatientAge: '039Y',
    PatientSize: '1.72',
    PatientWeight: '75',
    PatientPosition: 'HFS',
    AccessionNumber: 'SMPL000001',
    ReferringPhysicianName: '',
    StudyID: '1',
    StudyDescription: 'MR Brain and Cervical Spine MS',
    InstitutionName: 'Sample Imaging Centre',
    Manufacturer: 'SIEMENS',
    ManufacturerModelName: 'Prisma',
    StationName: 'MRC00001',
    DeviceSerialNumber: '100001',
    SoftwareVersions: 'syngo MR E11',
    MagneticFieldStrength: '3',
    ImagingFrequency: '123.254',
    ImagedNucleus: '1H',
    TransmitCoilName: 'Body',
    AngioFlag: 'N',
    VariableFlipAngleFlag: 'N',
  },
  contrast: {
    atS: 35 * 60,
    attributes: {
      ContrastBolusAgent: 'Gadovist',
      ContrastBolusRoute: 'IV',
      // 0.1 mmol/kg for 75 kg at 1 mmol/ml
      ContrastBolusVolume: '7.5',
      ContrastBolusTotalDose: '7.5',
      ContrastBolusIngredient: 'GADOLINIUM',
      ContrastBolusIngredientConcentration: '604.72',
    },
  },
  series: [...siemensBrainSeries, ...siemensCordSeries].sort((a, b) => a.number - b.number),
};

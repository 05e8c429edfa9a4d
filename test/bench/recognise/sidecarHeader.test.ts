import { describe, expect, it } from 'vitest';
import { parameterSet } from '../../../bench/recognise/parameterSet.ts';
import { sidecarHeader } from '../../../bench/recognise/sidecarHeader.ts';

const uids = { StudyInstanceUID: '2.25.1', SeriesInstanceUID: '2.25.2', SOPInstanceUID: '2.25.3' };
const header = (params: Readonly<Record<string, unknown>>) => sidecarHeader(params, uids);
const mprage = { RepetitionTime: 2.3, EchoTime: 0.00313, InversionTime: 0.9, FlipAngle: 9, ScanningSequence: 'GR\\IR' };

describe('a sidecar as a header', () => {
  it('has times in ms, lists apart, the scanner, the words, and says that the header was stripped', () => {
    const { shared, frames } = header({
      ...mprage,
      Manufacturer: 'Siemens',
      ManufacturersModelName: 'Prisma',
      MagneticFieldStrength: 3,
      ImageType: ['ORIGINAL', 'PRIMARY', 'M'],
      SeriesDescription: ' t1 ',
      CoilString: 'HeadNeck_64',
      ImageOrientationPatientDICOM: [0, 1, 0, 0, 0, -1],
      TaskName: 'rest',
    });
    expect(shared).toEqual({
      PatientIdentityRemoved: 'YES',
      RepetitionTime: 2300,
      EchoTime: 3.13,
      InversionTime: 900,
      FlipAngle: 9,
      ScanningSequence: ['GR', 'IR'],
      Manufacturer: 'Siemens',
      ManufacturerModelName: 'Prisma',
      MagneticFieldStrength: 3,
      ImageType: ['ORIGINAL', 'PRIMARY', 'M'],
      SeriesDescription: 't1',
      ReceiveCoilName: 'HeadNeck_64',
      ImageOrientationPatient: [0, 1, 0, 0, 0, -1],
    });
    expect(frames).toEqual([{}]);
  });

  it('takes the repetition time that BIDS calls otherwise only where there is none', () => {
    expect(header({ RepetitionTimePreparation: 4, RepetitionTimeExcitation: 0.01 }).shared.RepetitionTime).toBe(4000);
    expect(header({ RepetitionTime: 2, RepetitionTimePreparation: 4 }).shared.RepetitionTime).toBe(2000);
    expect(header({}).shared).not.toHaveProperty('RepetitionTime');
  });

  it('separates what earlier converters joined by _, and keeps the terms that hold one', () => {
    const options = (ScanOptions: string) => header({ ScanOptions }).shared.ScanOptions;
    expect(options('SAT_GEMS_PPG_EDR_GEMS_EPI_GEMS_FS')).toEqual(['SAT_GEMS', 'PPG', 'EDR_GEMS', 'EPI_GEMS', 'FS']);
    expect(options('FC_FREQ_AX_GEMS_FC_NPW')).toEqual(['FC_FREQ_AX_GEMS', 'FC', 'NPW']);
    expect(options('FAST_GEMS\\EDR_GEMS')).toEqual(['FAST_GEMS', 'EDR_GEMS']);
    expect(header({ SequenceVariant: 'SK_SP_OSP' }).shared.SequenceVariant).toEqual(['SK', 'SP', 'OSP']);
  });

  it('believes the general description of BIDS where the header has none of its own', () => {
    expect(header({ PulseSequenceType: 'GR' }).shared.ScanningSequence).toEqual(['GR']);
    expect(header({ PulseSequenceType: 'EPI', ScanningSequence: 'GR' }).shared.ScanningSequence).toEqual(['GR']);
    expect(header({ PulseSequenceType: 'MPRAGE' }).shared).not.toHaveProperty('ScanningSequence');
  });

  it('leaves out values of another kind than the attribute has', () => {
    const odd = { EchoTime: '0.1', ImageType: [1], ImageOrientationPatientDICOM: [1, 0, 0], ProtocolName: 3 };
    expect(header(odd).shared).toEqual({ PatientIdentityRemoved: 'YES' });
  });
});

describe('a parameter set', () => {
  const set = (more: Readonly<Record<string, unknown>>) => parameterSet([header({ ...mprage, ...more })]);

  it('is the same whatever it is called, and where times differ by rounding', () => {
    expect(set({ SeriesDescription: 'a', SeriesNumber: 3, EchoTime: 0.0031299 })).toBe(set({}));
    expect(set({ ImageOrientationPatientDICOM: [1, 0, 0, 0, 0.99, -0.14] })).toBe(
      set({ ImageOrientationPatientDICOM: [1, 0, 0, 0, 1, 0] }),
    );
  });

  it('is another with another time, angle, plane or kind of image', () => {
    const others = [
      { EchoTime: 0.0035 },
      { FlipAngle: 8 },
      { ImageType: ['DERIVED'] },
      { ImageOrientationPatientDICOM: [0, 1, 0, 0, 0, -1] },
    ];
    for (const other of others) expect(set(other)).not.toBe(set({ ImageOrientationPatientDICOM: [1, 0, 0, 0, 1, 0] }));
  });
});

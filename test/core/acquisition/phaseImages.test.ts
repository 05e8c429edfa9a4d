import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { flair2d, mprage, oneSeries, series, swi, t2Tse } from './headers.ts';

const recognised = (attributes: ImageAttributes) => recogniseAcquisitions(series(attributes));

describe('the phase of an anatomical sequence', () => {
  test.each<[string, ImageAttributes, readonly string[]]>([
    ['an MPRAGE, Siemens', mprage, ['ORIGINAL', 'PRIMARY', 'P', 'ND']],
    ['an inversion recovery, Philips', flair2d, ['ORIGINAL', 'PRIMARY', 'P_IR', 'P', 'IR']],
    ['a spin echo, Philips', t2Tse, ['ORIGINAL', 'PRIMARY', 'P_SE', 'P', 'SE']],
    ['a spin echo, its imaginary part', t2Tse, ['ORIGINAL', 'PRIMARY', 'I_SE', 'I', 'SE']],
  ])('of %s has no weighting, whatever it is called', (_what, attributes, ImageType) => {
    for (const named of [attributes, { ...attributes, SeriesDescription: '', ProtocolName: '' }]) {
      expect(recognised({ ...named, ImageType: [...ImageType] }).map(({ sequence }) => sequence)).toEqual(['OTHER']);
    }
  });

  test('stored in one series with the magnitude, it is an acquisition of its own', () => {
    const both = oneSeries(series(mprage), series({ ...mprage, ImageType: ['ORIGINAL', 'PRIMARY', 'P'] }));
    expect(recogniseAcquisitions(both).map(({ sequence }) => sequence)).toEqual(['T1w', 'OTHER']);
  });

  test('the real part of an inversion recovery is weighted', () => {
    const [real] = recognised({
      ...flair2d,
      SeriesDescription: '',
      ProtocolName: '',
      RepetitionTime: 4000,
      EchoTime: 12,
      InversionTime: 400,
      ImageType: ['ORIGINAL', 'PRIMARY', 'R_IR', 'R', 'IR'],
    });
    expect([real?.sequence, real?.withoutItsContrast]).toEqual(['PSIR', undefined]);
  });

  test('of a susceptibility-weighted scan belongs to it, and is not the image that is asked for', () => {
    const [phase] = recognised({ ...swi, ImageType: ['ORIGINAL', 'PRIMARY', 'P', 'ND'] });
    expect([phase?.sequence, phase?.withoutItsContrast]).toEqual(['SWI', true]);
    expect(phase?.evidence).toContain('phase images, which are not read like the magnitude');
    const [magnitude] = recognised(swi);
    expect([magnitude?.sequence, magnitude?.withoutItsContrast]).toEqual(['SWI', undefined]);
  });
});

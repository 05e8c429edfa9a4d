import { describe, expect, test } from 'vitest';
import { type Acquisition, recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import { axial, coronal, flair3d, sagittal, series, t2Tse } from './headers.ts';

const only = (headers: readonly AcquisitionHeader[]): Acquisition => {
  const [acquisition, ...others] = recogniseAcquisitions(headers);
  if (acquisition === undefined || others.length > 0) throw new Error('expected one acquisition');
  return acquisition;
};

const missing = (headers: readonly AcquisitionHeader[]) =>
  recogniseAcquisitions(headers).map(({ geometry }) => geometry.missingSlices);

describe("the scanner's own count of slices", () => {
  const counted: ImageAttributes = { ...t2Tse, SlicesInAcquisition: 20 };

  test('that is as large as the stack shows nothing missing', () => {
    expect(missing(series(counted))).toEqual([0]);
  });

  test('that is larger shows slices lost at the end of a stack, which positions cannot', () => {
    const acquisition = only(series(counted).slice(0, 17));
    expect(acquisition.geometry).toMatchObject({ slices: 17, missingSlices: 3, coverageMm: 51 });
    expect(acquisition.evidence).toContain('the scanner acquired 20 slices, 17 are here');
  });

  test('that is smaller, as after interpolation, shows nothing missing', () => {
    expect(missing(series({ ...flair3d, SlicesInAcquisition: 10 }, { spacingMm: 1 }))).toEqual([0]);
  });

  test('counts holes once', () => {
    const holed = series(counted).filter((_, index) => index !== 4 && index !== 19);
    expect(missing(holed)).toEqual([2]);
  });

  test('does not turn a stack whose spacing is not known into a complete one', () => {
    expect(missing(series(counted, { slices: 1 }))).toEqual([null]);
  });

  test('holds for each echo of the series', () => {
    const echo = (EchoTime: number, uid: string) =>
      series({ ...counted, EchoTime }, { slices: 18 }).map((header) => ({
        ...header,
        SOPInstanceUID: `${header.SOPInstanceUID}.${uid}`,
      }));
    expect(missing([...echo(15, '1'), ...echo(100, '2')])).toEqual([2, 2]);
  });

  test('is of all orientations of the series together', () => {
    const planes = [axial, sagittal, coronal].flatMap((orientation, index) =>
      series({ ...t2Tse, SlicesInAcquisition: 15 }, { orientation, slices: 5 }).map((header) => ({
        ...header,
        SOPInstanceUID: `${header.SOPInstanceUID}.${index}`,
      })),
    );
    expect(missing(planes).every((slices) => slices === 0)).toBe(true);
  });

  test.each([
    [['DERIVED', 'PRIMARY', 'REFORMATTED']],
    [['ORIGINAL', 'PRIMARY', 'MPR']],
    [['DERIVED', 'SECONDARY']],
    [['DERIVED', 'PRIMARY', 'M']],
    [null],
  ])('that images of type %j copied from what they were made of is not believed', (ImageType) => {
    expect(missing(series({ ...counted, ImageType }, { slices: 12 }))).toEqual([0]);
  });
});

describe('ImagesInAcquisition', () => {
  test('that is not reached leaves open how many slices are missing', () => {
    const acquisition = only(series({ ...t2Tse, ImagesInAcquisition: 24 }));
    expect(acquisition.geometry.missingSlices).toBeNull();
    expect(acquisition.evidence).toContain('ImagesInAcquisition says 24, 20 images are here');
  });

  test('that is not reached leaves the holes that are seen', () => {
    const holed = series({ ...t2Tse, ImagesInAcquisition: 24 }).filter((_, index) => index !== 7);
    expect(missing(holed)).toEqual([1]);
  });

  test.each([
    ['reached', { ImagesInAcquisition: 20 }],
    ['of one volume of many', { ImagesInAcquisition: 5 }],
    ['outranked by a count of slices', { ImagesInAcquisition: 40, SlicesInAcquisition: 20 }],
    ['zero', { ImagesInAcquisition: 0 }],
  ])('that is %s shows nothing missing', (_what, counts) => {
    expect(missing(series({ ...t2Tse, ...counts }))).toEqual([0]);
  });

  test('of a series of two acquisitions is not believed', () => {
    const headers = series({ ...t2Tse, ImagesInAcquisition: 40 }).map((header, index) => ({
      ...header,
      shared: { ...header.shared, AcquisitionNumber: index < 10 ? 1 : 2 },
    }));
    expect(missing(headers)).toEqual([0]);
  });
});

describe('a concatenation', () => {
  test('whose parts are all here is one acquisition of all their frames', () => {
    expect(only([part(1, 3), part(2, 3), part(3, 3)])).toMatchObject({
      instances: 3,
      geometry: { slices: 30, missingSlices: 0, spacingMm: 3 },
    });
  });

  test('in any order is the same', () => {
    expect(only([part(3, 3), part(1, 3), part(2, 3)])).toEqual(only([part(1, 3), part(2, 3), part(3, 3)]));
  });

  test.each([
    ['first', [2, 3]],
    ['last', [1, 2]],
  ])('without its %s part is no smaller complete stack', (_which, numbers) => {
    const acquisition = only(numbers.map((number) => part(number, 3)));
    expect(acquisition.geometry).toMatchObject({ slices: 20, missingSlices: null });
    expect(acquisition.evidence).toContain('the image was cut into 3 parts, of which 1 are not here');
  });

  test('without a part in the middle has the hole that is seen', () => {
    expect(missing([part(1, 3), part(3, 3)])).toEqual([10]);
  });

  test('that does not say how many parts it has may lack the last', () => {
    const acquisition = only([part(1, null), part(2, null)]);
    expect(acquisition.geometry.missingSlices).toBeNull();
    expect(acquisition.evidence).toContain('the image was cut into parts, and none says how many there are');
  });

  test('a part that comes twice counts once', () => {
    expect(missing([part(1, 2), part(1, 2)])).toEqual([null]);
  });
});

describe('an image that states how many frames it has', () => {
  const described = (stated: number | null, type = 'ORIGINAL'): AcquisitionHeader => ({
    ...part(1, 1),
    shared: { NumberOfFrames: stated },
    frames: series({ ...t2Tse, ImageType: [type, 'PRIMARY'] }, { slices: 10 }).map(({ shared }) => shared),
  });

  test('and describes fewer may lack slices, wherever they lie and whatever it was made of', () => {
    const acquisition = only([described(20)]);
    expect(acquisition.geometry).toMatchObject({ slices: 10, missingSlices: null });
    expect(acquisition.evidence).toContain('NumberOfFrames says 20, the header describes 10');
    expect(missing([described(20, 'DERIVED')])).toEqual([null]);
  });

  test('and describes as many, or more, or does not say it, lacks none', () => {
    expect(missing([described(10)])).toEqual([0]);
    expect(missing([described(9)])).toEqual([0]);
    expect(missing([described(null)])).toEqual([0]);
  });
});

/** One instance of ten frames of an Enhanced image that was cut into parts. */
function part(number: number, total: number | null): AcquisitionHeader {
  const slices = series(t2Tse, { slices: 30 }).slice((number - 1) * 10, number * 10);
  return {
    StudyInstanceUID: '1.2',
    SeriesInstanceUID: '1.2.3',
    SOPInstanceUID: `1.2.3.${number}`,
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.4.1',
    shared: {
      ConcatenationUID: '1.2.9',
      InConcatenationNumber: number,
      ...(total === null ? {} : { InConcatenationTotalNumber: total }),
    },
    frames: slices.map(({ shared }) => shared),
    remarks: [],
  };
}

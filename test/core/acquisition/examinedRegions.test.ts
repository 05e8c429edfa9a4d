import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import { brainAndCord, brainByItsStudy, cordAlone, without } from './regionStudies.ts';

const regionsOf = (headers: readonly AcquisitionHeader[]) =>
  new Map(recogniseAcquisitions(headers).map(({ id, region }) => [id, region]));
const all = (headers: readonly AcquisitionHeader[]) => [...regionsOf(headers).values()];
const withAll = (headers: readonly AcquisitionHeader[], more: ImageAttributes, uid?: string) =>
  headers.map((header) =>
    uid === undefined || header.SeriesInstanceUID === uid
      ? { ...header, shared: { ...header.shared, ...more } }
      : header,
  );

const place = ['FrameOfReferenceUID', 'ImagePositionPatient', 'ImageOrientationPatient', 'PixelSpacing'];

describe('the description of a study', () => {
  test('says what a series shows that does not say it, where nothing speaks against it', () => {
    expect(all(brainByItsStudy)).toEqual(['brain', 'brain']);
  });

  test.each([...place, 'SeriesDescription', 'ProtocolName'])('does not without %s of the series', (keyword) => {
    expect(all(without(brainByItsStudy, [keyword], (uid) => uid === '1.2.2'))).toEqual(['brain', 'unknown']);
  });

  test.each(place)('does not without %s of another series, which may show another region', (keyword) => {
    expect(all(without(brainAndCord, [keyword], (uid) => uid === '1.2.4' || uid === '1.2.5')).at(-1)).toBe('unknown');
  });

  test('does not where the study shows another region too', () => {
    const apart = withAll(brainAndCord, { FrameOfReferenceUID: '1.6' }, '1.2.6');
    expect(all(apart).at(-1)).toBe('unknown');
  });

  test('is not contradicted by a computed series or one of a knee', () => {
    const beside = (more: ImageAttributes) =>
      withAll(
        brainAndCord
          .filter(({ SeriesInstanceUID }) => SeriesInstanceUID === '1.2.4')
          .map((header) => ({ ...header, SeriesInstanceUID: '1.2.9', SOPInstanceUID: `${header.SOPInstanceUID}.9` })),
        more,
      );
    const mpr = beside({ ImageType: ['DERIVED', 'SECONDARY', 'MPR'], SeriesNumber: 9 });
    const knee = beside({ SeriesDescription: 'knee sag', StudyDescription: 'MRI knee', SeriesNumber: 9 });
    expect(all([...brainByItsStudy, ...mpr]).slice(0, 2)).toEqual(['brain', 'brain']);
    expect(all([...brainByItsStudy, ...knee])).toEqual(['brain', 'brain', 'other']);
  });
});

describe('BodyPartExamined', () => {
  const headed = withAll(brainAndCord, { BodyPartExamined: 'HEAD' }, '1.2.6');

  test('gives way to the place of the series', () => {
    expect(all(headed).at(-1)).toBe('cervical-cord');
  });

  test.each(place)('does not decide instead where %s is not there', (keyword) => {
    expect(all(without(headed, [keyword])).at(-1)).toBe('unknown');
    expect(all(without(headed, [keyword], (uid) => uid === '1.2.6')).at(-1)).toBe('unknown');
  });
});

/** What says by itself which part of the body a series shows: what is called a neck is believed to be one, whatever its size. */
const names: readonly string[] = ['SeriesDescription', 'ProtocolName', 'BodyPartExamined'];
/** Required of any image (PS3.3 C.7.6.3, C.8.3.1), and what makes an instance one of a study. */
const required: readonly string[] = ['Modality', 'Rows', 'Columns', 'ImageType'];

describe.each([
  ['a brain and a cord', brainAndCord],
  ['a brain and a cord that kept the entry of the head', withAll(brainAndCord, { BodyPartExamined: 'HEAD' }, '1.2.6')],
  ['a cord booked as a brain', cordAlone],
  ['a cord in a coil over the neck', withAll(cordAlone, { ReceiveCoilName: 'HeadNeck_64' })],
  ['a brain by its study', brainByItsStudy],
  ['a brain in a head coil', withAll(brainByItsStudy, { ReceiveCoilName: 'HE1-4', BodyPartExamined: 'CSPINE' })],
])('what is removed from the headers of %s', (_, headers) => {
  const keywords = [...new Set(headers.flatMap(({ shared }) => Object.keys(shared)))].sort();
  const removable = keywords.filter((keyword) => !names.includes(keyword) && !required.includes(keyword));
  const before = regionsOf(headers);
  const turned = (after: ReadonlyMap<string, string>) =>
    [...after].filter(([id, region]) => {
      const was = before.get(id);
      return was !== undefined && was !== 'unknown' && region !== 'unknown' && region !== was;
    });

  test('never turns one region into another, attribute by attribute', () => {
    const uids = [...new Set(headers.map(({ SeriesInstanceUID }) => SeriesInstanceUID))];
    for (const keyword of removable) {
      expect([keyword, turned(regionsOf(without(headers, [keyword])))]).toEqual([keyword, []]);
      for (const uid of uids)
        expect([keyword, uid, turned(regionsOf(without(headers, [keyword], (each) => each === uid)))]).toEqual([
          keyword,
          uid,
          [],
        ]);
    }
  });

  test('nor several at once in some of the series', () => {
    const uids = [...new Set(headers.map(({ SeriesInstanceUID }) => SeriesInstanceUID))];
    fc.assert(
      fc.property(
        fc.subarray(removable, { minLength: 1, maxLength: 6 }),
        fc.subarray(uids, { minLength: 1 }),
        (removed, some) => {
          expect(turned(regionsOf(without(headers, removed, (uid) => some.includes(uid))))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

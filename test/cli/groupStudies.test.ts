import { describe, expect, test } from 'vitest';
import { groupStudies } from '../../cli/groupStudies.ts';
import { type ReadObject, withoutPatient } from '../../cli/readObject.ts';
import type { HeaderReading, RejectCode, RejectedObject } from '../../core/dicom/index.ts';

function image(study: string, instance: string, StudyDate = '20250101', description = ''): HeaderReading {
  return {
    kind: 'mr-image',
    header: {
      StudyInstanceUID: study,
      SeriesInstanceUID: `${study}.1`,
      SOPInstanceUID: instance,
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
      shared: { StudyDate, SeriesDescription: description },
      frames: [{}],
      remarks: [],
    },
    patient: { PatientID: 'secret', IssuerOfPatientID: null, PatientBirthDate: null },
  };
}

function unusable(code: RejectCode, study: string | null = null): RejectedObject {
  const identity =
    study === null
      ? null
      : {
          StudyInstanceUID: study,
          SeriesInstanceUID: null,
          SOPInstanceUID: null,
          SOPClassUID: null,
          Modality: 'CT',
          StudyDate: '20200229',
        };
  return { kind: 'rejected', code, reason: `It is ${code}.`, identity };
}

function file(path: string, ...readings: readonly HeaderReading[]): ReadObject {
  return { path, bytesRead: 10, bytesTotal: 100, readings: readings.map(withoutPatient) };
}

function summary(objects: readonly ReadObject[]) {
  return groupStudies(objects).map(({ studyInstanceUid, headers, reading }) => ({
    study: studyInstanceUid,
    images: headers.map((header) => header.SOPInstanceUID),
    rejected: reading.rejected.map(({ path, code }) => `${path} ${code}`),
  }));
}

describe('groupStudies', () => {
  test('sorts images into their studies, the oldest first, and counts each file', () => {
    const studies = groupStudies([
      file('x/1', image('B', '1', '20250101')),
      file('x/2', image('A', '2', '20240101')),
      file('x/3', image('B', '3')),
    ]);
    expect(
      studies.map(({ studyInstanceUid, studyDate, reading }) => [studyInstanceUid, studyDate, reading]),
    ).toStrictEqual([
      ['A', '2024-01-01', { files: 1, instances: 1, bytesRead: 10, bytesTotal: 100, rejected: [] }],
      ['B', '2025-01-01', { files: 2, instances: 2, bytesRead: 20, bytesTotal: 200, rejected: [] }],
    ]);
  });

  test('the same instance counts once; one of the same UID with another header is rejected', () => {
    expect(
      summary([
        file('1', image('A', '1')),
        file('2', image('A', '1')),
        file('3', image('A', '1', '20250101', 'other')),
      ]),
    ).toStrictEqual([{ study: 'A', images: ['1'], rejected: ['3 duplicate-instance'] }]);
  });

  test('with one study, whatever belongs to none is listed there', () => {
    expect(summary([file('a/1', image('A', '1')), file('b/x', unusable('not-dicom'))])).toStrictEqual([
      { study: 'A', images: ['1'], rejected: ['b/x not-dicom'] },
    ]);
  });

  test('with several, it joins the only study of its folder, else the entry of those that belong to none', () => {
    const objects = [
      file('a/1', image('A', '1')),
      file('b/2', image('B', '2')),
      file('a/x', unusable('empty')),
      file('c/y', unusable('empty')),
    ];
    expect(summary(objects)).toStrictEqual([
      { study: 'A', images: ['1'], rejected: ['a/x empty'] },
      { study: 'B', images: ['2'], rejected: [] },
      { study: null, images: [], rejected: ['c/y empty'] },
    ]);
  });

  test('with one study, what may be an image is listed there from its folder, below and above, and else by itself', () => {
    const objects = [
      file('r/A/1/a', image('A', '1')),
      file('r/A/2/a', image('A', '2')),
      file('r/A/3/x', unusable('truncated-header')),
      file('r/x', unusable('truncated-header')),
      file('r/B/1/x', unusable('truncated-header')),
    ];
    expect(summary(objects)).toStrictEqual([
      { study: 'A', images: ['1', '2'], rejected: ['r/A/3/x truncated-header', 'r/x truncated-header'] },
      { study: null, images: [], rejected: ['r/B/1/x truncated-header'] },
    ]);
    // It may be the rest of the study all the same, when every series has a folder of its own.
    expect(groupStudies(objects).map(({ unreadObjects }) => unreadObjects.length)).toStrictEqual([3, 1]);
  });

  test('with several, what lies in no folder of one is unread for none', () => {
    const objects = [
      file('r/A/1/a', image('A', '1')),
      file('r/A/2/a', image('A', '2')),
      file('r/B/1/a', image('B', '3')),
      file('r/A/3/x', unusable('truncated-header')),
      file('r/C/x', unusable('truncated-header')),
    ];
    expect(groupStudies(objects).map(({ unreadObjects }) => unreadObjects.length)).toStrictEqual([1, 0, 1]);
  });

  test('an archive that could not be read to its end joins every study in it, lest what it hides pass for absent', () => {
    const objects = [
      file('d/x.zip/1', image('A', '1')),
      file('d/x.zip/sub/2', image('B', '2')),
      file('d/y.zip/3', image('C', '3')),
      file('d/x.zip', unusable('archive-damaged')),
    ];
    expect(summary(objects)).toStrictEqual([
      { study: 'A', images: ['1'], rejected: ['d/x.zip archive-damaged'] },
      { study: 'B', images: ['2'], rejected: ['d/x.zip archive-damaged'] },
      { study: 'C', images: ['3'], rejected: [] },
    ]);
  });

  test('thousands of files that are rejected for one reason are told as one, and all count as unread', () => {
    const broken = Array.from({ length: 12_000 }, (_, index) =>
      file(`d/${index}`, { ...unusable('truncated-header'), reason: `at ${index}.` }),
    );
    const [study] = groupStudies([file('d/a', image('A', '1')), ...broken]);
    expect(study?.unreadObjects).toHaveLength(12_000);
    expect(study?.reading.files).toBe(12_001);
    expect(study?.reading.rejected).toHaveLength(2001);
    expect(study?.reading.rejected.at(-1)).toStrictEqual({
      path: '10000 more files',
      code: 'truncated-header',
      reason: 'As 2000 others: at 0.',
    });
  });

  test('an intact object that is no MR image makes a study, with its date', () => {
    expect(groupStudies([file('ct', unusable('not-mr', 'C'))])).toStrictEqual([
      {
        studyInstanceUid: 'C',
        unreadObjects: [],
        studyDate: '2020-02-29',
        headers: [],
        reading: {
          files: 1,
          instances: 0,
          bytesRead: 10,
          bytesTotal: 100,
          rejected: [{ path: 'ct', code: 'not-mr', reason: 'It is not-mr.' }],
        },
        patientMarks: [],
        notes: [],
      },
    ]);
  });

  test('a broken object makes no study, and is not counted to one that it does not name', () => {
    expect(summary([file('a/1', image('A', '1')), file('a/x', unusable('truncated-header', 'B'))])).toStrictEqual([
      { study: 'A', images: ['1'], rejected: [] },
      { study: null, images: [], rejected: ['a/x truncated-header'] },
    ]);
    expect(summary([file('a/1', image('A', '1')), file('b/x', unusable('truncated-header', 'A'))])).toStrictEqual([
      { study: 'A', images: ['1'], rejected: ['b/x truncated-header'] },
    ]);
  });

  test('a document of several data sets is one file, and says which of them was not used', () => {
    const [study] = groupStudies([file('meta.json', image('A', '1'), unusable('missing-uid'), image('A', '2'))]);
    expect(study?.reading).toStrictEqual({
      files: 1,
      instances: 2,
      bytesRead: 10,
      bytesTotal: 100,
      rejected: [{ path: 'meta.json[1]', code: 'missing-uid', reason: 'It is missing-uid.' }],
    });
  });

  test('nothing of the patient is kept but one mark, that says nothing without the key of this run', () => {
    const studies = groupStudies([file('1', image('A', '1')), file('2', image('A', '2'))]);
    expect(JSON.stringify(studies)).not.toContain('secret');
    expect(studies.map(({ patientMarks }) => patientMarks)).toStrictEqual([[expect.stringMatching(/^[\w-]{43} $/)]]);
  });
});

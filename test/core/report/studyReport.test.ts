import { describe, expect, test } from 'vitest';
import { engineVersion, isoDate, reportOf, studyDateOf, studyReport } from '../../../core/report/index.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { everythingRead, flair, header, verdict } from './reportBuilder.ts';

describe('studyReport', () => {
  test('holds every field of the contract in its order, and no time of acquisition', () => {
    const headers = [header({ StudyDate: '20250101', StudyDescription: ' Brain MS ' })];
    const { acquiredAt: _, contrastDelayMin: _d, ...reported } = flair();
    const verdicts = [verdict()];

    const entry = studyReport({
      studyInstanceUid: '1.2.3',
      headers,
      acquisitions: [flair()],
      verdicts,
      reading: everythingRead,
    });

    expect(JSON.stringify(entry)).toBe(
      JSON.stringify({
        studyInstanceUid: '1.2.3',
        studyDate: '2025-01-01',
        studyDescription: 'Brain MS',
        reading: everythingRead,
        acquisitions: [reported],
        verdicts,
        comparison: null,
      }),
    );
  });

  test('leaves verdicts out when nothing was judged', () => {
    const entry = studyReport({ studyInstanceUid: '1.2.3', headers: [], acquisitions: [], reading: everythingRead });
    expect(entry).toStrictEqual({
      studyInstanceUid: '1.2.3',
      studyDate: null,
      studyDescription: null,
      reading: everythingRead,
      acquisitions: [],
      comparison: null,
    });
  });

  test('takes the date of a study without an MR image from the caller', () => {
    const entry = studyReport({
      studyInstanceUid: '1',
      headers: [],
      acquisitions: [],
      reading: everythingRead,
      studyDate: '2020-02-29',
    });
    expect(entry.studyDate).toBe('2020-02-29');
  });

  test('a blank description is not known', () => {
    const entry = studyReport({
      studyInstanceUid: '1',
      headers: [header({ StudyDescription: '' }), header()],
      acquisitions: [],
      reading: everythingRead,
    });
    expect(entry.studyDescription).toBeNull();
  });
});

test('a report names its schema and the engine, which is the version of the package', () => {
  expect(engineVersion).toBe(packageJson.version);
  expect(reportOf([])).toStrictEqual({ schema: 'ms-mri-check/report/1', engine: engineVersion, studies: [] });
});

test.each([
  ['20250131', '2025-01-31'],
  ['2025.01.31', '2025-01-31'],
  [' 20240229 ', '2024-02-29'],
  ['20230229', null],
  ['20251301', null],
  ['2025.0131', null],
  ['00000000', null],
  ['', null],
  [null, null],
  [undefined, null],
])('the DICOM date %j is %j', (dicomDate, expected) => {
  expect(isoDate(dicomDate)).toBe(expected);
});

test('where headers disagree, the earliest study date holds', () => {
  const dates = ['20250102', '', '20250101', 'anonymous'];
  expect(studyDateOf(dates.map((StudyDate) => header({ StudyDate })))).toBe('2025-01-01');
  expect(studyDateOf([header({ StudyDate: '' }), header()])).toBeNull();
});

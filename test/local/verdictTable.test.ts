import { describe, expect, it } from 'vitest';
import type { Report, StudyReport } from '../../core/report/index.ts';
import { outcomeWords } from '../../local/outcomeWords.ts';
import { verdictTable } from '../../local/verdictTable.ts';

type Verdicts = NonNullable<StudyReport['verdicts']>;

const notApplicable: Verdicts[number] = {
  protocol: 'magnims-2021',
  revision: 1,
  digest: '0'.repeat(64),
  region: null,
  indication: null,
  outcome: 'not-applicable',
  requirements: [],
};

function report(verdicts: Verdicts): Report {
  return {
    schema: 'ms-mri-check/report/1',
    engine: '0',
    studies: [
      {
        studyInstanceUid: '2.25.1',
        studyDate: '2020-05-06',
        studyDescription: null,
        reading: { files: 1, instances: 1, bytesRead: 1, bytesTotal: 1, rejected: [] },
        acquisitions: [],
        verdicts,
        comparison: null,
      },
    ],
  };
}

function printed(verdicts: Verdicts): string {
  const key = { pk: 'STUDY#demo#2.25.1' };
  return verdictTable(
    'scan',
    {
      study: {
        ...key,
        sk: 'STUDY',
        site: 'demo',
        studyInstanceUid: '2.25.1',
        studyKey: 'k',
        firstArrivalMs: 0,
        lastArrivalMs: 0,
        arrivals: 1,
      },
      verdict: {
        ...key,
        sk: 'VERDICT#0001',
        revision: 1,
        inputDigest: '',
        engine: '0',
        outcome: 'not-applicable',
        previousOutcome: null,
        protocols: [],
        judgedAtMs: 0,
        report: { json: '{}' },
      },
      report: report(verdicts),
      links: [],
    },
    null,
  );
}

describe('a study for which no guideline edition was in force', () => {
  it('says so with its date', () => {
    expect(outcomeWords('not-applicable', report([]))).toBe(
      'no guideline edition was in force on 2020-05-06; nothing was judged ' +
        '(the command line judges it by the editions of another day: check --as-of YYYY-MM-DD)',
    );
  });

  it('says so in the printed table', () => {
    expect(printed([])).toMatch(/^scan: no guideline edition was in force on 2020-05-06; /);
  });
});

it('a study that no edition has requirements for stays not applicable', () => {
  expect(printed([notApplicable])).toBe(
    'scan: not-applicable · revision 1 · 0 e-mails\n  magnims-2021  any region  any indication  not-applicable\n',
  );
});

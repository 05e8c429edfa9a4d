import { beforeEach, describe, expect, test } from 'vitest';
import { storedReport } from '../../../core/records/index.ts';
import { file, zipOf } from '../../core/archive/packedArchives.ts';
import { loadEvaluate, loadIngest } from '../harness/loadedFunctions.ts';
import { verdictsAmong } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { ctFile, mrFile, uidsOf } from '../harness/smallObjects.ts';
import { examDrops } from './examDrops.ts';

const { pipeline, newSite } = await pipelineOfTests();
const ingest = await loadIngest();
const evaluate = await loadEvaluate();
let site: string;
beforeEach(async () => {
  site = await newSite();
});

const { drop, newestMessage } = examDrops(pipeline, ingest, () => site);
const verdicts = async () => verdictsAmong(await pipeline.itemsOf(site));

describe('an object that does not say whose it is', () => {
  const rejectedOf = async () => {
    const newest = (await verdicts()).at(-1);
    return newest === undefined
      ? []
      : (storedReport(newest).studies[0]?.reading.rejected ?? []).map(({ code }) => code);
  };

  test('is listed with the only study of its folder, whichever arrives first', async () => {
    await drop('notes.txt', 'Dear colleague,');
    expect(await evaluate(await drop('a', mrFile()))).toEqual([]);
    expect(await rejectedOf()).toEqual(['not-dicom']);

    expect(await evaluate(await drop('cut', mrFile().subarray(0, 200)))).toEqual([]);
    expect((await rejectedOf()).toSorted()).toEqual(['not-dicom', 'truncated-header']);
  });

  test('is forgotten when the whole file takes its place', async () => {
    await drop('a', mrFile().subarray(0, 200), '01');
    expect(await evaluate(await drop('a', mrFile(), '02'))).toEqual([]);
    expect(await rejectedOf()).toEqual([]);
  });

  test('is nobody’s in a folder of two studies', async () => {
    await drop('a', mrFile());
    const other = await drop('b', mrFile(uidsOf('1.2.4')));
    const sent = pipeline.settleMessages().length;
    await drop('notes.txt', 'Dear colleague,');
    expect(pipeline.settleMessages()).toHaveLength(sent);
    expect(await evaluate(other)).toEqual([]);
    expect(await rejectedOf()).toEqual([]);
  });

  test('is nobody’s any more when a second study comes: the first is looked at again', async () => {
    await drop('notes.txt', 'Dear colleague,');
    await evaluate(await drop('a', mrFile()));
    expect(await rejectedOf()).toEqual(['not-dicom']);
    const sent = pipeline.settleMessages().length;
    await drop('b', mrFile(uidsOf('1.2.4')));
    const messages = pipeline.settleMessages().slice(sent);
    const looked = messages.map(({ body }) => JSON.parse(body).studyInstanceUid);
    expect(looked.toSorted()).toEqual(['1.2.3', '1.2.4']);
    await evaluate(...messages.map(({ body }) => body));
    const last = (await verdicts()).filter(({ pk }) => pk.endsWith('#1.2.3')).at(-1);
    expect(last === undefined ? null : storedReport(last).studies[0]?.reading.rejected).toEqual([]);
    await drop('b2', mrFile({ study: '1.2.4', series: '1.2.4.1', sop: '1.2.4.1.2' }));
    expect(JSON.parse(newestMessage()).studyInstanceUid).toBe('1.2.4');
    expect(pipeline.settleMessages()).toHaveLength(sent + 3);
  });
});

describe('a study.json that cannot be read', () => {
  const newest = async () => {
    const verdict = (await verdicts()).at(-1);
    const codes =
      verdict === undefined ? [] : storedReport(verdict).studies[0]?.reading.rejected.map(({ code }) => code);
    return { codes, indications: [...new Set(verdict?.protocols.map(({ indication }) => indication))] };
  };

  test('is forgotten when a better one takes its place, in whatever order they are read', async () => {
    await drop('a', mrFile());
    await evaluate(await drop('study.json', '{"indication": "Zzyzx"}', '01'));
    expect((await newest()).codes).toEqual(['invalid-study-json']);
    await evaluate(await drop('study.json', '{"indication": "monitoring"}', '02'));
    expect(await newest()).toEqual({ codes: [], indications: ['monitoring'] });
    await evaluate(await drop('study.json', '{"indication": "Zzyzx"}', '01'));
    expect(await newest()).toEqual({ codes: [], indications: ['monitoring'] });
  });

  test('or that its archive holds no more, says nothing any more', async () => {
    const images = [file('a', mrFile()), file('b', mrFile({ sop: '1.2.3.1.2' }))];
    const facts = file('study.json', '{"indication": "monitoring"}');
    await evaluate(await drop('all.zip', await zipOf([...images, facts]), '01'));
    expect((await newest()).indications).toEqual(['monitoring']);
    await evaluate(await drop('all.zip', await zipOf(images), '02'));
    expect((await newest()).indications).toEqual(['diagnosis', 'monitoring', 'pml-safety']);
  });

  test('takes back what the one said that it replaces, for every study of the folder', async () => {
    await drop('study.json', '{"indication": "monitoring"}', '01');
    await drop('a', mrFile());
    await drop('b', mrFile(uidsOf('1.2.4')));
    const sent = pipeline.settleMessages().length;
    await drop('study.json', '{"indication": "Zzyzx"}', '02');
    const messages = pipeline.settleMessages().slice(sent);
    expect(messages).toHaveLength(2);
    await evaluate(...messages.map(({ body }) => body));
    expect((await newest()).indications).toEqual(['diagnosis', 'monitoring', 'pml-safety']);
  });
});

describe('an indication', () => {
  const judged = async () => [...new Set((await verdicts()).at(-1)?.protocols.map(({ indication }) => indication))];

  test('is every one when nobody says', async () => {
    await drop('study.json', '{"regions": ["brain"]}');
    await evaluate(await drop('a', mrFile()));
    expect(await judged()).toEqual(['diagnosis', 'monitoring', 'pml-safety']);
  });

  test('is the site’s own, unless study.json says another', async () => {
    await pipeline.register(site, { defaultIndication: 'monitoring' });
    await drop('study.json', '{"regions": ["brain"]}');
    await evaluate(await drop('a', mrFile()));
    expect(await judged()).toEqual(['monitoring']);
    await evaluate(await drop('study.json', '{"regions": ["brain"], "indication": "diagnosis"}', '02'));
    expect(await judged()).toEqual(['diagnosis']);
    expect((await verdicts()).map(({ revision }) => revision)).toEqual([1, 2]);
  });
});

describe('an earlier study of the same patient', () => {
  const earlier = (differing: Parameters<typeof mrFile>[0] = {}) =>
    mrFile({
      ...uidsOf('1.2.2'),
      studyDate: '20240102',
      bodyPart: 'BRAIN',
      ...differing,
    });
  const comparisonOf = async () => {
    const ofStudy = (await verdicts()).filter(({ pk }) => pk === `STUDY#${site}#1.2.3`);
    const newest = ofStudy.at(-1);
    if (newest === undefined) throw new Error('There is no verdict.');
    const { comparison } = storedReport(newest).studies[0] ?? {};
    return { revision: newest.revision, comparison };
  };

  test('is compared with, and its acquisitions are kept in the report', async () => {
    await drop('old', earlier({ sliceThickness: '5' }));
    expect(await evaluate(await drop('a', mrFile({ bodyPart: 'BRAIN' })))).toEqual([]);
    const { comparison } = await comparisonOf();
    expect(comparison).toMatchObject({
      priorStudyInstanceUid: '1.2.2',
      priorStudyDate: '2024-01-02',
      outcome: 'not-comparable',
      samePatient: true,
      notes: [],
      interval: { months: 12, days: 0 },
    });
    expect(
      comparison?.findings.flatMap(({ constraint, status, prior, observed }) =>
        status === 'not-met' ? [[constraint, prior, observed]] : [],
      ),
    ).toEqual([['sliceThickness', 5, 1]]);
    expect(comparison?.priorAcquisitions.map(({ seriesInstanceUid }) => seriesInstanceUid)).toEqual(['1.2.2.1']);
  });

  test('changes no outcome, and the same earlier study makes no new revision', async () => {
    await drop('old', earlier({ sliceThickness: '5' }));
    const message = await drop('a', mrFile({ bodyPart: 'BRAIN' }));
    expect(await evaluate(message, message)).toEqual([]);
    const { revision, comparison } = await comparisonOf();
    expect([revision, comparison?.priorStudyInstanceUid]).toEqual([1, '1.2.2']);
  });

  test('that changed makes a new revision when the later one is looked at again', async () => {
    await drop('old', earlier());
    const message = await drop('a', mrFile({ bodyPart: 'BRAIN' }));
    expect(await evaluate(message)).toEqual([]);
    await drop('old', earlier({ sliceThickness: '5' }), '02');
    expect(await evaluate(message)).toEqual([]);
    expect(await comparisonOf()).toMatchObject({ revision: 2, comparison: { outcome: 'not-comparable' } });
  });

  test.each([
    ['of another patient', { patientId: 'ANOTHER' }],
    ['of the same day', { studyDate: '20250102' }],
    ['of a later day', { studyDate: '20250103' }],
    ['of another part of the body', { bodyPart: 'KNEE' }],
  ])('is none when it is %s', async (_, differing) => {
    await drop('old', earlier(differing));
    expect(await evaluate(await drop('a', mrFile({ bodyPart: 'BRAIN' })))).toEqual([]);
    expect((await comparisonOf()).comparison).toBeNull();
  });

  test('that comes late has the later one looked at again', async () => {
    await evaluate(await drop('a', mrFile({ bodyPart: 'BRAIN' })));
    const message = await drop('earlier/a', earlier());
    const sent = pipeline.settleMessages().length;
    await evaluate(message);
    const again = pipeline.settleMessages().slice(sent);
    expect(again.map(({ body, delay }) => ({ ...JSON.parse(body), delay }))).toEqual([
      { site, studyInstanceUid: '1.2.3', arrival: 1, complete: false, aloud: true, delay: null },
    ]);
    await evaluate(...again.map(({ body }) => body));
    const last = (await verdicts()).filter(({ pk }) => pk.endsWith('#1.2.3')).at(-1);
    expect(last === undefined ? null : storedReport(last).studies[0]?.comparison?.priorStudyInstanceUid).toBe('1.2.2');
    await evaluate(message);
    expect(pipeline.settleMessages()).toHaveLength(sent + 1);
  });

  test('is the latest that holds the same sequence: not a CT between them', async () => {
    await drop('old', earlier());
    await drop('older', earlier({ ...uidsOf('1.2.1'), studyDate: '20230102' }));
    await drop('ct', ctFile('1.2.2.9'));
    expect(await evaluate(await drop('a', mrFile({ bodyPart: 'BRAIN' })))).toEqual([]);
    expect((await comparisonOf()).comparison?.priorStudyInstanceUid).toBe('1.2.2');
  });
});

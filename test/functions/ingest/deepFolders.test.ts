import { beforeEach, expect, test } from 'vitest';
import { objectKeyDigest, storedReport } from '../../../core/records/index.ts';
import { loadEvaluate, loadIngest } from '../harness/loadedFunctions.ts';
import { verdictsAmong } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created, type Delivery } from '../harness/queueMessages.ts';
import { mrFile, uidsOf } from '../harness/smallObjects.ts';

const { pipeline, newSite } = await pipelineOfTests();
const ingest = await loadIngest();
const evaluate = await loadEvaluate();
let site: string;
beforeEach(async () => {
  site = await newSite('deep');
});

const drop = (name: string, bytes: Uint8Array | string): Delivery => {
  const key = `incoming/${site}/${name}`;
  pipeline.bucket.put(key, bytes);
  return created(pipeline.bucket, { key });
};
const items = () => pipeline.itemsOf(site);
/** Indications and rejects of each study's verdict, once all were looked at. */
async function said(): Promise<Readonly<Record<string, unknown>>> {
  expect(await evaluate(...pipeline.settleMessages().map(({ body }) => body))).toEqual([]);
  const verdicts = verdictsAmong(await items());
  return Object.fromEntries(
    verdicts.map((verdict) => {
      const stated = verdict.protocols.map(({ indication }) => indication).filter((one) => one !== null);
      const indications = [...new Set(stated)];
      const rejects = storedReport(verdict).studies[0]?.reading?.rejected.map(({ code }) => code);
      return [verdict.pk.split('#')[2], [indications, rejects]];
    }),
  );
}
const brain = (study: string, sop = '1') => mrFile({ ...uidsOf(study, sop), studyDate: '20251115', bodyPart: 'BRAIN' });

test.each([
  ['2025/03/18/patient-a', ''],
  ['2025/03/18/patient-a', '/DICOM/disc'],
  ['1/2/3/4/5/6/7/8/9/10/11', ''],
])('examinations below %s have each their own study.json (images in exam%s)', async (above, below) => {
  const facts = [
    ['1.2.3', `${above}/exam1`, 'diagnosis'],
    ['1.2.4', `${above}/exam2`, 'monitoring'],
  ] as const;
  const deliveries = facts.flatMap(([study, folder, indication]) => [
    drop(`${folder}/study.json`, JSON.stringify({ indication })),
    drop(`${folder}${below}/a`, brain(study)),
    drop(`${folder}${below}/notes.txt`, 'Dear colleague,'),
  ]);
  expect(await ingest(deliveries)).toEqual([]);
  expect(await said()).toEqual({
    '1.2.3': [['diagnosis'], ['not-dicom']],
    '1.2.4': [['monitoring'], ['not-dicom']],
  });
});

test('a study is written down once in each folder down to the eighth, and in its own', async () => {
  const folders = Array.from({ length: 12 }, (_, index) => `d${index + 1}`);
  const above = folders.join('/');
  expect(await ingest([drop(`${above}/a`, brain('1.2.3')), drop(`${above}/b`, brain('1.2.3', '2'))])).toEqual([]);
  const listed = (await items()).filter(({ pk }) => String(pk).startsWith('FOLDER#'));
  const paths = [...folders.slice(0, 8).map((_, index) => folders.slice(0, index + 1).join('/')), above];
  expect(listed.map(({ pk }) => pk).toSorted()).toEqual(
    paths.map((path) => `FOLDER#${site}#${objectKeyDigest(path)}`).toSorted(),
  );
});

import { beforeEach, describe, expect, test } from 'vitest';
import { findProtocol, type Protocol } from '../../../core/protocol/index.ts';
import { storedReport, type VerdictItem } from '../../../core/records/index.ts';
import { renderPage, renderText } from '../../../core/report/index.ts';
import { loadEvaluate, loadIngest } from '../harness/loadedFunctions.ts';
import { verdictsAmong } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { created } from '../harness/queueMessages.ts';
import { ctFile, mrFile } from '../harness/smallObjects.ts';

const { pipeline, nameSite } = await pipelineOfTests();
const ingest = await loadIngest();
const evaluate = await loadEvaluate();
let site: string;
beforeEach(() => {
  site = nameSite();
});

/** The verdicts on a study of January 2025, when only the 2021 edition was in force. */
async function judged(bytes = mrFile({ bodyPart: 'BRAIN' })): Promise<readonly VerdictItem[]> {
  const key = `incoming/${site}/exam/a`;
  pipeline.bucket.put(key, bytes);
  expect(await ingest([created(pipeline.bucket, { key })])).toEqual([]);
  expect(await evaluate(pipeline.settleMessages().at(-1)?.body ?? '')).toEqual([]);
  return verdictsAmong(await pipeline.itemsOf(site));
}

const editionsOf = (verdict: VerdictItem | undefined) => [
  ...new Set(verdict?.protocols.map(({ id, revision }) => `${id}@${revision}`)),
];

describe('a site that registered editions', () => {
  test('is judged by them, whatever the date of the study, instead of those in force', async () => {
    await pipeline.register(site, {
      protocols: [
        { id: 'poland-2020', revision: 1 },
        { id: 'cmsc-2016', revision: null },
      ],
    });
    expect(editionsOf((await judged())[0])).toEqual(['poland-2020@1', 'cmsc-2016@1']);
  });

  test('is judged by a protocol of its own', async () => {
    const own: Protocol = { ...the2016Edition(), id: 'our-site', territory: 'site' };
    await pipeline.registerOwn(site, own);
    const [verdict] = await judged();
    expect(editionsOf(verdict)).toEqual(['our-site@1']);
    if (verdict === undefined) throw new Error('There is no verdict.');
    expect(storedReport(verdict).studies[0]?.reading.rejected).toEqual([]);
  });

  test('and chooses others has its studies judged anew when they are looked at again', async () => {
    await pipeline.register(site);
    await judged();
    await pipeline.register(site, { protocols: [{ id: 'cmsc-2016', revision: null }] });
    expect((await judged()).map(editionsOf)).toEqual([['magnims-cmsc-naims-2021@1'], ['cmsc-2016@1']]);
  });
});

describe('an edition that this version does not know', () => {
  const unknown = {
    path: 'site registration',
    code: 'unknown-edition',
    reason: expect.stringContaining('which version'),
  };

  test.each([
    ['by its id', { id: 'cmsc-2031', revision: null }, 'cmsc-2031'],
    ['by its revision', { id: 'cmsc-2016', revision: 99 }, 'cmsc-2016@99'],
    ['a file that is not there', { id: 'our-site', revision: 1, ownSha256: 'x' }, 'our-site@1'],
  ])('%s leaves the study open, and says so', async (_, edition, name) => {
    await pipeline.register(site, { protocols: [edition] });
    const [verdict] = await judged();
    expect(verdict).toMatchObject({ outcome: 'cannot-tell', protocols: [] });
    if (verdict === undefined) throw new Error('There is no verdict.');
    const report = storedReport(verdict);
    expect(report.studies[0]?.reading.rejected).toEqual([unknown]);
    for (const shown of [renderText(report), renderPage(report)]) {
      const words = shown.replaceAll(/\s+/g, ' ');
      expect(words).toContain('None of the guideline editions that the site is registered with is known');
      expect(words).toContain(name);
    }
    expect(pipeline.events()).toHaveLength(1);
  });

  test('does not hide what another one finds', async () => {
    await pipeline.register(site, {
      protocols: [
        { id: 'magnims-cmsc-naims-2021', revision: 1 },
        { id: 'cmsc-2031', revision: null },
      ],
    });
    const [verdict] = await judged();
    expect(editionsOf(verdict)).toEqual(['magnims-cmsc-naims-2021@1']);
    expect(verdict?.outcome).toBe('not-compliant');
  });

  test('makes nothing of a CT', async () => {
    await pipeline.register(site, { protocols: [{ id: 'cmsc-2031', revision: null }] });
    expect(await judged(ctFile())).toMatchObject([{ outcome: 'not-applicable' }]);
  });
});

function the2016Edition(): Protocol {
  const edition = findProtocol('cmsc-2016');
  if (edition === undefined) throw new Error('There is no such edition.');
  return edition;
}

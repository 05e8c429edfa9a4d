import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoSite } from '../../local/demoSite.ts';
import { type Drop, sampleDrop } from '../../local/droppedFiles.ts';
import { readInbox } from '../../local/inbox.ts';
import { type JudgedStudy, judgedStudies, rejectedObjects } from '../../local/judgedStudies.ts';
import { jsonLink } from '../../local/verdictTable.ts';
import { file, zipOf } from '../core/archive/packedArchives.ts';
import { type Pipeline, startPipeline } from './pipelineFixture.ts';
import { isSigned, startReceiver } from './webhookReceiver.ts';

const headersOnly = { pixels: 'none' } as const;
const text = (path: string, content: string) => ({ path, bytes: async () => new TextEncoder().encode(content) });

/** Two series of a study of its own (another seed): an axial FLAIR and a T2, without a study.json. */
async function anotherStudy(folder: string, seed: number): Promise<Drop> {
  const { files } = await sampleDrop('follow-up-three-misses', { ...headersOnly, seed });
  return { folder, files: files.filter(({ path }) => /^0[34]01_/.test(path)) };
}

// Headroom for a machine that is busy with something else.
describe('a study that is dropped into the bucket', { timeout: 120_000 }, () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await startPipeline();
    for (const name of ['diagnosis-compliant', 'follow-up-three-misses']) {
      await pipeline.drop(await sampleDrop(name, headersOnly));
    }
    await pipeline.settled();
  }, 300_000);
  afterAll(() => pipeline?.stop());

  it('is judged, and its clinic is told once', async () => {
    const outcomes = await Promise.all(
      ['diagnosis-compliant', 'follow-up-three-misses'].map(async (folder) => {
        const { study, verdict, links } = await pipeline.studyIn(folder);
        return { folder, revision: study.latestRevision, outcome: verdict?.outcome, mails: links.length };
      }),
    );
    expect(outcomes).toEqual([
      { folder: 'diagnosis-compliant', revision: 1, outcome: 'compliant', mails: 1 },
      { folder: 'follow-up-three-misses', revision: 1, outcome: 'not-compliant', mails: 1 },
    ]);
    expect(pipeline.stack.deadLetters()).toEqual(new Map());
  });

  it('names each of the three faults with its remedy', async () => {
    const { report } = await pipeline.studyIn('follow-up-three-misses');
    const unmet = report?.studies.flatMap(({ verdicts = [] }) =>
      verdicts.flatMap(({ requirements }) =>
        requirements.filter(({ status, level }) => status === 'not-met' && level === 'required'),
      ),
    );
    expect(new Set(unmet?.map(({ id }) => id))).toEqual(new Set(['brain.flair', 'brain.t2', 'brain.t1-post']));
    expect(unmet?.every(({ nearest }) => nearest !== null && nearest.remedy !== '')).toBe(true);
  });

  it('has a report behind the link of the e-mail, and behind no other', async () => {
    const { links, study, report } = await pipeline.studyIn('diagnosis-compliant');
    const link = links[0] ?? '';
    const page = await fetch(link);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    expect(await (await fetch(jsonLink(link))).json()).toEqual(report);

    const tampered = new URL(link);
    const signature = tampered.searchParams.get('s') ?? '';
    tampered.searchParams.set('s', (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1));
    const anotherRevision = link.replace(`/${study.studyKey}/1?`, `/${study.studyKey}/2?`);
    const laterExpiry = link.replace(/e=(\d)/, 'e=9$1');
    for (const forged of [tampered.href, anotherRevision, laterExpiry]) {
      expect([forged, (await fetch(forged)).status]).toEqual([forged, 403]);
    }
  });

  it('is named neither in the e-mail nor in a log', async () => {
    const { study, report } = await pipeline.studyIn('diagnosis-compliant');
    const said = [JSON.stringify(await readInbox(pipeline.stack.endpoints.inbox)), ...pipeline.lines].join('\n');
    expect(said).not.toContain(study.studyInstanceUid);
    expect(said).not.toContain(report?.studies[0]?.studyDescription);
  });

  it('is judged and told no second time when its objects are announced again', async () => {
    const before = await pipeline.studyIn('follow-up-three-misses');
    const { files } = await sampleDrop('follow-up-three-misses', headersOnly);
    const bucket = pipeline.stack.output('BucketName');
    const again = files.slice(0, 20).map(({ path }) => `incoming/${demoSite}/follow-up-three-misses/${path}`);
    await Promise.all(again.map((key) => pipeline.stack.notifications.repeat(bucket, key)));
    await pipeline.settled();
    const after = await pipeline.studyIn('follow-up-three-misses');
    expect({ verdict: after.verdict, links: after.links }).toEqual({ verdict: before.verdict, links: before.links });
  });

  it('is judged and told no second time when the same files are dropped again', async () => {
    const before = await pipeline.studyIn('follow-up-three-misses');
    const same = await sampleDrop('follow-up-three-misses', headersOnly);
    await pipeline.drop({ ...same, files: same.files.slice(0, 60) });
    await pipeline.settled();
    const after = await pipeline.studyIn('follow-up-three-misses');
    expect({ verdict: after.verdict, links: after.links }).toEqual({ verdict: before.verdict, links: before.links });
  });

  it('is judged without a study.json once it is quiet; what was cut off may be what is missing, and junk is not', async () => {
    const drop = await anotherStudy('with junk', 77);
    const cut = await drop.files[0]?.bytes();
    const junk = [
      text('notes & names.txt', 'not an image'),
      text('empty', ''),
      text('report.pdf', '%PDF-1.7'),
      { path: 'cut off.dcm', bytes: async () => (cut ?? new Uint8Array()).slice(0, 700) },
    ];
    await pipeline.drop({ ...drop, files: [...junk, ...drop.files] });
    await pipeline.settled();
    const { study, verdict, links } = await pipeline.studyIn('with junk');
    expect({ instances: study.instances, outcome: verdict?.outcome, told: links.length > 0 }).toEqual({
      instances: drop.files.length,
      outcome: 'cannot-tell',
      told: true,
    });
    const codes = (await rejectedObjects(pipeline.stack)).map(({ code }) => code);
    expect(codes.sort()).toEqual(['empty', 'not-dicom', 'not-dicom', 'truncated-header']);
  });

  it('is judged and told once from a ZIP archive as from loose files', async () => {
    const { files } = await sampleDrop('follow-up-three-misses', { ...headersOnly, seed: 79 });
    const content = await Promise.all(files.map(async ({ path, bytes }) => file(`exam/${path}`, await bytes())));
    const zip = await zipOf(content);
    await pipeline.drop({ folder: 'packed', files: [{ path: 'study.zip', bytes: async () => zip }] });
    await pipeline.settled();
    const [loose, packed] = [await pipeline.studyIn('follow-up-three-misses'), await pipeline.studyIn('packed')];
    const told = ({ study, verdict, links, report }: JudgedStudy) => ({
      revision: study.latestRevision,
      instances: study.instances,
      rejects: study.rejects,
      outcome: verdict?.outcome,
      mails: links.length,
      requirements: report?.studies.flatMap(({ verdicts = [] }) =>
        verdicts.flatMap(({ requirements }) =>
          requirements.map(({ id, status, nearest }) => [id, status, nearest?.remedy]),
        ),
      ),
    });
    expect(told(packed)).toEqual(told(loose));
    expect(told(packed)).toMatchObject({ revision: 1, mails: 1, outcome: 'not-compliant' });
    expect(pipeline.stack.deadLetters()).toEqual(new Map());
  });

  it('that lies in an archive elsewhere is judged by a backfill; its clinic is told when it sends the study, not before', async () => {
    const { s3 } = pipeline.stack.clients;
    const { files } = await anotherStudy('sent later', 80);
    await s3.send(new CreateBucketCommand({ Bucket: 'hospital-archive' }));
    for (const { path, bytes } of files) {
      await s3.send(
        new PutObjectCommand({ Bucket: 'hospital-archive', Key: `mr/2019/exam 7/${path}`, Body: await bytes() }),
      );
    }
    const told = async (folder: string) => {
      const { study, verdict, links } = await pipeline.studyIn(folder);
      const { instances, latestRevision } = study;
      return { instances, latestRevision, quiet: verdict?.quiet === true, mails: links.length };
    };
    for (const _ of ['once', 'again']) {
      await pipeline.backfill('hospital-archive', 'mr/2019/');
      await pipeline.settled();
      const expected = { instances: files.length, latestRevision: 1, quiet: true, mails: 0 };
      expect(await told('hospital-archive')).toEqual(expected);
    }
    await pipeline.drop({ folder: 'sent later', files });
    await pipeline.settled();
    expect(await told('sent later')).toEqual({ instances: files.length, latestRevision: 2, quiet: false, mails: 1 });
    expect(pipeline.stack.deadLetters()).toEqual(new Map());
  });

  it('is posted to the webhook of its centre, once, signed with the secret that its registration showed', async () => {
    const receiver = await startReceiver();
    try {
      const secret = await pipeline.registerWebhook('hooked', receiver.url);
      await pipeline.drop(await anotherStudy('posted', 81), 'hooked');
      await pipeline.settled();
      const { study, verdict } = await pipeline.studyIn('posted');
      const [post = { signature: '', body: '', atSeconds: 0 }] = receiver.received;
      const { body } = post;
      expect(receiver.received).toHaveLength(1);
      expect(JSON.parse(body)).toMatchObject({ site: 'hooked', revision: 1, outcome: verdict?.outcome });
      expect(isSigned(post, secret)).toBe(true);
      expect(body).not.toContain(study.studyInstanceUid);
      expect(pipeline.stack.deadLetters()).toEqual(new Map());
    } finally {
      await receiver.stop();
    }
  });

  it('of a centre that nobody registered is rejected', async () => {
    const before = await judgedStudies(pipeline.stack);
    const { files } = await anotherStudy('unknown', 78);
    await pipeline.drop({ folder: 'unknown', files: files.slice(0, 3) }, 'nobody');
    await pipeline.settled();
    const rejected = (await rejectedObjects(pipeline.stack)).filter(({ code }) => code === 'unregistered-site');
    expect(rejected).toHaveLength(3);
    expect(await judgedStudies(pipeline.stack)).toEqual(before);
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateSample } from '../../samples/index.ts';
import { file, noise, zipOf } from '../core/archive/packedArchives.ts';
import { checkDocument } from './contractSchema.ts';
import { startRecordingProxy } from './recordingProxy.ts';
import { exitOf, runCli, startCli } from './runCli.ts';

let emulator: FauxqsServer;
let proxy: Awaited<ReturnType<typeof startRecordingProxy>>;
let s3: S3Client;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  emulator = await startFauxqs({ port: 0, logger: false });
  proxy = await startRecordingProxy(emulator.port);
  env = {
    AWS_ENDPOINT_URL_S3: proxy.address,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  s3 = new S3Client({
    endpoint: `http://127.0.0.1:${emulator.port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: 'studies' }));
});
beforeEach(() => proxy.reset());
afterAll(async () => {
  s3.destroy();
  await proxy.stop();
  await emulator.stop();
});

async function put(key: string, body: Uint8Array | string): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: 'studies', Key: key, Body: body }));
}

/** Puts four images of each series of a sample below a key, with pixels enough to notice if they were fetched. */
async function putSample(below: string, name: string, pixelBytes = 0): Promise<number> {
  const perSeries = new Map<string, number>();
  const images = [...generateSample(name, { pixels: 'none' })].filter(({ path }) => {
    perSeries.set(dirname(path), (perSeries.get(dirname(path)) ?? 0) + 1);
    return path.endsWith('.dcm') && (perSeries.get(dirname(path)) ?? 0) <= 4;
  });
  const pixels = new Uint8Array(pixelBytes);
  await Promise.all(images.map(({ path, bytes }) => put(`${below}${path}`, Buffer.concat([bytes, pixels]))));
  return images.length;
}

async function checkS3(path: string, ...more: readonly string[]) {
  const { status, stdout, stderr } = await runCli(['check', path, '--format', 'json', ...more], '', env);
  return { status, stderr, document: stdout === '' ? null : checkDocument.parse(JSON.parse(stdout)) };
}

describe('a study in S3', () => {
  test('is judged from the heads of its objects, read by ranges of the version that was listed', async () => {
    const images = await putSample('exams/1/', 'follow-up-three-misses', 500_000);
    await put('exams/1/study.json', '{}');
    await put('exams/1/_COMPLETE', '');
    await put('exams/1/folder/', '');
    await put('exams/10/letter.txt', 'of another study');
    proxy.gather(9);
    const { status, stderr, document } = await checkS3('s3://studies/exams/1');
    expect({ status, stderr, studies: document?.studies.length }).toStrictEqual({ status: 1, stderr: '', studies: 1 });
    const reading = document?.studies[0]?.reading;
    expect(reading).toMatchObject({ files: images, instances: images, rejected: [] });
    expect((reading?.bytesRead ?? 0) / (reading?.bytesTotal ?? 1)).toBeLessThan(0.05);

    const gets = proxy.requests.filter(({ range }) => range !== null);
    // The study.json is one object more, and no file of the study.
    expect(gets).toHaveLength(images + 1);
    const isHead = (range: string | null) => Number(/^bytes=0-(\d+)$/.exec(range ?? '')?.[1]) < 16 * 1024;
    expect(gets.every(({ range, ifMatch }) => isHead(range) && /^".+"$/.test(ifMatch ?? ''))).toBe(true);
    expect(proxy.bodyBytes()).toBeLessThan((reading?.bytesTotal ?? 0) * 0.06);
    expect(proxy.mostAtOnce()).toBeGreaterThan(8);
    expect(proxy.mostAtOnce()).toBeLessThanOrEqual(33);
  });

  test('is read over several pages of listing', async () => {
    const keys = Array.from({ length: 1003 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
    await Promise.all(keys.map((key) => put(key, 'no image')));
    const { status, document } = await checkS3('s3://studies/many/');
    expect(status).toBe(66);
    expect(document?.studies[0]?.reading.rejected.map(({ path }) => path)).toStrictEqual(
      keys.map((key) => `s3://studies/${key}`),
    );
    expect(proxy.requests.filter(({ path }) => path.includes('list-type=2')).length).toBeGreaterThan(1);
  });

  test('can be one object, whose key may hold anything', async () => {
    const image = [...generateSample('follow-up-three-misses', { pixels: 'none' })].find(({ path }) =>
      path.endsWith('.dcm'),
    );
    const key = 'odd/Müller + 100% & "x" <y>';
    await put(key, image?.bytes ?? '');
    await put(`${key}z`, 'another object');
    for (const path of [`s3://studies/${key}`, 's3://studies/odd/']) {
      const { document } = await checkS3(path);
      expect(document?.studies.map(({ reading }) => reading.instances)).toContain(1);
    }
    const { document } = await checkS3(`s3://studies/${key}`);
    expect(document?.studies.map(({ reading }) => reading.files)).toStrictEqual([1]);
  });

  test('can be an archive, of which the directory and the heads are read', async () => {
    const images = [...generateSample('follow-up-three-misses', { pixels: 'none' })]
      .filter(({ path }) => path.endsWith('.dcm'))
      .slice(0, 20)
      .map(({ path, bytes }) => file(path, Buffer.concat([bytes, noise(300_000)])));
    const zip = await zipOf(images, { compress: false });
    await put('packed/study.zip', zip);
    await put('packed/cut.zip', zip.subarray(0, 1_000_000));
    proxy.reset();
    const { document } = await checkS3('s3://studies/packed/');
    expect(document?.studies.map(({ reading }) => reading)).toMatchObject([
      {
        instances: 20,
        rejected: [{ path: expect.stringMatching(/^s3:\/\/studies\/packed\/cut\.zip/), code: 'archive-damaged' }],
      },
    ]);
    expect(proxy.bodyBytes()).toBeLessThan(zip.length * 0.2);

    const limited = await checkS3('s3://studies/packed/study.zip', '--archive-limit', 'entries=1');
    expect(limited.document?.studies[0]?.reading).toMatchObject({
      instances: 1,
      rejected: [{ code: 'archive-limit' }],
    });
    expect(proxy.requests.length).toBeLessThan(40);
  });

  test('can be DICOM JSON', async () => {
    const dataSet = {
      '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.4'] },
      '00080018': { vr: 'UI', Value: ['1.2.3.4.5'] },
      '00080060': { vr: 'CS', Value: ['MR'] },
      '0020000D': { vr: 'UI', Value: ['1.2.3'] },
      '0020000E': { vr: 'UI', Value: ['1.2.3.4'] },
    };
    await put('metadata.json', JSON.stringify([dataSet]));
    const { document } = await checkS3('s3://studies/metadata.json');
    expect(document?.studies.map(({ studyInstanceUid }) => studyInstanceUid)).toStrictEqual(['1.2.3']);
  });

  test('Ctrl-C amid it exits 130', async () => {
    const child = startCli(['check', 's3://studies/many/', '--format', 'json'], { env });
    const exit = exitOf(child);
    while (proxy.requests.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGINT');
    expect(await exit).toBe(130);
  });
});

describe('what S3 refuses is said in words', () => {
  test.each([
    ['s3://absent/study', 's3://absent: there is no such bucket.'],
    ['s3://studies/nothing/here', 's3://studies/nothing/here: there is no such object, and none below it.'],
  ])('%s', async (path, sentence) => {
    expect(await checkS3(path)).toStrictEqual({ status: 66, stderr: `ms-mri-check: ${sentence}\n`, document: null });
  });

  test.each([
    [403, 'AccessDenied', /access is denied; the credentials need s3:ListBucket .* makes the requester pay/],
    [403, 'InvalidAccessKeyId', /S3 does not know these AWS credentials/],
    [400, 'ExpiredToken', /credentials have expired; renew them/],
    [400, 'AuthorizationHeaderMalformed', /the bucket is in another region; set AWS_REGION to it/],
    [403, 'RequestTimeTooSkewed', /the clock of this machine is wrong/],
  ])('%i %s', async (httpStatus, code, sentence) => {
    await using refusing = await refusingEndpoint(httpStatus, code);
    const result = await runCli(['check', 's3://studies/exams/1'], '', {
      ...env,
      AWS_ENDPOINT_URL_S3: refusing.address,
    });
    expect(result).toMatchObject({ status: 66, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(result.stderr).toMatch(/^ms-mri-check: s3:\/\/studies: [^\n]+\n$/);
  });

  test('no credentials, no region, no way to S3', async () => {
    const empty = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_CONFIG_FILE: '/absent', HOME: '/absent' };
    const stderrOf = async (changes: NodeJS.ProcessEnv) => {
      const { status, stderr } = await runCli(['check', 's3://studies/exams/1'], '', { ...env, ...changes });
      return [status, stderr];
    };
    expect(await stderrOf({ ...empty, AWS_SHARED_CREDENTIALS_FILE: '/absent' })).toStrictEqual([
      66,
      expect.stringContaining('there are no AWS credentials; set AWS_PROFILE'),
    ]);
    expect(
      await stderrOf({ ...empty, AWS_REGION: '', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' }),
    ).toStrictEqual([64, expect.stringContaining('no AWS region is set; set AWS_REGION')]);
    const closed = await refusingEndpoint(500, 'x');
    await closed[Symbol.asyncDispose]();
    expect(await stderrOf({ AWS_ENDPOINT_URL_S3: closed.address, AWS_MAX_ATTEMPTS: '1' })).toStrictEqual([
      66,
      expect.stringContaining('S3 cannot be reached; check the network'),
    ]);
  });

  test('an object that cannot be had is listed with its reason, and an endpoint without ranges is not read from', async () => {
    await using refusing = await refusingEndpoint(403, 'AccessDenied', listingOf('a', 'b'));
    const denied = await runCli(['check', 's3://studies/', '--format', 'json'], '', {
      ...env,
      AWS_ENDPOINT_URL_S3: refusing.address,
    });
    const { studies } = checkDocument.parse(JSON.parse(denied.stdout));
    expect(studies[0]?.reading.rejected).toStrictEqual(
      ['s3://studies/a', 's3://studies/b'].map((path) => ({
        path,
        code: 'unreadable',
        reason:
          'Access to it is denied; the credentials need s3:GetObject on it, and kms:Decrypt where it is encrypted.',
      })),
    );
    await using rangeless = await refusingEndpoint(200, 'x'.repeat(100_000), listingOf('a'));
    const unranged = await runCli(['check', 's3://studies/', '--format', 'json'], '', {
      ...env,
      AWS_ENDPOINT_URL_S3: rangeless.address,
    });
    expect(checkDocument.parse(JSON.parse(unranged.stdout)).studies[0]?.reading.rejected).toMatchObject([
      { path: 's3://studies/a', code: 'unreadable', reason: expect.stringMatching(/did not answer with the range/) },
    ]);
  });
});

/** An endpoint that answers a listing, where it is given one, and everything else with an error of S3's. */
async function refusingEndpoint(status: number, code: string, listing?: string) {
  const server = createServer((incoming, outgoing) => {
    const isListing = incoming.url?.includes('list-type=2') === true;
    if (isListing && listing !== undefined) outgoing.writeHead(200, { 'content-type': 'application/xml' }).end(listing);
    else {
      const error = `<Error><Code>${code}</Code><Message>No.</Message></Error>`;
      outgoing.writeHead(status, { 'content-type': 'application/xml' }).end(error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listingOf(...keys: readonly string[]): string {
  const contents = keys.map((key) => `<Contents><Key>${key}</Key><Size>50000</Size><ETag>"e"</ETag></Contents>`);
  return `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
}

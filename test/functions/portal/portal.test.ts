import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { beforeAll, describe, expect, test } from 'vitest';
import { packJson, reportPath, studyKey, studyPk, studyPointerKey, verdictSk } from '../../../core/records/index.ts';
import { renderPage, reportOf, studyReport } from '../../../core/report/index.ts';
import { signedPath } from '../../../functions/links/signedLink.ts';
import { tableNames } from '../harness/embeddedTables.ts';
import { identitySecret, linkSecret } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { lambdaContext } from '../harness/queueMessages.ts';

const site = 'centre-1';
const key = studyKey(identitySecret, site, '1.2.3');
const path = reportPath(site, key, 1);
const report = reportOf([
  studyReport({
    studyInstanceUid: '1.2.3',
    headers: [],
    acquisitions: [],
    verdicts: [],
    reading: { files: 0, instances: 0, bytesRead: 0, bytesTotal: 0, rejected: [] },
    studyDate: '2025-01-02',
  }),
]);
const inAnHour = Math.floor(Date.now() / 1000) + 3600;
const anHourAgo = inAnHour - 7200;

const { pipeline, output } = await pipelineOfTests();
const { handler } = await import('../../../functions/portal/handler.ts');
const open = (link: string, accept?: string) => handler(request(link, accept), lambdaContext);

beforeAll(async () => {
  await pipeline.tables.put(tableNames.studies, { ...studyPointerKey(site, key), studyInstanceUid: '1.2.3' });
  await pipeline.tables.put(tableNames.studies, {
    pk: studyPk(site, '1.2.3'),
    sk: verdictSk(1),
    revision: 1,
    inputDigest: '0',
    engine: '1.0.0',
    outcome: 'not-applicable',
    previousOutcome: null,
    protocols: [],
    judgedAtMs: 0,
    report: packJson(report),
  });
});

describe('a signed link', () => {
  test('opens the report as a page that may load nothing, run nothing and be kept by no one', async () => {
    const answer = await open(signedPath(linkSecret, path, inAnHour), 'text/html,*/*');
    expect(answer).toEqual({
      statusCode: 200,
      body: renderPage(report),
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
        ),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-robots-tag': 'noindex, nofollow',
        vary: 'accept',
      },
    });
  });

  test.each([
    ['with format=json', '&format=json', 'text/html'],
    ['for whoever accepts JSON', '', 'application/json'],
  ])('answers the contract’s document %s', async (_, query, accept) => {
    const answer = await open(`${signedPath(linkSecret, path, inAnHour)}${query}`, accept);
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(JSON.parse(answer.body ?? '')).toEqual(report);
  });

  test('that has expired says so', async () => {
    const answer = await open(signedPath(linkSecret, path, anHourAgo));
    expect(answer).toMatchObject({ statusCode: 410, headers: { 'cache-control': 'no-store' } });
    expect(answer.body).toContain('This link has expired');
  });

  test('of a revision or a study that is not there finds nothing', async () => {
    const others = [reportPath(site, key, 2), reportPath(site, 'x'.repeat(43), 1), reportPath('centre-2', key, 1)];
    for (const other of others)
      expect(await open(signedPath(linkSecret, other, inAnHour))).toMatchObject({ statusCode: 404 });
  });
});

describe('a link opens nothing', () => {
  const good = signedPath(linkSecret, path, inAnHour);
  test.each([
    ['without a signature', path],
    ['with another secret’s signature', signedPath('another secret', path, inAnHour)],
    ['with a cut signature', good.slice(0, -1)],
    ['with a longer life than was signed', good.replace(`e=${inAnHour}`, `e=${inAnHour + 1}`)],
    ['signed for another revision', good.replace('/1?', '/2?')],
    ['forged and expired', `${path}?e=${anHourAgo}&s=${'A'.repeat(43)}`],
  ])('%s', async (_, link) => {
    const answer = await open(link);
    expect(answer).toMatchObject({ statusCode: 403 });
    expect(answer.body).toContain('This link does not open a report');
  });

  test.each([
    '/',
    '/r/',
    `/r/${site}/${key}`,
    `/r/${site}/${key}/0`,
    `/r/../${key}/1`,
    `/r/${site}/${key}/1/more`,
  ])('at %s', async (other) => {
    expect(await open(signedPath(linkSecret, other, inAnHour))).toMatchObject({ statusCode: 404 });
  });
});

test('neither the signature nor the study’s UID is logged', async () => {
  const link = signedPath(linkSecret, path, inAnHour);
  await open(link);
  expect(output.text()).toContain('Report asked for');
  expect(output.text()).not.toContain(new URLSearchParams(link.split('?')[1]).get('s'));
  expect(output.text()).not.toContain('1.2.3');
});

function request(link: string, accept = '*/*'): APIGatewayProxyEventV2 {
  const url = new URL(link, 'https://check.example');
  return {
    version: '2.0',
    routeKey: 'GET /r/{site}/{studyKey}/{revision}',
    rawPath: link.split('?')[0] ?? '',
    rawQueryString: url.search.slice(1),
    headers: { accept },
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'check.example',
      domainPrefix: 'check',
      http: { method: 'GET', path: url.pathname, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'request',
      routeKey: 'GET /r/{site}/{studyKey}/{revision}',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
  };
}

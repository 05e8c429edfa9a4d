import { SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { clinicContactKey, type VerdictEvent, webhookKey } from '../../../core/records/index.ts';
import { captureOutput } from '../harness/capturedOutput.ts';
import { tableNames } from '../harness/embeddedTables.ts';
import { hand, type Pipeline, startPipeline } from '../harness/pipeline.ts';
import { emittedMetrics } from '../telemetry/emittedMetrics.ts';

let pipeline: Pipeline;
let notify: (event: VerdictEvent) => Promise<readonly string[]>;
let output: ReturnType<typeof captureOutput>;
let site: string;
let sites = 0;

beforeAll(async () => {
  pipeline = await startPipeline();
  const { handler } = await import('../../../functions/notify/handler.ts');
  notify = (event) => hand(handler, [{ id: 'n', body: JSON.stringify(event) }]);
});
afterAll(() => pipeline.stop());
beforeEach(async () => {
  vi.useFakeTimers({ now: Date.parse('2025-02-03T10:00:00Z'), toFake: ['Date'] });
  sites += 1;
  site = `corrected-${sites}`;
  await pipeline.register(site);
  await contact(1);
  pipeline.reset();
  output = captureOutput();
});
afterEach(() => {
  output.restore();
  vi.useRealTimers();
});

const contact = (number: number) =>
  pipeline.tables.put(tableNames.directory, {
    ...clinicContactKey(site, number),
    email: `clinic-${number}@${site}.example`,
  });
const studyKey = 'k'.repeat(43);
const revision = (number: number): VerdictEvent => ({
  schema: 'ms-mri-check/verdict-event/1',
  site,
  studyKey,
  revision: number,
  outcome: number % 2 === 1 ? 'not-compliant' : 'compliant',
  previousOutcome: number === 1 ? null : number % 2 === 1 ? 'compliant' : 'not-compliant',
  protocols: [],
  reportPath: `/r/${site}/${studyKey}/${number}`,
});
const refusal = new SESv2ServiceException({
  name: 'MessageRejected',
  message: 'no',
  $fault: 'client',
  $metadata: { httpStatusCode: 400 },
});
/** The mail to this contact is refused once. */
const refuseTo = (number: number) => {
  let refused = false;
  pipeline.ses.on(SendEmailCommand).callsFake(({ Destination }) => {
    if (refused || Destination.ToAddresses[0] !== `clinic-${number}@${site}.example`) return {};
    refused = true;
    throw refusal;
  });
};
/** Whom SES was asked to mail, and of which revision. */
const mails = () =>
  pipeline
    .mails()
    .map(({ Destination, Content }) => [
      Destination?.ToAddresses?.[0]?.split('@')[0],
      /\/r\/[\w-]+\/k+\/(\d+)/.exec(Content?.Simple?.Body?.Text?.Data ?? '')?.[1],
    ]);
const results = () =>
  emittedMetrics(output.text())
    .filter(({ name }) => name === 'Deliveries')
    .map(({ dimensions, value }) => [dimensions.result, value]);

test('a first mail that was held up until after its correction is not sent any more', async () => {
  refuseTo(1);
  expect(await notify(revision(1))).toEqual(['n']);
  expect(await notify(revision(2))).toEqual([]);
  vi.setSystemTime(Date.now() + 2 * 3_600_000);
  expect(await notify(revision(1))).toEqual([]);
  expect(mails()).toEqual([
    ['clinic-1', '1'],
    ['clinic-1', '2'],
  ]);
  expect(results()).toEqual([
    ['refused', 1],
    ['sent', 1],
    ['superseded', 1],
  ]);
  expect(output.text()).toContain('"superseded":1');
});

test('a contact is told late of what was told to others alone', async () => {
  await contact(2);
  refuseTo(2);
  expect(await notify(revision(1))).toEqual(['n']);
  refuseTo(2);
  expect(await notify(revision(2))).toEqual(['n']);
  expect(await notify(revision(1))).toEqual([]);
  expect(await notify(revision(2))).toEqual([]);
  expect(mails().filter(([name]) => name === 'clinic-2')).toEqual([
    ['clinic-2', '1'],
    ['clinic-2', '2'],
    ['clinic-2', '1'],
    ['clinic-2', '2'],
  ]);
});

test('a correction whose mail may not have gone keeps no earlier one back', async () => {
  refuseTo(1);
  expect(await notify(revision(1))).toEqual(['n']);
  pipeline.ses.on(SendEmailCommand).rejects(new Error('no answer'));
  expect(await notify(revision(2))).toEqual(['n']);
  pipeline.reset();
  expect(await notify(revision(1))).toEqual([]);
  expect(mails()).toEqual([['clinic-1', '1']]);
});

test('whoever was told of both is known to have been', async () => {
  await notify(revision(1));
  await notify(revision(2));
  await notify(revision(1));
  expect(results()).toEqual([
    ['sent', 1],
    ['sent', 1],
    ['already-sent', 1],
  ]);
});

test('the tenth revision is later than the ninth', async () => {
  await notify(revision(10));
  await notify(revision(9));
  expect(mails()).toEqual([['clinic-1', '10']]);
});

test('a later one of another study keeps nothing back', async () => {
  await notify(revision(2));
  await notify({ ...revision(1), studyKey: 'l'.repeat(43) });
  expect(pipeline.mails()).toHaveLength(2);
});

test('webhooks, which go by the revision, are told of both', async () => {
  const webhook = { ...webhookKey(site, 1), url: `https://${site}.example/`, salt: 'salt-of-a-webhook' };
  await pipeline.tables.put(tableNames.directory, webhook);
  await notify(revision(2));
  await notify(revision(1));
  expect(mails()).toEqual([['clinic-1', '2']]);
  expect(pipeline.webhookMessages()).toHaveLength(2);
});

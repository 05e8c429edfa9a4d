import { SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clinicContactKey, type VerdictEvent } from '../../../core/records/index.ts';
import { mailMs } from '../../../functions/notify/atTheirPace.ts';
import { NotEveryoneToldError, tellClinic } from '../../../functions/notify/tellClinic.ts';
import { mostTries, waitAfterFailure } from '../../../functions/notify/waitAfterFailure.ts';
import { deliveries } from '../../../functions/tables/deliveries.ts';
import { directory } from '../../../functions/tables/directory.ts';
import { captureOutput } from '../harness/capturedOutput.ts';
import { tableNames } from '../harness/embeddedTables.ts';
import { type Pipeline, startPipeline } from '../harness/pipeline.ts';
import { batchOf, lambdaContext } from '../harness/queueMessages.ts';
import { emittedMetrics } from '../telemetry/emittedMetrics.ts';

let pipeline: Pipeline;
let handler: typeof import('../../../functions/notify/handler.ts')['handler'];
let output: ReturnType<typeof captureOutput>;
let site: string;
let sites = 0;

beforeAll(async () => {
  pipeline = await startPipeline();
  ({ handler } = await import('../../../functions/notify/handler.ts'));
});
afterAll(() => pipeline.stop());
beforeEach(async () => {
  sites += 1;
  site = `many-${sites}`;
  await pipeline.register(site);
  pipeline.reset();
  output = captureOutput();
});
afterEach(() => output.restore());

const contacts = async (count: number) => {
  for (let number = 1; number <= count; number += 1) {
    const email = `clinic-${number}@${site}.example`;
    await pipeline.tables.put(tableNames.directory, { ...clinicContactKey(site, number), email });
  }
};
const verdict = (): VerdictEvent => ({
  schema: 'ms-mri-check/verdict-event/1',
  site,
  studyKey: 'm'.repeat(43),
  revision: 1,
  outcome: 'compliant',
  previousOutcome: null,
  protocols: [],
  reportPath: `/r/${site}/${'m'.repeat(43)}/1`,
});
const failure = (message: string, status = 429) =>
  new SESv2ServiceException({
    name: status === 429 ? 'TooManyRequestsException' : 'MessageRejected',
    message,
    $fault: 'client',
    $metadata: { httpStatusCode: status },
  });
const tooFast = failure('Maximum sending rate exceeded.');
const quota = failure('Daily message quota exceeded.');
const unverified = failure('Email address is not verified.', 400);

test.each([10, 60, 80])('%i contacts are told within half an hour by an SES of one mail a second', async (count) => {
  await contacts(count);
  let nowMs = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  const told: string[] = [];
  const run = (): Promise<unknown> => {
    const endMs = nowMs + 30_000;
    return tellClinic(verdict(), {
      directory: directory(pipeline.tables.documents, tableNames.directory),
      deliveries: deliveries(pipeline.tables.documents, tableNames.deliveries),
      linkSecret: async () => 'link-secret-of-the-tests',
      reportBaseUrl: 'https://check.example',
      queueWebhook: async () => undefined,
      onDelivery: () => undefined,
      now: () => nowMs,
      newClaim: () => `claim at ${nowMs}`,
      pace: {
        remainingMs: () => endMs - nowMs,
        wait: async (ms) => {
          nowMs += ms;
        },
        random: () => 0.5,
      },
      sendMail: async (to) => {
        nowMs += 150;
        if (nowMs - lastMs < 1_000) throw tooFast;
        lastMs = nowMs;
        told.push(to);
      },
    }).then(
      () => null,
      (error: unknown) => error,
    );
  };
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const error = await run();
    if (error === null) break;
    if (!(error instanceof NotEveryoneToldError)) throw error;
    nowMs += 1_000 * waitAfterFailure(error.failures, tries, error.sent);
  }
  expect(new Set(told).size).toBe(count);
  expect(told).toHaveLength(count);
  expect(lastMs).toBeLessThan(30 * 60_000);
});

describe('a fourth try', () => {
  /** In how many seconds its message comes again, and how many notices it calls held up. */
  async function fourthTry(remainingMs: () => number): Promise<readonly unknown[]> {
    const context = { ...lambdaContext, getRemainingTimeInMillis: remainingMs };
    await handler(batchOf([{ id: 'n', body: JSON.stringify(verdict()), tries: 4 }]), context);
    const heldUp = emittedMetrics(output.text()).filter(({ name }) => name === 'NoticesHeldUp');
    return [pipeline.putOff().map(({ seconds }) => seconds), heldUp.map(({ value }) => value)];
  }
  const whole = () => 30_000;
  const untilFirstMail = (leftMs: number) => () => (pipeline.mails().length > 0 ? leftMs : 30_000);
  const afterFirst = (error: Error) => {
    let asked = 0;
    pipeline.ses.on(SendEmailCommand).callsFake(() => {
      asked += 1;
      if (asked > 1) throw error;
      return {};
    });
  };
  const soon = [[180], []];
  const inHours = [[7_200], [1]];

  beforeEach(() => contacts(3));

  test('that told somebody before its time was over goes on soon, and is not held up', async () => {
    expect(await fourthTry(untilFirstMail(mailMs - 1))).toEqual(soon);
  });

  test('that told somebody before SES took no more in this second does so, too', async () => {
    afterFirst(tooFast);
    expect(await fourthTry(untilFirstMail(mailMs))).toEqual(soon);
  });

  test('that told nobody is held up', async () => {
    expect(await fourthTry(() => mailMs - 1)).toEqual(inHours);
  });

  test('that told somebody before the quota of the day was used up is held up', async () => {
    afterFirst(quota);
    expect(await fourthTry(whole)).toEqual(inHours);
  });

  test('with another failure beside that of time is held up', async () => {
    afterFirst(unverified);
    expect(await fourthTry(() => (pipeline.mails().length > 1 ? mailMs - 1 : 30_000))).toEqual(inHours);
  });
});

test('the last try leaves no wait, whoever was told', () => {
  expect(waitAfterFailure([tooFast], mostTries, 5)).toBe(0);
});

import { SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from 'vitest';
import { clinicContactKey, type VerdictEvent } from '../../../core/records/index.ts';
import { mailMs } from '../../../functions/notify/atTheirPace.ts';
import { mostTries, waitAfterFailure } from '../../../functions/notify/waitAfterFailure.ts';
import { tableNames } from '../harness/embeddedTables.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { batchOf, lambdaContext } from '../harness/queueMessages.ts';
import { verdictEvent } from '../harness/verdictEvents.ts';

const { pipeline, newSite, output } = await pipelineOfTests();
const { handler } = await import('../../../functions/notify/handler.ts');
let site: string;
beforeEach(async () => {
  site = await newSite('paced');
  await contact(1, `clinic-1@${site}.example`);
});

const contact = (number: number, email: string) =>
  pipeline.tables.put(tableNames.directory, { ...clinicContactKey(site, number), email });
const verdict = (revision = 1) => verdictEvent({ site, studyKey: 'p'.repeat(43), revision, outcome: 'compliant' });
/** One run of the function; whether its message comes again. */
async function comesAgain(event: VerdictEvent | string, { tries = 1, remainingMs = 30_000 } = {}): Promise<boolean> {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const context = { ...lambdaContext, getRemainingTimeInMillis: () => remainingMs };
  const answer = await handler(batchOf([{ id: 'n', body, tries }]), context);
  return answer.batchItemFailures.length > 0;
}
const failure = (name: string, message: string, status: number) =>
  new SESv2ServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode: status } });
const tooFast = failure('TooManyRequestsException', 'Maximum sending rate exceeded.', 429);
const quota = failure('TooManyRequestsException', 'Daily message quota exceeded.', 429);
const down = failure('ServiceUnavailable', 'Down.', 503);
const unverified = failure('MessageRejected', 'Email address is not verified.', 400);
const recipients = () => pipeline.mails().map(({ Destination }) => Destination?.ToAddresses?.join());

describe('where SES takes fewer mails in a second than come', () => {
  test('all contacts are told in one run, each once', async () => {
    for (const number of [2, 3]) await contact(number, `clinic-${number}@${site}.example`);
    const refused = new Set<string | undefined>();
    const taken: (string | undefined)[] = [];
    pipeline.ses.on(SendEmailCommand).callsFake(({ Destination }) => {
      const to = Destination.ToAddresses.join();
      if (!refused.has(to)) {
        refused.add(to);
        throw tooFast;
      }
      taken.push(to);
      return {};
    });
    expect(await comesAgain(verdict())).toBe(false);
    expect(await comesAgain(verdict())).toBe(false);
    expect(taken).toEqual([1, 2, 3].map((number) => `clinic-${number}@${site}.example`));
    expect(pipeline.putOff()).toEqual([]);
  });

  test('a run whose time is over begins no mail, and tells the rest when the message comes again', async () => {
    expect(await comesAgain(verdict(), { remainingMs: mailMs - 1 })).toBe(true);
    expect(recipients()).toEqual([]);
    expect(output.text()).toContain('NoticeOutOfTimeError');
    expect(pipeline.putOff()).toEqual([{ message: 'n', seconds: 180 }]);
    expect(await comesAgain(verdict())).toBe(false);
    expect(recipients()).toHaveLength(1);
  });
});

test('what has used up the quota of the day asks once, and comes again later', async () => {
  pipeline.ses.on(SendEmailCommand).rejects(quota);
  expect(await comesAgain(verdict(), { tries: 5 })).toBe(true);
  expect(recipients()).toHaveLength(1);
  expect(pipeline.putOff()).toEqual([{ message: 'n', seconds: 21_600 }]);
});

describe('a notice that fails', () => {
  async function waits(prepare: () => void): Promise<readonly unknown[]> {
    const found: unknown[] = [];
    for (let tries = 1; tries <= mostTries; tries += 1) {
      pipeline.reset();
      prepare();
      expect(await comesAgain(verdict(tries), { tries })).toBe(true);
      found.push(...pipeline.putOff().map(({ seconds }) => seconds));
    }
    return found;
  }

  test('comes again after growing waits, twenty hours in all, and then no more', async () => {
    expect(await waits(() => pipeline.ses.on(SendEmailCommand).rejects(down))).toEqual([
      180, 600, 1_800, 7_200, 21_600, 39_600, 0,
    ]);
    expect([0, 100].map((tries) => waitAfterFailure([down], tries))).toEqual([180, 0]);
  });

  test('for a reason that only a person can mend is a dead letter soon', async () => {
    const soon = [180, 180, 180, 180, 180, 180, 0];
    expect(await waits(() => pipeline.ses.on(SendEmailCommand).rejects(unverified))).toEqual(soon);
    await contact(1, 'Zzyzx at clinic');
    expect(await waits(() => undefined)).toEqual(soon);
    pipeline.reset();
    await comesAgain('no JSON', { tries: 6 });
    expect(pipeline.putOff()).toEqual([{ message: 'n', seconds: 180 }]);
  });

  test('for such a reason and another one waits for the other', async () => {
    await contact(2, 'Zzyzx at clinic');
    pipeline.ses.on(SendEmailCommand).rejects(down);
    await comesAgain(verdict(), { tries: 4 });
    expect(pipeline.putOff()).toEqual([{ message: 'n', seconds: 7_200 }]);
  });

  test('comes when the queue brings it where it cannot be put off', async () => {
    pipeline.ses.on(SendEmailCommand).rejects(down);
    pipeline.sqs.on(ChangeMessageVisibilityCommand).rejects(new Error('throttled'));
    expect(await comesAgain(verdict())).toBe(true);
    expect(output.text()).toContain('could not be put off');
  });
});

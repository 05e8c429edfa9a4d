import { SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { clinicContactKey, type VerdictEvent, webhookKey } from '../../../core/records/index.ts';
import { checkSignedPath } from '../../../functions/links/signedLink.ts';
import { deliveries as deliveriesOf } from '../../../functions/tables/deliveries.ts';
import { tableNames } from '../harness/embeddedTables.ts';
import { loadNotify } from '../harness/loadedFunctions.ts';
import { linkSecret } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { verdictEvent } from '../harness/verdictEvents.ts';

const { pipeline, newSite, output } = await pipelineOfTests();
const tell = await loadNotify();
const notify = (...events: readonly (VerdictEvent | string)[]) =>
  tell(...events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event))));
let site: string;
beforeEach(async () => {
  site = await newSite();
  await contact(1);
});

const contact = (number: number) =>
  pipeline.tables.put(tableNames.directory, {
    ...clinicContactKey(site, number),
    email: `clinic-${number}@${site}.example`,
  });
const studyKey = 'k'.repeat(43);
const verdict = (facts: Partial<VerdictEvent> = {}) => verdictEvent({ site, studyKey, ...facts });
const recipients = () => pipeline.mails().map(({ Destination }) => Destination?.ToAddresses?.join());
const subjects = () => pipeline.mails().map(({ Content }) => Content?.Simple?.Subject?.Data);
const text = () => pipeline.mails()[0]?.Content?.Simple?.Body?.Text?.Data ?? '';
const deliveries = () => pipeline.deliveriesOf(site);

describe('a clinic', () => {
  test('is sent a mail whose link opens this report for thirty days, and no outcome', async () => {
    vi.useFakeTimers({ now: Date.parse('2025-02-03T10:00:00Z'), toFake: ['Date'] });
    expect(await notify(verdict())).toEqual([]);
    expect(pipeline.mails()).toMatchObject([
      { FromEmailAddress: 'reports@check.example', Destination: { ToAddresses: [`clinic-1@${site}.example`] } },
    ]);
    const link = new URL(/https:\S+/.exec(text())?.[0] ?? '');
    const e = String(Date.parse('2025-03-05T10:00:00Z') / 1000);
    expect(`${link.origin}${link.pathname}`).toBe(`https://check.example/r/${site}/${studyKey}/1`);
    expect(link.searchParams.get('e')).toBe(e);
    const signed = { path: link.pathname, e, s: link.searchParams.get('s') ?? '' };
    expect(checkSignedPath(linkSecret, signed, Date.now() / 1000)).toBe('valid');
    expect(JSON.stringify(pipeline.mails())).not.toMatch(/compliant/i);
  });

  test('is told once, however often the event comes', async () => {
    await notify(verdict(), verdict());
    await notify(verdict());
    expect(recipients()).toEqual([`clinic-1@${site}.example`]);
    expect(await deliveries()).toMatchObject([{ status: 'sent', sk: '0001#CLINIC#1#email' }]);
  });

  test('with several contacts has each of them told', async () => {
    await contact(2);
    await notify(verdict());
    expect(recipients()).toEqual([`clinic-1@${site}.example`, `clinic-2@${site}.example`]);
  });

  test('whose contact beside it is malformed is told all the same, once; the event ends in the dead-letter queue', async () => {
    await contact(3);
    await pipeline.tables.put(tableNames.directory, { ...clinicContactKey(site, 2), email: 'Zzyzx at clinic' });
    const tries = [await notify(verdict()), await notify(verdict())];
    expect(tries).toEqual([['0'], ['0']]);
    expect(recipients()).toEqual([`clinic-1@${site}.example`, `clinic-3@${site}.example`]);
    expect(output.text()).toContain('"contact":"CLINIC#2"');
    expect(output.text()).not.toContain('Zzyzx');
  });

  test('with one contact, malformed, fails visibly; a key that could be an address is not logged', async () => {
    site = await newSite('lonely');
    await pipeline.tables.put(tableNames.directory, {
      ...clinicContactKey(site, 1),
      sk: 'CLINIC#Zzyzx@clinic.example',
    });
    expect(await notify(verdict())).toEqual(['0']);
    expect(output.text()).toContain('"contact":"CLINIC#?"');
    expect(output.text()).not.toContain('Zzyzx');
  });

  test('is told of a changed outcome, as a correction', async () => {
    await notify(verdict());
    await notify(verdict({ revision: 2, previousOutcome: 'not-compliant', outcome: 'compliant' }));
    expect(subjects()).toEqual([expect.not.stringMatching(/correct/i), expect.stringMatching(/correct/i)]);
  });

  test('that was never told is not sent a correction', async () => {
    await notify(verdict({ revision: 2, previousOutcome: 'not-applicable' }));
    expect(subjects()).toEqual([expect.not.stringMatching(/correct/i)]);
  });

  test('is not told what it knows, nor of what is not applicable', async () => {
    const same = verdict({ revision: 2, previousOutcome: 'not-compliant' });
    expect(await notify(same, verdict({ revision: 3, outcome: 'not-applicable' }))).toEqual([]);
    expect(pipeline.mails()).toEqual([]);
  });
});

describe('a webhook of the clinic', () => {
  const webhook = (number: number) =>
    pipeline.tables.put(tableNames.directory, {
      ...webhookKey(site, number),
      url: `https://${site}.example/Zzyzx`,
      salt: 'salt-of-a-webhook',
    });
  const queued = () => pipeline.webhookMessages().map((body): unknown => JSON.parse(body));

  test('is queued by itself, with the event and no address', async () => {
    await webhook(1);
    await webhook(2);
    expect(await notify(verdict())).toEqual([]);
    expect(queued()).toEqual([
      { webhook: 'WEBHOOK#1', event: verdict() },
      { webhook: 'WEBHOOK#2', event: verdict() },
    ]);
    expect(recipients()).toHaveLength(1);
    expect(output.text()).not.toContain('Zzyzx');
  });

  test('is queued where the mail service is down', async () => {
    await webhook(1);
    pipeline.ses.on(SendEmailCommand).rejects(refused('ServiceUnavailable', 503));
    expect(await notify(verdict())).toEqual(['0']);
    expect(queued()).toHaveLength(1);
  });

  test('that cannot be queued has the event come again; the mails go all the same', async () => {
    await webhook(1);
    pipeline.sqs.on(SendMessageCommand).rejects(new Error('throttled'));
    expect(await notify(verdict())).toEqual(['0']);
    expect(recipients()).toHaveLength(1);
  });

  test('is queued of no more than mails are sent of', async () => {
    await webhook(1);
    const same = verdict({ revision: 2, previousOutcome: 'not-compliant' });
    await notify(same, verdict({ revision: 3, outcome: 'not-applicable' }), verdict({ revision: 4, quiet: true }));
    expect(queued()).toEqual([]);
  });

  test('may be all that a site has', async () => {
    site = await newSite('hooked');
    await webhook(1);
    expect(await notify(verdict())).toEqual([]);
    expect(queued()).toHaveLength(1);
  });
});

test('a claim whose answer was lost is known again by its holder, and by no one else', async () => {
  const claims = deliveriesOf(pipeline.tables.documents, tableNames.deliveries);
  const delivery = { site, studyKey, revision: 1, audience: 'CLINIC#1', channel: 'email' } as const;
  const answers = [];
  for (const claim of ['mine', 'mine', 'another']) answers.push(await claims.claim(delivery, claim, 1_000));
  expect(answers).toEqual(['claimed', 'claimed', 'in-progress']);
});

describe('when the mail service', () => {
  test('refuses, the next try is not kept waiting by a claim', async () => {
    pipeline.ses.on(SendEmailCommand).rejectsOnce(refused('MessageRejected', 400));
    expect(await notify(verdict())).toEqual(['0']);
    pipeline.reset();
    expect(await notify(verdict())).toEqual([]);
    expect(recipients()).toHaveLength(1);
  });

  test('refuses one contact, the other is told, and only once', async () => {
    await contact(2);
    pipeline.ses.on(SendEmailCommand).rejectsOnce(refused('MessageRejected', 400));
    expect(await notify(verdict())).toEqual(['0']);
    expect(await notify(verdict())).toEqual([]);
    expect(recipients().slice(1)).toEqual([`clinic-2@${site}.example`, `clinic-1@${site}.example`]);
  });

  test.each([
    ['does not answer', new Error('socket hang up')],
    ['fails with a 500', failed('InternalServiceErrorException', 500)],
    ['fails with a 503', failed('ServiceUnavailable', 503)],
  ])('%s, the mail may have gone: the notice waits for its lease to end', async (_, error) => {
    const start = Date.parse('2025-02-03T10:00:00Z');
    vi.useFakeTimers({ now: start, toFake: ['Date'] });
    pipeline.ses.on(SendEmailCommand).rejectsOnce(error);
    expect(await notify(verdict())).toEqual(['0']);
    pipeline.reset();
    expect(await notify(verdict())).toEqual(['0']);
    expect(pipeline.mails()).toEqual([]);
    vi.setSystemTime(start + 4 * 60 * 1000);
    expect(await notify(verdict())).toEqual([]);
    expect(recipients()).toHaveLength(1);
  });
});

test('an event that breaks the contract comes again, and is not written to the log', async () => {
  expect(await notify('{"patient": "Zzyzx^Zelda"}', verdict())).toEqual(['0']);
  expect(recipients()).toHaveLength(1);
  expect(output.text()).toContain('A verdict event failed');
  expect(output.text()).not.toContain('Zzyzx');
});

test('neither output nor deliveries hold an address or a link', async () => {
  await notify(verdict());
  const seen = output.text() + JSON.stringify(await deliveries());
  expect(seen).toContain('Verdict told');
  expect(seen).not.toContain('@');
  expect(seen).not.toContain('/r/');
  expect(seen).not.toContain('NoticesSent":0');
});

function refused(name: string, httpStatusCode: number): SESv2ServiceException {
  return new SESv2ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode }, message: name });
}

function failed(name: string, httpStatusCode: number): SESv2ServiceException {
  return new SESv2ServiceException({ name, $fault: 'server', $metadata: { httpStatusCode }, message: name });
}

import { createHmac } from 'node:crypto';
import dns from 'node:dns';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type VerdictEvent, type WebhookMessage, webhookKey, webhookSecret } from '../../../core/records/index.ts';
import { mostTries, waitAfterTry } from '../../../functions/webhook/waitAfterTry.ts';
import { tableNames } from '../harness/embeddedTables.ts';
import { hand, webhookKeyOfTheTests } from '../harness/pipeline.ts';
import { pipelineOfTests } from '../harness/pipelineOfTests.ts';
import { verdictEvent } from '../harness/verdictEvents.ts';

type Posted = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };

const { pipeline, nameSite, output } = await pipelineOfTests();
const { handler } = await import('../../../functions/webhook/handler.ts');
let receiver: Server;
let posted: Posted[] = [];
let connections = 0;
/** What the receiver answers; `null`: it hangs up. */
let answers: (number | null)[] = [];
let site: string;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      posted.push({ path: request.url ?? '', headers: request.headers, body });
      const status = answers.length > 1 ? answers.shift() : answers[0];
      if (status === null || status === undefined) request.socket.destroy();
      else response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' }).end('x'.repeat(100_000));
    });
  });
  receiver.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => receiver.close(resolve));
});
beforeEach(async () => {
  site = nameSite('hooked');
  posted = [];
  connections = 0;
  answers = [204];
  process.env.WEBHOOKS_MAY_BE_LOCAL = 'true';
  await register(1, receiverUrl('/mri?token=Zzyzx'));
});
afterEach(() => {
  delete process.env.WEBHOOKS_MAY_BE_LOCAL;
});

const receiverUrl = (path: string) => {
  const { port } = receiver.address() as AddressInfo;
  return `http://127.0.0.1:${port}${path}`;
};
const saltOf = (number: number) => `salt-of-webhook-${number}`;
const register = (number: number, url: string) =>
  pipeline.tables.put(tableNames.directory, { ...webhookKey(site, number), url, salt: saltOf(number) });
const studyKey = 'w'.repeat(43);
const verdict = (facts: Partial<VerdictEvent> = {}) => verdictEvent({ site, studyKey, ...facts });
/** Hands over messages; the ids of those that come again. */
const tell = (messages: readonly (WebhookMessage | string)[], tries = 1) =>
  hand(
    handler,
    messages.map((message, index) => ({
      id: `m${index}`,
      body: typeof message === 'string' ? message : JSON.stringify(message),
      tries,
    })),
  );
const forWebhook = (number: number, event = verdict()): WebhookMessage => ({ webhook: `WEBHOOK#${number}`, event });
const deliveries = () => pipeline.deliveriesOf(site);

describe('a webhook', () => {
  test('is posted the event as it was published, signed so that its receiver can check it', async () => {
    vi.useFakeTimers({ now: Date.parse('2025-02-03T10:00:00Z'), toFake: ['Date'] });
    expect(await tell([forWebhook(1)])).toEqual([]);
    const t = Date.parse('2025-02-03T10:00:00Z') / 1000;
    const body = JSON.stringify(verdict());
    const mac = createHmac('sha256', webhookSecret(webhookKeyOfTheTests, site, saltOf(1))).update(`${t}.${body}`);
    expect(posted).toEqual([
      {
        path: '/mri?token=Zzyzx',
        body,
        headers: expect.objectContaining({
          'content-type': 'application/json',
          'content-length': String(body.length),
          'x-ms-mri-check-signature': `t=${t},v1=${mac.digest('hex')}`,
        }),
      },
    ]);
  });

  test('is told once, however often the message comes', async () => {
    await tell([forWebhook(1), forWebhook(1)]);
    await tell([forWebhook(1)]);
    expect(posted).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ status: 'sent', sk: '0001#WEBHOOK#1#webhook' }]);
  });

  test('beside another one of the site is signed with a secret of its own', async () => {
    await register(2, receiverUrl('/second'));
    await tell([forWebhook(1), forWebhook(2)]);
    const signatures = posted.map(({ headers }) => String(headers['x-ms-mri-check-signature']).split('v1=')[1]);
    expect(new Set(signatures).size).toBe(2);
  });

  test('that was removed meanwhile is not told, and nothing fails', async () => {
    expect(await tell([forWebhook(7)])).toEqual([]);
    expect(posted).toEqual([]);
    expect(await deliveries()).toEqual([]);
  });
});

describe('a receiver that does not take an event', () => {
  test.each([
    301, 302, 400, 404, 410, 429, 500, 503,
  ])('but answers %i is asked again, and not sent elsewhere', async (status) => {
    answers = [status, 204];
    expect(await tell([forWebhook(1)])).toEqual(['m0']);
    expect(posted).toHaveLength(1);
    vi.useFakeTimers({ now: Date.now() + 180_000, toFake: ['Date'] });
    expect(await tell([forWebhook(1)], 2)).toEqual([]);
    expect(posted).toHaveLength(2);
  });

  test('but hangs up is asked again', async () => {
    answers = [null, 204];
    expect(await tell([forWebhook(1)])).toEqual(['m0']);
    vi.useFakeTimers({ now: Date.now() + 180_000, toFake: ['Date'] });
    expect(await tell([forWebhook(1)], 2)).toEqual([]);
  });

  test('keeps no other from being told', async () => {
    await register(2, 'http://127.0.0.1:1/nobody');
    expect(await tell([forWebhook(2), forWebhook(1)])).toEqual(['m0']);
    expect(posted).toHaveLength(1);
    expect(output.text()).toContain('"code":"ECONNREFUSED"');
  });

  test('is asked later each time: after three minutes, ten, thirty, two hours, six, and then no more', async () => {
    answers = [503];
    const waits: unknown[] = [];
    for (let tries = 1; tries <= mostTries; tries += 1) {
      pipeline.reset();
      await tell([forWebhook(1, verdict({ revision: tries }))], tries);
      waits.push(...pipeline.putOff());
    }
    expect(waits).toEqual([180, 600, 1800, 7200, 21_600, 0].map((seconds) => ({ message: 'm0', seconds })));
    expect([0, mostTries, 100].map(waitAfterTry)).toEqual([180, 0, 0]);
  });

  test('is asked again all the same where the message cannot be put off', async () => {
    answers = [503];
    pipeline.sqs.on(ChangeMessageVisibilityCommand).rejects(new Error('throttled'));
    expect(await tell([forWebhook(1)])).toEqual(['m0']);
    expect(output.text()).toContain('could not be put off');
  });

  test('is named in the log by its study and number, with what it answered; never by its address', async () => {
    answers = [503];
    await tell([forWebhook(1)]);
    expect(output.text()).toContain('"webhook":"WEBHOOK#1"');
    expect(output.text()).toContain('"httpStatus":503');
    expect(output.text()).not.toMatch(/Zzyzx|127\.0\.0\.1/);
  });
});

describe('an address', () => {
  const refused = async (url: string) => {
    delete process.env.WEBHOOKS_MAY_BE_LOCAL;
    await register(1, url);
    const failed = await tell([forWebhook(1)]);
    return { failed, connections };
  };

  test('without TLS is not posted to where the function is deployed', async () => {
    expect(await refused(receiverUrl('/'))).toEqual({ failed: ['m0'], connections: 0 });
    expect(output.text()).toContain('UnsafeWebhookError');
  });

  test.each([
    'https://127.0.0.1',
    'https://localhost',
    'https://[::ffff:127.0.0.1]',
    'https://2130706433',
    'https://[::7f00:1]',
    'https://[::127.0.0.1]',
    'https://[0:0:0:0:0:0:7f00:1]',
    'https://[::]',
    'https://[::1]',
  ])('of this machine is refused before anything connects: %s', async (origin) => {
    const { port } = receiver.address() as AddressInfo;
    expect(await refused(`${origin}:${port}/`)).toEqual({ failed: ['m0'], connections: 0 });
    expect(output.text()).toContain('UnsafeWebhookError');
  });

  test.each([
    ['10.0.0.1', 4],
    ['fd00::1', 6],
    ['::7f00:1', 6],
    ['::a00:1', 6],
  ])('of a private network is refused where a name leads to it: %s', async (address, family) => {
    const lookup = vi.spyOn(dns, 'lookup').mockImplementation(((
      _name: string,
      _options: dns.LookupAllOptions,
      done: (error: null, found: dns.LookupAddress[]) => void,
    ) =>
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address, family },
      ])) as typeof dns.lookup);
    try {
      expect(await refused('https://centre.example/')).toEqual({ failed: ['m0'], connections: 0 });
      expect(lookup).toHaveBeenCalledWith('centre.example', expect.anything(), expect.anything());
    } finally {
      lookup.mockRestore();
    }
    expect(output.text()).toContain('UnsafeWebhookError');
  });
});

test.each(['no JSON', '{}', '{"webhook":"CLINIC#1","event":{}}'])('a message that is none fails: %s', async (body) => {
  expect(await tell([body])).toEqual(['m0']);
  expect(posted).toEqual([]);
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { addSite } from '../../cli/siteDirectory.ts';
import { clinicContactKey, contactPk, type VerdictEvent, webhookKey } from '../../core/records/index.ts';
import { type Item, tableNames } from '../functions/harness/embeddedTables.ts';
import { hand } from '../functions/harness/pipeline.ts';
import { pipelineOfTests } from '../functions/harness/pipelineOfTests.ts';
import { verdictEvent } from '../functions/harness/verdictEvents.ts';

const { pipeline, nameSite, output } = await pipelineOfTests();
const { handler: notifying } = await import('../../functions/notify/handler.ts');
const { handler: posting } = await import('../../functions/webhook/handler.ts');
const notify = (event: VerdictEvent) => hand(notifying, [{ id: 'event', body: JSON.stringify(event) }]);
/** Hands over what waits to be posted. */
const post = (bodies: readonly string[]) =>
  hand(
    posting,
    bodies.map((body, index) => ({ id: `m${index}`, body })),
  );
let receiver: Server;
/** Paths that were posted to, in order. */
let posted: string[] = [];
/** Paths that answer 500. */
let failing: readonly string[] = [];
let site: string;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const path = request.url ?? '';
    posted.push(path);
    response.writeHead(failing.includes(path) ? 500 : 204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  process.env.WEBHOOKS_MAY_BE_LOCAL = 'true';
});
afterAll(async () => {
  delete process.env.WEBHOOKS_MAY_BE_LOCAL;
  await new Promise((resolve) => receiver.close(resolve));
});
beforeEach(() => {
  site = nameSite('again');
  posted = [];
  failing = [];
});

const register = (facts: { readonly email?: readonly string[]; readonly webhook?: readonly string[] | false }) =>
  addSite(
    site,
    { table: tableNames.directory, name: 'Again', email: [], telling: 'never', webhookKey: 'webhook', ...facts },
    pipeline.tables.documents,
  );
const url = (path: string) => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
const contactItems = async (): Promise<readonly Item[]> =>
  (await pipeline.tables.all(tableNames.directory)).filter(({ pk }) => pk === contactPk(site));
const nameOf = async (address: string) =>
  (await contactItems()).find(({ email, url: at }) => email === address || at === address)?.sk;
const seed = (item: Item) => pipeline.tables.put(tableNames.directory, item);
/** The lease of a claim whose sender did not say how it ended has run out. */
const wait = () => vi.useFakeTimers({ now: Date.now() + 180_000, toFake: ['Date'] });

const studyKey = 'a'.repeat(43);
const verdict = (facts: Partial<VerdictEvent> = {}) => verdictEvent({ site, studyKey, ...facts });

describe('webhooks, while an event waits for one of them', () => {
  beforeEach(async () => {
    failing = ['/a'];
    await register({ webhook: [url('/a'), url('/b')] });
    await notify(verdict());
  });
  const waiting = () => pipeline.webhookMessages();
  /** All are posted; what the failing one did not take. */
  const postAll = async (): Promise<readonly string[]> => {
    const failed = await post(waiting());
    expect(posted.toSorted()).toEqual(['/a', '/b']);
    posted = [];
    return waiting().filter((_, index) => failed.includes(`m${index}`));
  };

  test('given in another order are each told once, and the event goes to the one that it waits for', async () => {
    const left = await postAll();
    await register({ webhook: [url('/b'), url('/a')] });
    wait();
    expect(await post(left)).toEqual(['m0']);
    failing = [];
    wait();
    expect(await post(left)).toEqual([]);
    expect(posted).toEqual(['/a', '/a']);
    // The event itself comes again, too: nobody is told twice.
    pipeline.reset();
    await notify(verdict());
    expect(waiting()).toHaveLength(2);
    expect(await post(waiting())).toEqual([]);
    expect(posted).toEqual(['/a', '/a']);
  });

  test('given in another order, then without it, are not told what waited for it', async () => {
    const left = await postAll();
    await register({ webhook: [url('/b'), url('/a')] });
    wait();
    expect(await post(left)).toEqual(['m0']);
    await register({ webhook: [url('/b')] });
    failing = [];
    wait();
    expect(await post(left)).toEqual([]);
    expect(posted).toEqual(['/a']);
    expect(output.text()).toContain('"result":"removed"');
  });

  test.each([
    ['the other one alone', () => [url('/b')]],
    ['none', () => false as const],
    ['another one in its place', () => [url('/c'), url('/b')]],
  ])('given without it (%s) are not told through its name, and what waits is dropped', async (_, webhook) => {
    const left = await postAll();
    await register({ webhook: webhook() });
    wait();
    expect(await post(left)).toEqual([]);
    expect(posted).toEqual([]);
    expect(output.text()).toContain('"result":"removed"');
  });

  test('removed and given again are new: what waited is dropped, what comes is told', async () => {
    const before = await nameOf(url('/a'));
    await register({ webhook: false });
    await register({ webhook: [url('/a')] });
    expect(await nameOf(url('/a'))).not.toBe(before);
    failing = [];
    expect(await post(waiting())).toEqual([]);
    expect(posted).toEqual([]);
    pipeline.reset();
    await notify(verdict({ revision: 2, outcome: 'compliant', previousOutcome: 'not-compliant' }));
    await post(waiting());
    expect(posted).toEqual(['/a']);
  });
});

describe('contacts, while an event could not be told to one of them', () => {
  const refusing = (address: string) =>
    pipeline.ses
      .on(SendEmailCommand, { Destination: { ToAddresses: [address] } })
      .rejects(
        new SESv2ServiceException({ name: 'MessageRejected', $fault: 'client', $metadata: { httpStatusCode: 400 } }),
      );
  const told = () =>
    pipeline
      .mails()
      .map(({ Destination }) => Destination?.ToAddresses?.join())
      .toSorted();
  const [gone, mri, chief, fresh] = ['gone', 'mri', 'chief', 'new'].map((name) => `${name}@north.example`) as [
    string,
    string,
    string,
    string,
  ];

  test('given without it, with a new one, are each told once', async () => {
    refusing(gone);
    await register({ email: [gone, mri, chief] });
    expect(await notify(verdict())).toEqual(['event']);
    expect(told()).toEqual([chief, gone, mri]);

    await register({ email: [mri, chief, fresh] });
    pipeline.reset();
    expect(await notify(verdict())).toEqual([]);
    expect(told()).toEqual([fresh]);
    expect(await notify(verdict())).toEqual([]);
    expect(told()).toEqual([fresh]);
  });

  test('given in another order are not told again', async () => {
    await register({ email: [mri, chief] });
    await notify(verdict());
    await register({ email: [fresh, chief, mri] });
    pipeline.reset();
    await notify(verdict());
    expect(told()).toEqual([fresh]);
  });

  test('of which one is malformed are told once the list is given, which deletes it', async () => {
    await register({ email: [mri, chief] });
    await seed({ ...clinicContactKey(site, 'broken'), email: 'gone at north' });
    expect(await notify(verdict())).toEqual(['event']);
    await register({ email: [chief, mri, fresh] });
    expect((await contactItems()).map(({ email }) => email).toSorted()).toEqual([chief, mri, fresh]);
    pipeline.reset();
    expect(await notify(verdict())).toEqual([]);
    expect(told()).toEqual([fresh]);
  });
});

describe('names', () => {
  test('are random, each one’s own, and tell no address', async () => {
    const email = ['mri@north.example', 'chief@north.example'];
    await register({ email, webhook: [url('/a'), url('/b')] });
    const names = (await contactItems()).map(({ sk }) => String(sk));
    expect(names).toHaveLength(4);
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^(CLINIC|WEBHOOK)#[\w-]{12}$/);
    // Another site’s contact of the same address has another name, so that no name is made of an address.
    site = `${site}-too`;
    await register({ email, webhook: [url('/a'), url('/b')] });
    expect((await contactItems()).filter(({ sk }) => names.includes(String(sk)))).toEqual([]);
  });

  test('by number, of before, stay while what they name stands, and are given to nobody else', async () => {
    await seed({ ...clinicContactKey(site, 1), email: 'gone@north.example' });
    await seed({ ...clinicContactKey(site, 2), email: 'mri@north.example' });
    const salt = 'salt-that-stands';
    await seed({ ...webhookKey(site, 1), url: url('/a'), salt });
    await seed({ ...webhookKey(site, 2), url: url('/b'), salt });
    await register({
      email: ['new@north.example', 'mri@north.example'],
      webhook: [url('/c'), url('/b')],
    });
    const items = await contactItems();
    expect(items).toHaveLength(4);
    expect(items).toContainEqual({ ...clinicContactKey(site, 2), email: 'mri@north.example' });
    expect(items).toContainEqual({ ...webhookKey(site, 2), url: url('/b'), salt });
    expect(items.map(({ sk }) => sk)).not.toEqual(expect.arrayContaining(['CLINIC#1']));
    expect(items.map(({ sk }) => sk)).not.toEqual(expect.arrayContaining(['WEBHOOK#1']));
  });

  test('of one that is given twice are one; of one that stands twice one stays', async () => {
    const mri = 'mri@north.example';
    await register({ email: [mri, mri], webhook: [url('/a'), url('/a#part')] });
    expect(await contactItems()).toHaveLength(2);
    await seed({ ...clinicContactKey(site, 'zzzzzzzzzzzzz'), email: mri });
    await register({ email: [mri] });
    expect((await contactItems()).filter(({ email }) => email === mri)).toHaveLength(1);
  });
});

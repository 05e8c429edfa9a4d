import { createHmac } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type SiteAddOptions, siteCommand } from '../../cli/siteCommand.ts';
import { addSite } from '../../cli/siteDirectory.ts';
import { webhookItemSchema } from '../../core/records/index.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
const directory = mockClient(client);
const secrets = mockClient(SecretsManagerClient);
const key = 'the-webhook-key-of-a-stack';
let said = '';
beforeEach(() => {
  directory.reset();
  directory.on(GetCommand).resolves({});
  directory.on(PutCommand).resolves({});
  directory.on(DeleteCommand).resolves({});
  directory.on(QueryCommand).resolves({ Items: [] });
  secrets.reset();
  secrets.on(GetSecretValueCommand, { SecretId: 'arn:key' }).resolves({ SecretString: key });
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterAll(() => {
  directory.restore();
  secrets.restore();
  vi.restoreAllMocks();
});

const add = (facts: Partial<SiteAddOptions>) =>
  addSite(
    'north',
    { table: 'Directory', name: 'North', email: [], telling: 'never', webhookKey: 'arn:key', ...facts },
    client,
  );
const puts = () => directory.commandCalls(PutCommand).map(({ args: [{ input }] }) => input.Item);
const written = () => puts().flatMap((item) => webhookItemSchema.safeParse(item).data ?? []);
const deleted = () => directory.commandCalls(DeleteCommand).map(({ args: [{ input }] }) => input.Key?.sk);
const standing = (...urls: readonly string[]) =>
  directory.on(QueryCommand).resolves({
    Items: urls.map((url, index) => ({
      pk: 'CONTACT#north',
      sk: `WEBHOOK#${index + 1}`,
      url,
      salt: `salt-that-stands-${index + 1}`,
    })),
  });
const secretFor = (salt: string) =>
  createHmac('sha256', key)
    .update(JSON.stringify(['ms-mri-check/1', 'webhook', 'north', salt]))
    .digest('base64url');

describe('a new webhook', () => {
  test('is written before the registration with a salt of its own, and its secret is shown', async () => {
    await add({ webhook: ['https://pacs.north.example/mri', 'https://ris.north.example/'] });
    const [first, second] = written();
    expect(written()).toMatchObject([
      { pk: 'CONTACT#north', sk: expect.stringMatching(/^WEBHOOK#[\w-]{12}$/), url: 'https://pacs.north.example/mri' },
      { pk: 'CONTACT#north', sk: expect.stringMatching(/^WEBHOOK#[\w-]{12}$/), url: 'https://ris.north.example/' },
    ]);
    expect(puts().at(-1)).toMatchObject({ sk: 'SITE' });
    expect(first?.salt).not.toBe(second?.salt);
    expect(said).toBe(
      'north is registered: studies under incoming/north/ are judged from now on.\n' +
        [first, second]
          .map(
            (item) =>
              `${item?.url}\n  secret of its signatures (x-ms-mri-check-signature), shown this once: ${secretFor(item?.salt ?? '')}\n`,
          )
          .join(''),
    );
  });

  test('needs the key, and says where it is', async () => {
    const asked = addSite(
      'north',
      { table: 'Directory', name: 'North', email: [], telling: 'never', webhook: ['https://a.example/'] },
      client,
    );
    await expect(asked).rejects.toThrow('--webhook needs --webhook-key: the output WebhookKeyArn of the stack.');
    expect(puts()).toEqual([]);
  });

  test('whose key AWS does not give is not registered, and neither is the site', async () => {
    secrets
      .on(GetSecretValueCommand)
      .rejects(Object.assign(new Error('no'), { name: 'AccessDenied', $fault: 'client' }));
    await expect(add({ webhook: ['https://a.example/'] })).rejects.toThrow(
      '--webhook-key arn:key: AWS refused it (AccessDenied)',
    );
    expect(puts()).toEqual([]);
  });
});

describe('of webhooks that stand', () => {
  test('one that is given again is left as it is, and its secret not shown again; the others go', async () => {
    standing('https://old.example/', 'https://kept.example/');
    await add({ webhook: ['https://kept.example/'] });
    expect(written()).toEqual([]);
    expect(deleted()).toEqual(['WEBHOOK#1']);
    expect(said).not.toContain('secret');
    expect(secrets.calls()).toEqual([]);
  });

  test('a malformed one is replaced, by a new one of the same address', async () => {
    const item = { pk: 'CONTACT#north', sk: 'WEBHOOK#1', url: 'https://kept.example/', salt: 'short' };
    directory.on(QueryCommand).resolves({ Items: [item] });
    await add({ webhook: ['https://kept.example/'] });
    expect(written()).toMatchObject([{ url: 'https://kept.example/' }]);
    expect(deleted()).toEqual(['WEBHOOK#1']);
  });

  test('all stay where none is given', async () => {
    standing('https://old.example/');
    await add({});
    expect([written(), deleted()]).toEqual([[], []]);
  });

  test('all go with --no-webhook', async () => {
    standing('https://old.example/', 'https://kept.example/');
    await add({ webhook: false });
    expect([written(), deleted()]).toEqual([[], ['WEBHOOK#1', 'WEBHOOK#2']]);
  });
});

test.each([
  ['http://north.example/', '--webhook http://north.example/: it must begin with https://.'],
  ['ftp://north.example/', '--webhook ftp://north.example/: it must begin with https://.'],
  ['north.example', '--webhook north.example: this is no web address.'],
  [`https://north.example/${'x'.repeat(2000)}`, /this is no web address\.$/],
  ['https://name:word@north.example/', /^--webhook: a name and password in the address would not be sent/],
])('%s is refused', async (url, words) => {
  await expect(add({ webhook: [url] })).rejects.toThrow(words);
  expect(puts()).toEqual([]);
});

test('a receiver on this machine is taken, for the local stack', async () => {
  await add({ webhook: ['http://localhost:8080/#part'] });
  expect(written()).toMatchObject([{ url: 'http://localhost:8080/' }]);
});

describe('the command line', () => {
  const parsed = async (...given: readonly string[]) => {
    const { commands } = siteCommand();
    const command = commands.find((one) => one.name() === 'add');
    let options: unknown;
    command?.action((_name: string, found: unknown) => {
      options = found;
    });
    await command?.parseAsync(['north', '--name', 'North', '--table', 'Directory', ...given], { from: 'user' });
    return options;
  };

  test.each([
    [[], undefined],
    [
      ['--webhook', 'https://a.example', '--webhook', 'https://b.example'],
      ['https://a.example', 'https://b.example'],
    ],
    [['--no-webhook'], false],
  ])('%j', async (given, webhook) => {
    const options = await parsed(...given);
    const found = typeof options === 'object' && options !== null && 'webhook' in options ? options.webhook : undefined;
    // Of an option with a `--no-`, commander's own word for "not given" is `true`.
    expect(found === true ? undefined : found).toEqual(webhook);
  });
});

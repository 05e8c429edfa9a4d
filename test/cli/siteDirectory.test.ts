import { readFile } from 'node:fs/promises';
import { DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SiteAddOptions } from '../../cli/siteCommand.ts';
import { addSite, listSites } from '../../cli/siteDirectory.ts';
import { siteItemSchema } from '../../core/records/index.ts';
import { type TemporaryFolder, temporaryFolder, writeBelow } from './temporaryFolder.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
const directory = mockClient(client);
beforeEach(() => {
  directory.reset();
  directory.on(GetCommand).resolves({});
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

const options = { table: 'Directory', name: 'North Clinic', email: ['mri@north.example'], telling: 'never' } as const;

test('the contacts are written first, the registration last, and contacts of before are removed', async () => {
  directory.on(PutCommand).resolves({});
  directory.on(DeleteCommand).resolves({});
  directory.on(QueryCommand).resolves({
    Items: [
      { pk: 'CONTACT#north', sk: 'CLINIC#1', email: 'gone@north.example' },
      { pk: 'CONTACT#north', sk: 'CLINIC#2', email: 'none' },
    ],
  });
  await addSite('north', options, client);
  expect(directory.commandCalls(PutCommand).map((call) => call.args[0].input.Item)).toStrictEqual([
    { pk: 'CONTACT#north', sk: expect.stringMatching(/^CLINIC#[\w-]{12}$/), email: 'mri@north.example' },
    { pk: 'SITE#north', sk: 'SITE', site: 'north', name: 'North Clinic', defaultIndication: null, telling: 'never' },
  ]);
  expect(directory.commandCalls(DeleteCommand).map((call) => call.args[0].input.Key)).toStrictEqual([
    { pk: 'CONTACT#north', sk: 'CLINIC#1' },
    { pk: 'CONTACT#north', sk: 'CLINIC#2' },
  ]);
  expect(directory.calls().map(({ args: [command] }) => command.constructor.name)).toStrictEqual([
    'QueryCommand',
    'GetCommand',
    'PutCommand',
    'DeleteCommand',
    'DeleteCommand',
    'PutCommand',
  ]);
  expect(directory.commandCalls(QueryCommand)[0]?.args[0].input.ConsistentRead).toBe(true);
});

test('without an address the contacts stay as they are', async () => {
  directory.on(PutCommand).resolves({});
  await addSite('north', { ...options, email: [], indication: 'monitoring' }, client);
  expect(directory.calls().map((call) => call.args[0].input)).toMatchObject([
    { Key: { pk: 'SITE#north', sk: 'SITE' }, ConsistentRead: true },
    { Item: { pk: 'SITE#north', sk: 'SITE', defaultIndication: 'monitoring' } },
  ]);
});

describe('editions', () => {
  let root: TemporaryFolder;
  beforeAll(async () => {
    root = await temporaryFolder();
  });
  afterAll(() => root[Symbol.asyncDispose]());
  const poland = () => readFile(new URL('../../protocols/poland-2020.yaml', import.meta.url), 'utf8');
  const written = () => directory.commandCalls(PutCommand).map((call) => call.args[0].input.Item);
  const add = (...protocol: readonly string[]) => addSite('north', { ...options, email: [], protocol }, client);

  test('are registered by id, with the revision where one is named', async () => {
    directory.on(PutCommand).resolves({});
    await add('cmsc-2016@1', '2021');
    expect(written()).toMatchObject([
      {
        sk: 'SITE',
        protocols: [
          { id: 'cmsc-2016', revision: 1 },
          { id: 'magnims-cmsc-naims-2021', revision: null },
        ],
      },
    ]);
  });

  test('of the site’s own are kept beside the registration, and before it', async () => {
    directory.on(PutCommand).resolves({});
    const path = await writeBelow(
      root.path,
      'ours.yaml',
      (await poland()).replace('id: poland-2020', 'id: our-site').replace('territory: PL', 'territory: site'),
    );
    await add(path);
    const [item, registration] = written();
    expect(item).toMatchObject({ pk: 'SITE#north', sk: expect.stringMatching(/^PROTOCOL#[0-9a-f]{64}$/) });
    const { protocols = [] } = siteItemSchema.parse(registration);
    expect(protocols).toMatchObject([{ id: 'our-site', revision: 1 }]);
    expect(item?.sk).toBe(`PROTOCOL#${protocols[0]?.ownSha256}`);
  });

  test.each([
    ['one that there is not', ['cmsc-2031'], 'There is no protocol "cmsc-2031".'],
    ['a revision that there is not', ['cmsc-2016@99'], 'There is no protocol "cmsc-2016@99".'],
    ['one named twice', ['cmsc-2016', 'cmsc-2016@1'], 'the edition "cmsc-2016" is named twice'],
    ['a file that is not there', ['absent.yaml'], 'cannot be read'],
  ])('%s is refused, and nothing is written', async (_, names, message) => {
    await expect(add(...names)).rejects.toThrow(message);
    expect(written()).toStrictEqual([]);
  });

  test('a file with faults is refused with them', async () => {
    const path = await writeBelow(
      root.path,
      'faulty.yaml',
      (await poland()).replace('id: poland-2020', 'id: Our Site'),
    );
    await expect(add(path)).rejects.toThrow('lower-case words joined by hyphens');
    expect(written()).toStrictEqual([]);
  });

  test('are listed, and that none is registered', async () => {
    const item = { pk: 'SITE#a', sk: 'SITE', site: 'a', name: 'A', defaultIndication: null, telling: 'never' };
    const protocols = [{ id: 'cmsc-2016', revision: 1 }];
    directory.on(ScanCommand).resolves({ Items: [item, { ...item, protocols }] });
    await listSites('Directory', client);
    expect(vi.mocked(process.stdout.write).mock.calls.map(([line]) => line)).toStrictEqual([
      'a\tA\tindication: any\teditions: those in force\ttelling: never\n',
      'a\tA\tindication: any\teditions: cmsc-2016@1\ttelling: never\n',
    ]);
  });
});

describe('a site that is registered again', () => {
  const standing = {
    ...{ pk: 'SITE#north', sk: 'SITE', site: 'north', name: 'North', defaultIndication: 'diagnosis', telling: 'never' },
    protocols: [{ id: 'our-site', revision: 2, ownSha256: 'f'.repeat(64) }],
  };
  beforeEach(() => {
    directory.on(GetCommand).resolves({ Item: standing });
    directory.on(QueryCommand).resolves({ Items: [] });
    directory.on(PutCommand).resolves({});
  });
  const again = async (facts: Partial<SiteAddOptions>) => {
    await addSite('north', { ...options, ...facts }, client);
    return directory
      .commandCalls(PutCommand)
      .map((call) => call.args[0].input.Item)
      .at(-1);
  };
  const said = () => vi.mocked(process.stdout.write).mock.calls.map(([line]) => line);

  test('keeps its editions and its indication where none are given, and says so', async () => {
    expect(await again({})).toStrictEqual({ ...standing, name: 'North Clinic' });
    expect(said().slice(1)).toStrictEqual([
      'Editions as before: our-site@2 (--no-protocol removes them).\n',
      'Indication as before: diagnosis (--no-indication removes it).\n',
    ]);
  });

  test('keeps the one where the other is given', async () => {
    expect(await again({ indication: 'monitoring' })).toStrictEqual({
      ...standing,
      name: 'North Clinic',
      defaultIndication: 'monitoring',
    });
    expect(await again({ protocol: ['cmsc-2016'] })).toStrictEqual({
      ...standing,
      name: 'North Clinic',
      protocols: [{ id: 'cmsc-2016', revision: null }],
    });
  });

  test('loses what it is told to', async () => {
    const { protocols: _, ...none } = { ...standing, name: 'North Clinic', defaultIndication: null };
    expect(await again({ protocol: false, indication: false })).toStrictEqual(none);
    expect(said()).toHaveLength(1);
  });

  test('whose registration cannot be read is left alone until everything is given', async () => {
    directory.on(GetCommand).resolves({ Item: { ...standing, defaultIndication: 'of another version' } });
    await expect(again({ indication: false })).rejects.toThrow('say what is to stand: --protocol or --no-protocol');
    expect(directory.commandCalls(PutCommand)).toHaveLength(0);
    expect(await again({ indication: false, protocol: false })).toMatchObject({ defaultIndication: null });
  });
});

test('a table that is not there is said in a sentence', async () => {
  directory.onAnyCommand().rejects(new ResourceNotFoundException({ message: 'no', $metadata: {} }));
  await expect(addSite('north', options, client)).rejects.toThrow(
    'DynamoDB refused the table "Directory" (ResourceNotFoundException): check --table, AWS_REGION and the credentials.',
  );
});

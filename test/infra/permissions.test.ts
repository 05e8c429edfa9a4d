import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { synthesizeWithoutBundles } from './synthesize.ts';
import { type FunctionName, referredIds, type Statement, wiringOf } from './wiring.ts';

const { environmentOf, permissionsOf } = wiringOf(synthesizeWithoutBundles());

const functionsFolder = resolve(import.meta.dirname, '../../functions');
const everywhere = ['POWERTOOLS_LOG_LEVEL', 'POWERTOOLS_METRICS_NAMESPACE', 'POWERTOOLS_SERVICE_NAME'];
const consume = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
];
const log = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const trace = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

const names: readonly FunctionName[] = ['ingest', 'backfill', 'evaluate', 'notify', 'webhook', 'portal'];

interface Expected {
  readonly environment: readonly string[];
  /** The construct a permission is on → the actions. */
  readonly permissions: Readonly<Record<string, readonly string[]>>;
}

const expected: Readonly<Record<FunctionName, Expected>> = {
  ingest: {
    environment: [
      'DIRECTORY_TABLE',
      'IDENTITY_SECRET_ARN',
      'INTAKE_QUEUE_URL',
      'NEXT_TRY_SECONDS',
      'QUIET_SECONDS',
      'SETTLE_QUEUE_URL',
      'STUDIES_TABLE',
    ],
    permissions: {
      '*': trace,
      IdentityKey: ['secretsmanager:GetSecretValue'],
      IncomingBucket: ['s3:GetObject', 's3:ListBucket'],
      IngestLogs: log,
      IntakeQueue: [...consume, 'sqs:SendMessage'],
      SettleQueue: ['sqs:SendMessage'],
      TablesDirectory: ['dynamodb:GetItem'],
      TablesStudies: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    },
  },
  backfill: {
    environment: [
      'DIRECTORY_TABLE',
      'IDENTITY_SECRET_ARN',
      'INCOMING_BUCKET',
      'NEXT_TRY_SECONDS',
      'QUIET_SECONDS',
      'SETTLE_QUEUE_URL',
      'STUDIES_TABLE',
    ],
    permissions: {
      '*': trace,
      BackfillTakeLogs: log,
      IdentityKey: ['secretsmanager:GetSecretValue'],
      IncomingBucket: ['s3:GetObject', 's3:ListBucket'],
      SettleQueue: ['sqs:SendMessage'],
      TablesDirectory: ['dynamodb:GetItem'],
      TablesStudies: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    },
  },
  evaluate: {
    environment: ['CAP_SECONDS', 'DIRECTORY_TABLE', 'SETTLE_QUEUE_URL', 'STUDIES_TABLE', 'VERDICTS_TOPIC_ARN'],
    permissions: {
      '*': trace,
      EvaluateLogs: log,
      SettleQueue: [...consume, 'sqs:SendMessage'],
      TablesDirectory: ['dynamodb:GetItem'],
      TablesStudies: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      VerdictsTopic: ['sns:Publish'],
    },
  },
  notify: {
    environment: [
      'DELIVERIES_TABLE',
      'DIRECTORY_TABLE',
      'LINK_SECRET_ARN',
      'NOTICES_QUEUE_URL',
      'REPORT_BASE_URL',
      'SENDER_ADDRESS',
      'WEBHOOKS_QUEUE_URL',
    ],
    permissions: {
      '*': trace,
      LinkKey: ['secretsmanager:GetSecretValue'],
      NoticesQueue: consume,
      NotifyLogs: log,
      TablesDeliveries: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      TablesDirectory: ['dynamodb:GetItem', 'dynamodb:Query'],
      WebhooksQueue: ['sqs:SendMessage'],
    },
  },
  webhook: {
    environment: ['DELIVERIES_TABLE', 'DIRECTORY_TABLE', 'WEBHOOKS_QUEUE_URL', 'WEBHOOK_KEY_ARN'],
    permissions: {
      '*': trace,
      TablesDeliveries: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      TablesDirectory: ['dynamodb:GetItem'],
      WebhookKey: ['secretsmanager:GetSecretValue'],
      WebhookLogs: log,
      WebhooksQueue: consume,
    },
  },
  portal: {
    environment: ['LINK_SECRET_ARN', 'STUDIES_TABLE'],
    permissions: {
      '*': trace,
      LinkKey: ['secretsmanager:GetSecretValue'],
      PortalLogs: log,
      TablesStudies: ['dynamodb:GetItem'],
    },
  },
};

describe.each(Object.entries(expected))('%s', (key, { environment, permissions }) => {
  const name = functionName(key);

  test('is told what it needs, no more', () => {
    expect(Object.keys(environmentOf(name)).toSorted()).toEqual([...environment, ...everywhere].toSorted());
  });

  test('asks for everything that it is told', () => {
    const handler = readFileSync(join(functionsFolder, name, 'handler.ts'), 'utf8');
    const asked = [...handler.matchAll(/\bsetting(?:Seconds)?\('([A-Z_]+)'\)/g)].map(([, variable]) => variable);
    expect([...new Set(asked)].toSorted()).toEqual(environment.toSorted());
  });

  test('may do what it needs, no more', () => {
    expect(actionsByTarget(permissionsOf(name))).toEqual(permissions);
  });
});

test('a function reads the secrets that its handler asks for, no other', () => {
  const secretsOf = (name: FunctionName) =>
    permissionsOf(name)
      .filter(({ Action }) => Action.includes('secretsmanager:GetSecretValue'))
      .flatMap(({ Resource }) => targetsOf(Resource));

  expect(secretsOf('ingest')).toEqual(['IdentityKey']);
  expect(secretsOf('backfill')).toEqual(['IdentityKey']);
  expect(secretsOf('evaluate')).toEqual([]);
  expect(secretsOf('notify')).toEqual(['LinkKey']);
  expect(secretsOf('webhook')).toEqual(['WebhookKey']);
  expect(secretsOf('portal')).toEqual(['LinkKey']);
});

test('only notify lists contacts; the webhook function reads one item of theirs at a time', () => {
  const sites = { action: ['dynamodb:GetItem'], condition: onlyKeys('SITE#*') };
  const contacts = { action: ['dynamodb:Query'], condition: onlyKeys('CONTACT#*') };

  expect(directoryReads('ingest')).toEqual([sites]);
  expect(directoryReads('backfill')).toEqual([sites]);
  expect(directoryReads('evaluate')).toEqual([sites]);
  expect(directoryReads('notify')).toEqual([sites, contacts]);
  expect(directoryReads('webhook')).toEqual([{ action: ['dynamodb:GetItem'], condition: onlyKeys('CONTACT#*') }]);
  expect(directoryReads('portal')).toEqual([]);
});

test('evaluate looks up studies by their patient; nobody reads another index', () => {
  const indexesOf = (name: FunctionName) =>
    permissionsOf(name).flatMap(({ Action, Resource }) =>
      [...JSON.stringify(Resource).matchAll(/\/index\/(\w+|\*)/g)].map(([, index]) => `${Action} ${index}`),
    );

  expect(indexesOf('ingest')).toEqual([]);
  expect(indexesOf('backfill')).toEqual([]);
  expect(indexesOf('evaluate')).toEqual(['dynamodb:Query byPatient']);
  expect(indexesOf('notify')).toEqual([]);
  expect(indexesOf('portal')).toEqual([]);
});

test('notify mails from the sender address only, to identities of recipients too, as the sandbox of SES asks', () => {
  const ofSes = (Action: readonly string[]) => Action.some((action) => action.startsWith('ses:'));
  const mailing = permissionsOf('notify').filter(({ Action }) => ofSes(Action));

  expect(mailing.map(({ Action, Condition }) => ({ Action, Condition }))).toEqual([
    { Action: ['ses:SendEmail'], Condition: { StringEquals: { 'ses:FromAddress': { Ref: 'SenderAddress' } } } },
  ]);
  expect(
    [...JSON.stringify(mailing).matchAll(/:(identity|configuration-set)\/([^"]*)"/g)].map(([found]) => found),
  ).toEqual([':configuration-set/*"', ':identity/*"']);
  for (const name of names.filter((one) => one !== 'notify')) {
    expect(permissionsOf(name).filter(({ Action }) => ofSes(Action))).toEqual([]);
  }
});

function directoryReads(
  name: FunctionName,
): readonly { readonly action: readonly string[]; readonly condition: unknown }[] {
  return permissionsOf(name)
    .filter(({ Resource }) => targetsOf(Resource).includes('TablesDirectory'))
    .map(({ Action, Condition }) => ({ action: Action, condition: Condition }));
}

function onlyKeys(pattern: string): unknown {
  return {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [pattern] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
}

function actionsByTarget(statements: readonly Statement[]): Readonly<Record<string, readonly string[]>> {
  const pairs = statements.flatMap(({ Action, Resource }) => targetsOf(Resource).map((target) => ({ target, Action })));
  const byTarget = Map.groupBy(pairs, ({ target }) => target);
  return Object.fromEntries(
    [...byTarget].map(([target, granted]) => [
      target,
      [...new Set(granted.flatMap(({ Action }) => Action))].toSorted(),
    ]),
  );
}

// Logical ids end in a hash of the construct's path.
function targetsOf(resource: unknown): readonly string[] {
  if (resource === '*') return ['*'];
  const ids = referredIds(resource).filter((id) => !id.startsWith('AWS::'));
  return [...new Set(ids.map((id) => id.replace(/[0-9A-F]{8}$/, '')))];
}

function functionName(key: string): FunctionName {
  const found = names.find((name) => name === key);
  if (found === undefined) throw new Error(`No function is called ${key}.`);
  return found;
}

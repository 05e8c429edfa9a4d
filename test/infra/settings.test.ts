import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { defaultArchiveLimits } from '../../core/archive/index.ts';
import { defaultSettings, readSettings } from '../../infra/index.ts';

const settingsOf = (context: Readonly<Record<string, unknown>>) => readSettings(new App({ context }).node);

test('without context the defaults hold', () => {
  expect(settingsOf({})).toEqual(defaultSettings);
});

test('values come as the text of the command line or as the JSON of cdk.json', () => {
  const asText = {
    quietSeconds: '2',
    capSeconds: '600',
    keepIncomingDays: '15',
    logRetentionDays: '30',
    keepData: 'false',
  };
  const asJson = { quietSeconds: 2, capSeconds: 600, keepIncomingDays: 15, logRetentionDays: 30, keepData: false };

  expect(settingsOf({ ...asText, alarmEmail: 'ops@centre.example' })).toEqual({
    ...asJson,
    archiveLimits: null,
    archiveBucket: null,
    alarmEmail: 'ops@centre.example',
  });
  expect(settingsOf(asJson)).toEqual({ ...asJson, archiveLimits: null, archiveBucket: null, alarmEmail: null });
});

test.each([
  [{ quietSeconds: '901' }, 'quietSeconds is "901": give a whole number from 0 to 900.'],
  [{ quietSeconds: '' }, 'quietSeconds is "": give a whole number from 0 to 900.'],
  [{ quietSeconds: '1e2' }, 'quietSeconds is "1e2": give a whole number from 0 to 900.'],
  [{ quietSeconds: -1 }, 'quietSeconds is "-1": give a whole number from 0 to 900.'],
  [{ capSeconds: '2.5' }, 'capSeconds is "2.5": give a whole number from 60 to 86400.'],
  [{ keepIncomingDays: '14' }, 'keepIncomingDays is "14": give a whole number from 15 to 3650.'],
  [{ keepData: 'no' }, 'keepData is "no": give true or false.'],
  [{ archiveLimits: '{entries:1}' }, 'archiveLimits is "{entries:1}": give JSON such as {"entries":500000}.'],
  [{ archiveLimits: '{"dogs":1}' }, 'archiveLimits: There is no archive limit "dogs". The limits are entries,'],
  [
    { archiveLimits: { depth: 9 } },
    'archiveLimits: The archive limit depth is 9: give a whole number from 1 to 8 (default 2).',
  ],
  [{ archiveBucket: 's3://archive' }, 'archiveBucket is "s3://archive": give the name of a bucket.'],
  [{ alarmEmail: 'ops' }, 'alarmEmail is "ops": give one e-mail address.'],
])('%j is refused with what would do', (context, message) => {
  expect(() => settingsOf(context)).toThrow(message);
});

test('limits of archives come as JSON, with the defaults for the rest', () => {
  const expected = { ...defaultArchiveLimits, entries: 500_000 };
  expect(settingsOf({ archiveLimits: '{"entries":500000}' }).archiveLimits).toEqual(expected);
  expect(settingsOf({ archiveLimits: { entries: 500_000 } }).archiveLimits).toEqual(expected);
});

test('a retention that CloudWatch does not know is refused', () => {
  expect(() => settingsOf({ logRetentionDays: '31' })).toThrow(
    'logRetentionDays is "31": CloudWatch knows 1, 3, 5, 7, 14, 30,',
  );
});

test('a name that is no setting is refused, whereas keys of CDK itself are not', () => {
  expect(() => settingsOf({ quietSecond: '2' })).toThrow(
    'No such setting: quietSecond. The settings are quietSeconds,',
  );
  expect(
    settingsOf({ 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:checkSecretUsage': true, 'cli-telemetry': false }),
  ).toEqual(defaultSettings);
});

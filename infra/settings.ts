import type { Node } from 'constructs';
import { ArchiveLimitError, type ArchiveLimits, archiveLimitsFrom } from '../core/archive/index.ts';

/**
 * What may be set at synthesis, each by `-c name=value` or in the `context` of cdk.json:
 *
 * | Setting             | Default | Range            | Meaning                                                                          |
 * |---------------------|---------|------------------|----------------------------------------------------------------------------------|
 * | `quietSeconds`      | 120     | 0 to 900         | how long a study must receive nothing before it is evaluated                     |
 * | `capSeconds`        | 14400   | 60 to 86400      | a study older than this is evaluated even when it never falls quiet              |
 * | `keepIncomingDays`  | 30      | 15 to 3650       | dropped objects are deleted after this; headers and verdicts stay in the tables  |
 * | `logRetentionDays`  | 90      | CloudWatch's own | how long logs are kept                                                           |
 * | `keepData`          | true    | true, false      | deleting the stack leaves bucket, tables, secrets and logs behind                |
 * | `archiveLimits`     | none    | docs/archives.md | how much of a dropped archive is read, as JSON: `{"entries":500000}`             |
 * | `archiveBucket`     | none    | a bucket's name  | an archive elsewhere that may be backfilled: who lists and reads it, besides     |
 * | `alarmEmail`        | none    | an address       | told when an alarm goes off; without it, subscribe to the Alarms topic yourself  |
 *
 * One value is asked at deployment instead, as the CloudFormation parameter `SenderAddress`: the address that notices
 * come from has no sensible default, and CloudFormation refuses to start without it while synthesis needs none.
 */
export interface Settings {
  readonly quietSeconds: number;
  readonly capSeconds: number;
  readonly keepIncomingDays: number;
  readonly logRetentionDays: number;
  readonly keepData: boolean;
  /** `null`: those that the function was built with. */
  readonly archiveLimits: ArchiveLimits | null;
  /** `null`: only what lies in the bucket of the stack is backfilled. */
  readonly archiveBucket: string | null;
  readonly alarmEmail: string | null;
}

export const defaultSettings: Settings = {
  quietSeconds: 120,
  capSeconds: 14_400,
  keepIncomingDays: 30,
  logRetentionDays: 90,
  keepData: true,
  archiveLimits: null,
  archiveBucket: null,
  alarmEmail: null,
};

/** A setting that cannot be used, with its name, what was given and what would do. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/**
 * The settings in a construct tree's context, defaults for the rest.
 * @throws SettingError for a value out of range and for a name that is not a setting.
 */
export function readSettings(node: Node): Settings {
  rejectUnknownNames(node);
  return {
    quietSeconds: wholeNumber(node, 'quietSeconds', { min: 0, max: 900 }),
    capSeconds: wholeNumber(node, 'capSeconds', { min: 60, max: 86_400 }),
    keepIncomingDays: wholeNumber(node, 'keepIncomingDays', { min: longerThanDeadLettersDays, max: 3650 }),
    logRetentionDays: logRetention(node),
    keepData: yesOrNo(node, 'keepData'),
    archiveLimits: archiveLimits(node),
    archiveBucket: bucketName(node, 'archiveBucket'),
    alarmEmail: address(node, 'alarmEmail'),
  };
}

/** A dead letter of the intake queue may be put back for fourteen days, and then finds its object. */
const longerThanDeadLettersDays = 15;

// CloudWatch Logs PutRetentionPolicy accepts these and no other.
const retentionsDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

function rejectUnknownNames(node: Node): void {
  const known = Object.keys(defaultSettings);
  const unknown = Object.keys(contextOf(node)).filter((name) => !known.includes(name) && !belongsToCdk(name));
  if (unknown.length > 0) {
    throw new SettingError(`No such setting: ${unknown.join(', ')}. The settings are ${known.join(', ')}.`);
  }
}

// Feature flags and cached look-ups carry a colon ("@aws-cdk/core:…", "availability-zones:…"); the CLI keeps two more.
function belongsToCdk(name: string): boolean {
  return name.includes(':') || name === 'cli-telemetry' || name === 'acknowledged-issue-numbers';
}

function contextOf(node: Node): Readonly<Record<string, unknown>> {
  const context: unknown = node.getAllContext();
  return typeof context === 'object' && context !== null ? { ...context } : {};
}

function wholeNumber(
  node: Node,
  name: 'quietSeconds' | 'capSeconds' | 'keepIncomingDays' | 'logRetentionDays',
  range: { readonly min: number; readonly max: number },
): number {
  const given: unknown = node.tryGetContext(name);
  if (given === undefined) return defaultSettings[name];
  const text = String(given);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < range.min || value > range.max) {
    throw new SettingError(`${name} is "${text}": give a whole number from ${range.min} to ${range.max}.`);
  }
  return value;
}

function logRetention(node: Node): number {
  const days = wholeNumber(node, 'logRetentionDays', { min: 1, max: 3653 });
  if (!retentionsDays.includes(days)) {
    throw new SettingError(`logRetentionDays is "${days}": CloudWatch knows ${retentionsDays.join(', ')}.`);
  }
  return days;
}

function yesOrNo(node: Node, name: 'keepData'): boolean {
  const given: unknown = node.tryGetContext(name);
  if (given === undefined) return defaultSettings[name];
  if (String(given) === 'true') return true;
  if (String(given) === 'false') return false;
  throw new SettingError(`${name} is "${String(given)}": give true or false.`);
}

function archiveLimits(node: Node): ArchiveLimits | null {
  const given: unknown = node.tryGetContext('archiveLimits');
  if (given === undefined) return defaultSettings.archiveLimits;
  try {
    return archiveLimitsFrom(typeof given === 'string' ? JSON.parse(given) : given);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new SettingError(`archiveLimits is "${given}": give JSON such as {"entries":500000}.`);
    }
    if (error instanceof ArchiveLimitError) throw new SettingError(`archiveLimits: ${error.message}`);
    throw error;
  }
}

function address(node: Node, name: 'alarmEmail'): string | null {
  const given: unknown = node.tryGetContext(name);
  if (given === undefined) return defaultSettings[name];
  if (!/^[^@\s]+@[^@\s]+$/.test(String(given))) {
    throw new SettingError(`${name} is "${String(given)}": give one e-mail address.`);
  }
  return String(given);
}

// Amazon S3's naming rules for general purpose buckets.
function bucketName(node: Node, name: 'archiveBucket'): string | null {
  const given: unknown = node.tryGetContext(name);
  if (given === undefined) return defaultSettings[name];
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(String(given))) {
    throw new SettingError(`${name} is "${String(given)}": give the name of a bucket.`);
  }
  return String(given);
}

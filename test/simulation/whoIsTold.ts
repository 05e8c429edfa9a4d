import { createHmac } from 'node:crypto';
import {
  contactPk,
  deliveryItemSchema,
  type StudyItem,
  signatureHeader,
  verdictEventSchema,
  webhookSecret,
} from '../../core/records/index.ts';
import type { Judged } from './judgedStudies.ts';
import { type Call, type Cloud, type Mail, webhookKeyOfTheSimulation } from './model/cloud.ts';
import { deployed } from './model/deployed.ts';
import type { Item } from './model/expressions.ts';
import { startMs } from './runScenario.ts';
import { type Audience, contactEmail, contactsOf, webhooksOf } from './scenario/audiences.ts';
import type { Scenario } from './scenario/scenario.ts';
import { brokenWebhook, webhookUrl } from './scenario/webhooks.ts';

/**
 * Each audience is told of each change of outcome, of nothing else, and once. More than once only where mail leaves no choice:
 * the mail was taken and its sender came to grief before that was written down. Not at all only where it knew a later one before.
 */
export function everyoneIsTold(scenario: Scenario, judged: readonly Judged[], cloud: Cloud): readonly string[] {
  const { mails, writes } = cloud;
  const found: string[] = [];
  const left = new Set(mails);
  for (const { study, verdicts } of judged) {
    for (const { revision, outcome, previousOutcome, quiet, sk } of verdicts) {
      if (quiet === true || outcome === previousOutcome || outcome === 'not-applicable') continue;
      for (const audience of contactsOf(scenario, study.site)) {
        const delivery = `${study.pk} revision ${revision} to contact ${audience.number}`;
        const email = contactEmail(study.site, audience.number);
        const told = mails.filter((mail) => isOf(mail, study, revision, email));
        for (const mail of told) left.delete(mail);
        if (told.some(({ text }) => text.includes('A corrected report') !== (previousOutcome !== null)))
          found.push(`${delivery} calls itself a correction and is none, or the other way round`);
        found.push(...outOfTime(told, audience).map((when) => `${delivery} was told ${when}`));
        if (told.filter((mail) => !isInTheWindow(mail)).length > 1) found.push(`${delivery} was told twice`);
        if (isHurried(told)) found.push(`${delivery} was told again before the claim had run out`);
        const name = nameOf(writes, email);
        const sentMs = markedSentMs(writes, study, revision, name);
        const laterMs = laterSentMs(writes, { study, verdicts }, revision, name);
        const superseded = laterMs !== null && triedAfter(laterMs, study, revision, cloud);
        if (told.length === 0 && !superseded && mustBeTold(audience, study, sk, cloud))
          found.push(`${delivery} was not told`);
        if (laterMs !== null && told.some(({ sender }) => sender.startedMs > laterMs))
          found.push(`${delivery} was told after a later one`);
        if (sentMs !== null && told.length === 0) found.push(`${delivery} is marked as sent and was not told`);
        if (sentMs !== null && told.some(({ sender }) => sender.startedMs > sentMs))
          found.push(`${delivery} was told again`);
        // Of one who was removed nobody may come to write it down.
        if (sentMs === null && told.length > 0 && !superseded && stays(audience))
          found.push(`${delivery} is not marked as sent`);
      }
    }
  }
  for (const mail of left) found.push(`a mail to ${mail.to} is of no change of outcome: ${linkOf(mail)}`);
  return found;
}

/** Whoever is there from first to last is told of each change; who comes later, of those announced later; who goes, for as long as may be. */
function mustBeTold(audience: Audience, { pk }: StudyItem, verdictSk: string, { writes }: Cloud): boolean {
  if (audience.fromMs === 0 || !stays(audience)) return stays(audience);
  const written = writes.find(({ after }) => after.pk === pk && after.sk === verdictSk);
  return written !== undefined && written.atMs > startMs + audience.fromMs;
}

function stays({ untilMs }: Audience): boolean {
  return untilMs === Number.POSITIVE_INFINITY;
}

/** A sender that started before may still know whoever was there then. */
function outOfTime(told: readonly (Mail | Call)[], { fromMs, untilMs }: Audience): readonly string[] {
  return [
    ...(told.some(({ atMs }) => atMs < startMs + fromMs) ? ['before it was registered'] : []),
    ...(told.some(({ sender }) => sender.startedMs > startMs + untilMs) ? ['after it was removed'] : []),
  ];
}

/** What a contact is called, or was before it was removed. */
function nameOf(writes: Cloud['writes'], email: string): string {
  return String(writes.find(({ after }) => after.email === email)?.after.sk ?? '');
}

/** A name is that of one address for good, and an address that stands keeps its own. */
export function namesLast({ writes }: Cloud): readonly string[] {
  const named = writes.flatMap(({ after: { pk, sk, email, url } }) =>
    String(pk).startsWith(contactPk('')) ? [{ pk, sk, address: String(email ?? url) }] : [],
  );
  return named.flatMap((one, index) =>
    named
      .slice(0, index)
      .filter((other) => other.pk === one.pk && (other.sk === one.sk || other.address === one.address))
      .map((other) => `${other.address} is ${String(other.sk)}, and ${one.address} ${String(one.sk)}`),
  );
}

/** Something happened to the sender when, or after, the mail or call was taken. */
export function isInTheWindow({ sender, atMs, fromTheDead }: Mail | Call): boolean {
  return fromTheDead || sender.troubles.some((trouble) => trouble.atMs >= atMs);
}

/** Another claim stands for two minutes, of which its holder may have used half a minute before it sent. */
const leastGapMs = 60_000;

function isHurried(told: readonly (Mail | Call)[]): boolean {
  return told.some((mail, index) => {
    const before = told[index - 1];
    if (before === undefined || before.fromTheDead || mail.fromTheDead) return false;
    return mail.atMs - before.atMs < leastGapMs;
  });
}

/** Each webhook is posted each change of outcome, as it was published and signed with its own secret, and nothing else; a broken one too. */
export function everyWebhookIsTold(scenario: Scenario, judged: readonly Judged[], cloud: Cloud): readonly string[] {
  const found: string[] = [];
  const left = new Set(cloud.webhookCalls);
  for (const { study, verdicts } of judged) {
    for (const { revision, outcome, previousOutcome, quiet, sk } of verdicts) {
      if (quiet === true || outcome === previousOutcome || outcome === 'not-applicable') continue;
      for (const audience of webhooksOf(scenario, study.site)) {
        const { number } = audience;
        const delivery = `${study.pk} revision ${revision} to webhook ${number}`;
        const url = webhookUrl(study.site, number);
        const calls = cloud.webhookCalls.filter((call) => call.url === url && isEventOf(call, study, revision));
        for (const call of calls) left.delete(call);
        const taken = calls.filter((call) => call.taken);
        const mustBe = mustBeTold(audience, study, sk, cloud);
        if (calls.some(({ body }) => !cloud.events.includes(body))) found.push(`${delivery} is not what was published`);
        if (calls.some((call) => !isSigned(call, study.site, cloud))) found.push(`${delivery} is not signed`);
        found.push(...outOfTime(calls, audience).map((when) => `${delivery} was told ${when}`));
        if (calls.length === 0 && mustBe) found.push(`${delivery} was never tried`);
        if (number === brokenWebhook) continue;
        if (taken.length === 0 && mustBe) found.push(`${delivery} was not told`);
        if (taken.filter((call) => !isInTheWindow(call)).length > 1) found.push(`${delivery} was told twice`);
        if (isHurried(taken)) found.push(`${delivery} was told again before the claim had run out`);
      }
    }
  }
  for (const { url } of left) found.push(`a call of ${url} is of no change of outcome`);
  return found;
}

function isEventOf({ body }: Call, { site, studyKey }: StudyItem, revision: number): boolean {
  const event = verdictEventSchema.parse(JSON.parse(body));
  return event.site === site && event.studyKey === studyKey && event.revision === revision;
}

/** A container's clock may be ahead or behind by as much. */
const greatestClockErrorMs = 5_000;

/** As a receiver checks it. */
function isSigned({ url, headers, body, sender }: Call, site: string, { writes }: Cloud): boolean {
  const [, time = '', mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers[signatureHeader] ?? '') ?? [];
  const salt = String(writes.find(({ after }) => after.url === url)?.after.salt);
  const secret = webhookSecret(webhookKeyOfTheSimulation, site, salt);
  // A second for the rounding, and as much as a container's clock may be behind.
  const isOfNow = Number(time) * 1000 >= sender.startedMs - 1_000 - greatestClockErrorMs;
  return isOfNow && mac === createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
}

function linkOf({ text }: Mail): string {
  return /\/r\/[\w-]+\/[\w-]+\/\d+/.exec(text)?.[0] ?? '';
}

function isOf(mail: Mail, { site, studyKey }: StudyItem, revision: number, address: string): boolean {
  return mail.to.includes(`"${address}"`) && linkOf(mail) === `/r/${site}/${studyKey}/${revision}`;
}

function markedSentMs(
  writes: Cloud['writes'],
  { site, studyKey }: StudyItem,
  revision: number,
  name: string,
): number | null {
  const isThis = ({ pk, sk }: Item) =>
    pk === `DELIVERY#${site}#${studyKey}` && sk === `${String(revision).padStart(4, '0')}#${name}#email`;
  const marked = writes.find(({ after }) => isThis(after) && deliveryItemSchema.parse(after).status === 'sent');
  return marked?.atMs ?? null;
}

/** When it was first marked that the contact was told of a later revision. */
function laterSentMs(
  writes: Cloud['writes'],
  { study, verdicts }: Judged,
  revision: number,
  name: string,
): number | null {
  const later = verdicts.filter((verdict) => verdict.revision > revision);
  const marked = later.flatMap((verdict) => markedSentMs(writes, study, verdict.revision, name) ?? []);
  return marked.length === 0 ? null : Math.min(...marked);
}

/** A run of the event was begun then, or went on: none that was over could know what came later. */
function triedAfter(atMs: number, { site, studyKey }: StudyItem, revision: number, { events, queues }: Cloud): boolean {
  const longestRunMs = deployed.notify.timeoutSeconds * 1000;
  return events.some((body) => {
    const event = verdictEventSchema.parse(JSON.parse(body));
    if (event.site !== site || event.studyKey !== studyKey || event.revision !== revision) return false;
    const receivedMs = queues.notices.lastReceivedMs(body);
    return receivedMs !== null && receivedMs + longestRunMs > atMs;
  });
}

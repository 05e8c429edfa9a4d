import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import type { ClinicContactItem, Delivery, VerdictEvent } from '../../core/records/index.ts';
import { type Notice, renderNotice } from '../../core/report/index.ts';
import { linkLifeSeconds, signedPath } from '../links/signedLink.ts';
import type { Deliveries } from '../tables/deliveries.ts';
import type { Directory } from '../tables/directory.ts';
import { httpStatusOf } from '../telemetry/failureFacts.ts';
import type { DeliveryResult } from '../telemetry/metricTable.ts';

export type TellClinicDependencies = {
  readonly directory: Directory;
  readonly deliveries: Deliveries;
  readonly linkSecret: () => Promise<string>;
  readonly sendMail: (to: string, notice: Notice) => Promise<void>;
  /** Without a final slash. */
  readonly reportBaseUrl: string;
  readonly now: () => number;
  readonly newClaim: () => string;
  /** Told what became of each contact. */
  readonly onDelivery: (result: DeliveryResult) => void;
};

export type Telling = { readonly sent: number; readonly alreadySent: number; readonly skipped: string | null };

/** Another delivery of the same message is at it, or ended without saying how; the message comes again. */
export class DeliveryInProgressError extends Error {
  override readonly name = 'DeliveryInProgressError';
}

/** A contact that cannot be told as it stands in the directory; every try fails, and the message ends as a dead letter. */
export class MalformedContactError extends Error {
  override readonly name = 'MalformedContactError';
  readonly sortKey: string;

  constructor(sortKey: string) {
    super(`The clinic contact ${sortKey} has no valid e-mail address: correct it, then redrive the dead letters.`);
    this.sortKey = sortKey;
  }
}

/** Tells every clinic contact of the site of a verdict that is news to them, each once. */
export async function tellClinic(event: VerdictEvent, dependencies: TellClinicDependencies): Promise<Telling> {
  if (event.outcome === 'not-applicable') return skipped('not-applicable');
  if (event.quiet === true) return skipped('quiet');
  if (event.outcome === event.previousOutcome) return skipped('same-outcome');
  const site = await dependencies.directory.readSite(event.site);
  if (site === null) return skipped('unregistered-site');
  const { contacts, malformed } = await dependencies.directory.clinicContacts(event.site);
  if (contacts.length + malformed.length === 0) return skipped('no-contact');

  const notice = await noticeOf(event, site.name, dependencies);
  const failures: unknown[] = malformed.map((sortKey) => new MalformedContactError(sortKey));
  for (const _ of malformed) dependencies.onDelivery('malformed-contact');
  const told: ('sent' | 'already-sent')[] = [];
  // One contact's trouble must not keep the others from being told.
  for (const contact of contacts) {
    try {
      const result = await tellContact(event, contact, notice, dependencies);
      told.push(result);
      dependencies.onDelivery(result);
    } catch (error) {
      dependencies.onDelivery(resultOf(error));
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures);
  const sent = told.filter((one) => one === 'sent').length;
  return { sent, alreadySent: told.length - sent, skipped: null };
}

function skipped(why: string): Telling {
  return { sent: 0, alreadySent: 0, skipped: why };
}

async function noticeOf(event: VerdictEvent, siteName: string, dependencies: TellClinicDependencies): Promise<Notice> {
  const expires = Math.floor(dependencies.now() / 1000) + linkLifeSeconds;
  const path = signedPath(await dependencies.linkSecret(), event.reportPath, expires);
  // Of a verdict "not applicable" nobody was told; older revisions may name it all the same.
  const correction = event.previousOutcome !== null && event.previousOutcome !== 'not-applicable';
  return renderNotice({ siteName, link: `${dependencies.reportBaseUrl}${path}`, correction });
}

async function tellContact(
  event: VerdictEvent,
  contact: ClinicContactItem,
  notice: Notice,
  dependencies: TellClinicDependencies,
): Promise<'sent' | 'already-sent'> {
  const { deliveries, now } = dependencies;
  const delivery: Delivery = {
    site: event.site,
    studyKey: event.studyKey,
    revision: event.revision,
    audience: `CLINIC#${contact.sk.slice('CLINIC#'.length)}`,
    channel: 'email',
  };
  const claim = dependencies.newClaim();
  const claimed = await deliveries.claim(delivery, claim, now());
  if (claimed === 'already-sent') return 'already-sent';
  if (claimed === 'in-progress') {
    throw new DeliveryInProgressError('This notice is being sent, or its sender ended without saying so.');
  }
  try {
    await dependencies.sendMail(contact.email, notice);
  } catch (error) {
    // Only a refusal is certain. A timeout may hide a mail that went: leave the claim to run out, do not hurry a second one.
    if (error instanceof Error && wasRefused(error)) await deliveries.release(delivery, claim);
    throw error;
  }
  await deliveries.markSent(delivery, now());
  return 'sent';
}

function resultOf(error: unknown): DeliveryResult {
  if (error instanceof DeliveryInProgressError) return 'in-progress';
  // DynamoDB, asked for the claim, refuses too; the mail service was not asked then.
  const isMailServices = error instanceof Error && !(error instanceof DynamoDBServiceException);
  return isMailServices && wasRefused(error) ? 'refused' : 'failed';
}

function wasRefused(error: Error): boolean {
  const status = httpStatusOf(error);
  return status !== null && status >= 400 && status < 500;
}

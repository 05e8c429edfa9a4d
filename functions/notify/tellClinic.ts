import type { ClinicContactItem, Delivery, VerdictEvent, WebhookMessage } from '../../core/records/index.ts';
import { type Notice, renderNotice } from '../../core/report/index.ts';
import { type DeliverDependencies, deliverOnce, resultOf } from '../delivery/deliverOnce.ts';
import { linkLifeSeconds, signedPath } from '../links/signedLink.ts';
import type { Directory } from '../tables/directory.ts';
import type { DeliveryResult } from '../telemetry/metricTable.ts';
import { atTheirPace, mailMs, type Pace } from './atTheirPace.ts';

export type TellClinicDependencies = DeliverDependencies & {
  readonly directory: Directory;
  readonly linkSecret: () => Promise<string>;
  readonly sendMail: (to: string, notice: Notice) => Promise<void>;
  /** Has a webhook told by the function that waits for what does not answer. */
  readonly queueWebhook: (message: WebhookMessage) => Promise<void>;
  /** Without a final slash. */
  readonly reportBaseUrl: string;
  readonly pace: Pace;
  /** Told what became of each contact. */
  readonly onDelivery: (result: DeliveryResult) => void;
};

export type Telling = {
  readonly sent: number;
  readonly alreadySent: number;
  /** Contacts that know a later revision already. */
  readonly superseded: number;
  /** Handed on, to be told by themselves. */
  readonly webhooks: number;
  readonly skipped: string | null;
};

/** A contact that cannot be told as it stands in the directory; every try fails, and the message ends as a dead letter. */
export class MalformedContactError extends Error {
  override readonly name = 'MalformedContactError';
  readonly sortKey: string;

  constructor(sortKey: string) {
    super(`The clinic contact ${sortKey} has no valid e-mail address: correct it, then redrive the dead letters.`);
    this.sortKey = sortKey;
  }
}

/** Some contacts were not asked for: the function's time is over. They are told when the message comes again. */
export class NoticeOutOfTimeError extends Error {
  override readonly name = 'NoticeOutOfTimeError';
}

/** Why some were not told, and how many were all the same in this run. */
export class NotEveryoneToldError extends AggregateError {
  override readonly name = 'NotEveryoneToldError';
  readonly failures: readonly unknown[];
  readonly sent: number;

  constructor(failures: readonly unknown[], sent: number) {
    super(failures, 'Not everyone could be told of this verdict: who is left is told when the message comes again.');
    this.failures = failures;
    this.sent = sent;
  }
}

/** Tells every clinic contact of the site of a verdict that is news to them, each once, and has its webhooks told. */
export async function tellClinic(event: VerdictEvent, dependencies: TellClinicDependencies): Promise<Telling> {
  if (event.outcome === 'not-applicable') return skipped('not-applicable');
  if (event.quiet === true) return skipped('quiet');
  if (event.outcome === event.previousOutcome) return skipped('same-outcome');
  const site = await dependencies.directory.readSite(event.site);
  if (site === null) return skipped('unregistered-site');
  const [{ contacts, malformed }, webhooks] = await Promise.all([
    dependencies.directory.clinicContacts(event.site),
    dependencies.directory.webhooks(event.site),
  ]);
  if (contacts.length + malformed.length + webhooks.length === 0) return skipped('no-contact');

  const failures: unknown[] = malformed.map((sortKey) => new MalformedContactError(sortKey));
  for (const _ of malformed) dependencies.onDelivery('malformed-contact');
  // Again with each try of the event: who was told by then is not told again.
  for (const webhook of webhooks) {
    await dependencies.queueWebhook({ webhook, event }).catch((error: unknown) => failures.push(error));
  }
  const notice = await noticeOf(event, site.name, dependencies);
  const told: Told[] = [];
  // One contact's trouble must not keep the others from being told.
  for (const contact of contacts) {
    if (dependencies.pace.remainingMs() < mailMs) {
      failures.push(new NoticeOutOfTimeError('The contacts that are left are told when the message comes again.'));
      break;
    }
    try {
      const result = await atTheirPace(() => tellContact(event, contact, notice, dependencies), dependencies.pace);
      told.push(result);
      dependencies.onDelivery(result);
    } catch (error) {
      dependencies.onDelivery(resultOf(error));
      failures.push(error);
    }
  }
  const of = (result: Told) => told.filter((one) => one === result).length;
  if (failures.length > 0) throw new NotEveryoneToldError(failures, of('sent'));
  return {
    sent: of('sent'),
    alreadySent: of('already-sent'),
    superseded: of('superseded'),
    webhooks: webhooks.length,
    skipped: null,
  };
}

function skipped(why: string): Telling {
  return { sent: 0, alreadySent: 0, superseded: 0, webhooks: 0, skipped: why };
}

async function noticeOf(event: VerdictEvent, siteName: string, dependencies: TellClinicDependencies): Promise<Notice> {
  const expires = Math.floor(dependencies.now() / 1000) + linkLifeSeconds;
  const path = signedPath(await dependencies.linkSecret(), event.reportPath, expires);
  // Of a verdict "not applicable" nobody was told; older revisions may name it all the same.
  const correction = event.previousOutcome !== null && event.previousOutcome !== 'not-applicable';
  return renderNotice({ siteName, link: `${dependencies.reportBaseUrl}${path}`, correction });
}

type Told = 'sent' | 'already-sent' | 'superseded';

/** A person takes the last mail for how things stand: what was held up until after its correction is not sent any more. */
async function tellContact(
  event: VerdictEvent,
  contact: ClinicContactItem,
  notice: Notice,
  dependencies: TellClinicDependencies,
): Promise<Told> {
  const delivery: Delivery = {
    site: event.site,
    studyKey: event.studyKey,
    revision: event.revision,
    audience: `CLINIC#${contact.sk.slice('CLINIC#'.length)}`,
    channel: 'email',
  };
  if (await dependencies.deliveries.isSuperseded(delivery)) return 'superseded';
  return deliverOnce(delivery, () => dependencies.sendMail(contact.email, notice), dependencies);
}

import {
  type Delivery,
  signatureHeader,
  type WebhookMessage,
  webhookSecret,
  webhookSignature,
} from '../../core/records/index.ts';
import { type DeliverDependencies, deliverOnce } from '../delivery/deliverOnce.ts';
import { Post } from '../delivery/post.ts';
import type { Directory } from '../tables/directory.ts';

export type TellWebhookDependencies = DeliverDependencies & {
  readonly directory: Directory;
  readonly webhookKey: () => Promise<string>;
  readonly post: (post: Post) => Promise<{ readonly status: number }>;
};

/** The receiver answered something else than that it took the event; the message comes again. */
export class WebhookNotTakenError extends Error {
  override readonly name = 'WebhookNotTakenError';
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(status: number) {
    super(`The webhook answered ${status}: only 2xx says that it took the event.`);
    this.$metadata = { httpStatusCode: status };
  }
}

/** Posts a verdict event to one webhook, once; `removed` where there is no such webhook any more. */
export async function tellWebhook(
  { webhook, event }: WebhookMessage,
  dependencies: TellWebhookDependencies,
): Promise<'sent' | 'already-sent' | 'removed'> {
  const item = await dependencies.directory.readWebhook(event.site, webhook);
  if (item === null) return 'removed';
  const secret = webhookSecret(await dependencies.webhookKey(), event.site, item.salt);
  const { site, studyKey, revision } = event;
  const name = webhook.slice('WEBHOOK#'.length);
  const delivery: Delivery = { site, studyKey, revision, audience: `WEBHOOK#${name}`, channel: 'webhook' };
  const send = async (): Promise<void> => {
    const body = JSON.stringify(event);
    const signature = webhookSignature(secret, body, Math.floor(dependencies.now() / 1000));
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'ms-mri-check',
      [signatureHeader]: signature,
    };
    const { status } = await dependencies.post(new Post({ url: item.url, headers, body }));
    if (status < 200 || status > 299) throw new WebhookNotTakenError(status);
  };
  return deliverOnce(delivery, send, dependencies);
}

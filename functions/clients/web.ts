import dns from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';
import { useAgent } from 'request-filtering-agent';
import type { Post } from '../delivery/post.ts';

/** From connecting to the answer's status: a receiver is to take an event, not to work on it meanwhile. */
const patienceMs = 10_000;

/**
 * Posts to an address that somebody else chose: by TLS, to the public internet only, whatever a name resolves to, so that nothing
 * beside the function can be reached. It follows no redirection and reads nothing of the answer but its status.
 * Shaped like the clients of the AWS SDK, of which one try is made.
 */
export const web = {
  config: { maxAttempts: () => Promise.resolve(1) },
  send: ({ input }: Post): Promise<{ readonly status: number }> =>
    new Promise((resolve, reject) => {
      const url = new URL(input.url);
      const isLocal = process.env.WEBHOOKS_MAY_BE_LOCAL === 'true';
      if (url.protocol !== 'https:' && !isLocal) {
        reject(new UnsafeWebhookError('The webhook is not an https address.'));
        return;
      }
      // An address in the URL itself is looked up nowhere.
      if (isIpv4Compatible(url.hostname.replace(/^\[|\]$/g, ''))) {
        reject(new UnsafeWebhookError('The webhook is an IPv4-compatible address.'));
        return;
      }
      const signal = AbortSignal.timeout(patienceMs);
      const options = {
        method: 'POST',
        headers: { ...input.headers, 'content-length': Buffer.byteLength(input.body) },
        agent: useAgent(input.url, { allowPrivateIPAddress: isLocal }),
        lookup: lookUpFiltered,
        signal,
      };
      const sending = (url.protocol === 'https:' ? request : plainRequest)(url, options, (answer) => {
        resolve({ status: answer.statusCode ?? 0 });
        answer.destroy();
      });
      sending.on('error', (error) => {
        // The request calls it an AbortError, whatever the signal was for.
        if (signal.aborted) reject(signal.reason);
        else reject(isFiltered(error) ? new UnsafeWebhookError(error.message) : error);
      });
      sending.end(input.body);
    }),
};

/**
 * `::127.0.0.1` and its like, which request-filtering-agent takes for addresses of the internet. Its own list of what to deny would do, but
 * warns of each IPv4 address that it cannot compare.
 */
const ipv4Compatible = new BlockList();
ipv4Compatible.addSubnet('::', 96, 'ipv6');
// Refused by the agent, or meant for it: a receiver beside the local stack.
const loopback = '::1';

function isIpv4Compatible(address: string): boolean {
  return isIPv6(address) && address !== loopback && ipv4Compatible.check(address, 'ipv6');
}

/** The agent filters what this finds. */
const lookUpFiltered: LookupFunction = (hostname, options, done) =>
  dns.lookup(hostname, options, (error, found, family) => {
    const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
    if (addresses.some(isIpv4Compatible))
      done(new UnsafeWebhookError('The webhook has an IPv4-compatible address.'), found, family);
    else done(error, found, family);
  });

/** request-filtering-agent tells its refusals by their words alone. */
function isFiltered({ message }: Error): boolean {
  return /is not allowed\. Because/i.test(message);
}

export class UnsafeWebhookError extends Error {
  override readonly name = 'UnsafeWebhookError';
}

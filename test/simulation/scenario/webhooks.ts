/** The number of a webhook whose receiver never takes anything. */
export const brokenWebhook = 9;

const brokenHost = 'broken.example';

export function webhookUrl(site: string, number: number): string {
  return number === brokenWebhook ? `https://${brokenHost}/${site}` : `https://${site}.example/${number}`;
}

export function isBroken(url: string): boolean {
  return new URL(url).hostname === brokenHost;
}

export function webhookSalt(number: number): string {
  return `salt-of-the-webhook-${number}`;
}

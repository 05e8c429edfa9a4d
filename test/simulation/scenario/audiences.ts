import type { Scenario } from './scenario.ts';
import { brokenWebhook } from './webhooks.ts';

/** One who is told of a site's changes: from when, until when, in milliseconds since the run began. */
export type Audience = { readonly number: number; readonly fromMs: number; readonly untilMs: number };

export function contactEmail(site: string, number: number): string {
  return `clinic-${number}@${site}.example`;
}

export function contactsOf({ sites, registeredAgain }: Scenario, site: string): readonly Audience[] {
  const first = upTo(sites.find((one) => one.site === site)?.contacts ?? 0);
  return audiences(first, registeredAgain?.site === site ? registeredAgain : null, 'contacts');
}

export function webhooksOf({ sites, registeredAgain }: Scenario, site: string): readonly Audience[] {
  const registered = sites.find((one) => one.site === site);
  const first = upTo(registered?.webhooks ?? 0);
  return audiences(
    registered?.hasBrokenWebhook === true ? [...first, brokenWebhook] : first,
    registeredAgain?.site === site ? registeredAgain : null,
    'webhooks',
  );
}

export function upTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

function audiences(
  first: readonly number[],
  again: Scenario['registeredAgain'],
  kind: 'contacts' | 'webhooks',
): readonly Audience[] {
  const later = again?.[kind] ?? first;
  const atMs = again?.atMs ?? 0;
  return [...new Set([...first, ...later])].map((number) => ({
    number,
    fromMs: first.includes(number) ? 0 : atMs,
    untilMs: later.includes(number) ? Number.POSITIVE_INFINITY : atMs,
  }));
}

import type { Content } from './content.ts';

/** An object that a centre drops, and when. */
export type Drop = { readonly atMs: number; readonly key: string; readonly content: Content };

/** What happens to the system from outside, and how it is set. */
export type Scenario = {
  readonly quietSeconds: number;
  readonly capSeconds: number;
  /** How long images of an archive may take to be written: archives are large, and these hold a handful. */
  readonly slowestSetMs: number;
  readonly sites: readonly RegisteredSite[];
  /** In the order of time. */
  readonly drops: readonly Drop[];
  /** Messages on the intake queue that no one can read. */
  readonly unreadableMessages: readonly string[];
  /** When an operator has every study looked at again that is there by then. */
  readonly replaysAtMs: readonly number[];
  /** The same, so that nobody is told of what that changes. */
  readonly quietReplaysAtMs: readonly number[];
  /** An operator registers a site once more. */
  readonly registeredAgain: RegisteredAgain | null;
};

/** Who is to be told from then on, by number, in the order in which they are given. */
export type RegisteredAgain = {
  readonly atMs: number;
  readonly site: string;
  readonly contacts: readonly number[];
  readonly webhooks: readonly number[];
};

export type RegisteredSite = {
  readonly site: string;
  readonly contacts: number;
  /** One more contact, whose address is none. */
  readonly malformedContact: boolean;
  readonly webhooks: number;
  /** One more webhook, whose receiver never takes anything. */
  readonly hasBrokenWebhook: boolean;
};

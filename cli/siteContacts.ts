import { type ClinicContactItem, clinicContactItemSchema, clinicContactKey } from '../core/records/index.ts';
import { UsageError } from './commandError.ts';
import { lastingName } from './lastingName.ts';

/**
 * The clinic contacts of a site for these addresses. One that stands already keeps its name: who was told is remembered by it, so that
 * registering a site again, in whatever order, has nobody told twice or left out.
 */
export function siteContacts(
  site: string,
  emails: readonly string[],
  standing: readonly unknown[],
  newName = lastingName,
): readonly ClinicContactItem[] {
  const contacts = standing.flatMap((item) => clinicContactItemSchema.safeParse(item).data ?? []);
  return [...new Set(emails)].map(
    (email) => contacts.find((one) => one.email === email) ?? { ...clinicContactKey(site, newName()), email },
  );
}

/** @throws UsageError for what is no e-mail address */
export function checkEmails(emails: readonly string[]): void {
  for (const email of emails) {
    if (!clinicContactItemSchema.shape.email.safeParse(email).success)
      throw new UsageError(`--email ${email}: this is no e-mail address.`);
  }
}

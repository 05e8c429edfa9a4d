import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Puts the mails of earlier runs into the inbox emulator, and writes down each one that comes before its sender is answered. */
export function keepMails(path: string): void {
  // The emulator keeps them in an array of its module, and says of no other way.
  const { getStoreReadonly } = createRequire(import.meta.url)('aws-ses-v2-local/dist/store') as {
    readonly getStoreReadonly: () => { readonly emails: unknown[] };
  };
  const { emails } = getStoreReadonly();
  emails.length = 0;
  if (existsSync(path)) emails.push(...wholeLines(readFileSync(path, 'utf8')).map((line) => JSON.parse(line)));
  emails.push = (...added) => {
    for (const mail of added) appendFileSync(path, `${JSON.stringify(mail)}\n`);
    return Array.prototype.push.apply(emails, added);
  };
}

/** What follows the last line's end was being written when its process was killed. */
export function wholeLines(text: string): readonly string[] {
  return text.split('\n').slice(0, -1);
}

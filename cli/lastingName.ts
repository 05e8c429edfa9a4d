import { randomBytes } from 'node:crypto';

/**
 * A name for a new contact or webhook, which nothing else had or will have: messages and deliveries go by it for weeks, also when what it
 * named is gone. It says nothing of the address.
 */
export function lastingName(): string {
  return randomBytes(9).toString('base64url');
}

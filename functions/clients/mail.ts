import { SESv2Client } from '@aws-sdk/client-sesv2';
import { patience } from './patience.ts';

/**
 * One attempt. SES knows no idempotency key, so a request that it took and did not acknowledge is a second mail when it is
 * repeated. The queue repeats instead, under a new claim, once the lease of this one has run out.
 */
export const mail = new SESv2Client({ maxAttempts: 1, requestHandler: patience });

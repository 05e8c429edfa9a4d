import { SESv2Client } from '@aws-sdk/client-sesv2';

export const mail = new SESv2Client({});

import { SNSClient } from '@aws-sdk/client-sns';
import { patience } from './patience.ts';

export const topics = new SNSClient({ requestHandler: patience });

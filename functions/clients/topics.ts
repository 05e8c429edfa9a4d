import { SNSClient } from '@aws-sdk/client-sns';

export const topics = new SNSClient({});

import { SQSClient } from '@aws-sdk/client-sqs';
import { patience } from './patience.ts';

export const queues = new SQSClient({ requestHandler: patience });

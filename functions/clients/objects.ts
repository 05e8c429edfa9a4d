import { S3Client } from '@aws-sdk/client-s3';
import { patience } from './patience.ts';

export const objects = new S3Client({ requestHandler: patience });

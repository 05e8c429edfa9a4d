import { S3Client } from '@aws-sdk/client-s3';

export const objects = new S3Client({});

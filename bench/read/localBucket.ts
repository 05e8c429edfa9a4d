import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import type { Corpus } from './corpus.ts';

export type LocalBucket = {
  readonly url: string;
  /** What a process needs to find it. */
  readonly env: NodeJS.ProcessEnv;
  readonly stop: () => Promise<void>;
};

/** An emulator of S3 that holds the files of a corpus. Whoever starts it must stop it. */
export async function localBucket({ paths }: Corpus): Promise<LocalBucket> {
  const emulator = await startFauxqs({ port: 0, logger: false });
  const endpoint = `http://127.0.0.1:${emulator.port}`;
  const client = new S3Client({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
  });
  await client.send(new CreateBucketCommand({ Bucket: 'studies' }));
  for (const path of paths) {
    await client.send(
      new PutObjectCommand({
        Bucket: 'studies',
        Key: `files/${basename(path)}`,
        Body: createReadStream(path),
        ContentLength: statSync(path).size,
      }),
    );
  }
  client.destroy();
  return {
    url: 's3://studies/files',
    env: {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    stop: () => emulator.stop(),
  };
}

import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Drop, DroppedFile } from './droppedFiles.ts';

/** How far a drop is. */
export type DropProgress = { readonly folder: string; readonly files: number; readonly bytes: number };

const uploadsAtOnce = 4;

/** Uploads what is dropped to `incoming/<site>/<folder>/…`, as a centre would; answers how much it was. */
export async function dropIntoBucket(options: {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly site: string;
  readonly drop: Drop;
  readonly onProgress?: (progress: DropProgress) => void;
}): Promise<DropProgress> {
  const { s3, bucket, site, drop, onProgress } = options;
  let progress: DropProgress = { folder: drop.folder, files: 0, bytes: 0 };
  const uploading = new Set<Promise<void>>();
  const upload = async (file: DroppedFile): Promise<void> => {
    const bytes = await file.bytes();
    await putObject(s3, bucket, `incoming/${site}/${drop.folder}/${file.path}`, bytes);
    progress = { ...progress, files: progress.files + 1, bytes: progress.bytes + bytes.length };
    onProgress?.(progress);
  };
  for (const file of drop.files) {
    const running = upload(file).finally(() => uploading.delete(running));
    uploading.add(running);
    if (uploading.size >= uploadsAtOnce) await Promise.race(uploading);
  }
  await Promise.all(uploading);
  return progress;
}

/** One object; in parts when it is large, since the emulator takes no more than 11 MiB at once. */
export async function putObject(
  s3: S3Client,
  bucket: string,
  key: string,
  content: Uint8Array | Readable,
): Promise<void> {
  await new Upload({ client: s3, params: { Bucket: bucket, Key: key, Body: content } }).done();
}

import { join } from 'node:path';
import { measuredProcess } from './measuredProcess.ts';
import type { ProfiledParts } from './profiledParts.ts';
import { readingParts } from './readingParts.ts';

export type ProfiledReader = Pick<ProfiledParts, 'parts' | 'functions'> & {
  readonly files: number;
  readonly headers: number;
  /** One warm pass over the files, without the profiler and with it. */
  readonly unwatchedMs: number;
  readonly watchedMs: number;
};

/** Profiles one reader over the files of a folder, in a process of its own. */
export async function profiledReader(reader: 'ours' | 'dcmjs', folder: string): Promise<ProfiledReader> {
  const script = join(import.meta.dirname, 'profileReader.js');
  const { output } = await measuredProcess([process.execPath, script, reader, folder]);
  return JSON.parse(output.split('\n').find((line) => line.startsWith('{"')) ?? 'null');
}

/** One row for each part of reading: what it takes of a header in each reader, in microseconds and in percent. */
export function partRows(readers: readonly ProfiledReader[]): readonly (readonly string[])[] {
  const parts = readingParts.map((part) => [
    part,
    ...readers.flatMap((reader) => {
      const share = reader.parts[part] / (1000 * reader.watchedMs);
      return [((1000 * share * reader.unwatchedMs) / reader.files).toFixed(1), `${(100 * share).toFixed(1)} %`];
    }),
  ]);
  const all = readers.flatMap(({ unwatchedMs, files }) => [((1000 * unwatchedMs) / files).toFixed(1), '100 %']);
  return [...parts, ['all', ...all]];
}

import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { ZipFile } from 'yazl';
import {
  type ArchiveEntry,
  type ArchiveFault,
  type ArchiveLimits,
  type ArchiveSource,
  defaultArchiveLimits,
  visitArchive,
} from '../../../core/archive/index.ts';

/** Archives as libraries write them, and what is read of them. */
export type PackedFile = { readonly path: string; readonly content: Uint8Array };

export type ZipOptions = {
  readonly compress?: boolean;
  readonly zip64?: boolean;
  readonly comment?: string;
  /** Sizes and checksum behind the content, as one writes who does not know them before. */
  readonly streamed?: boolean;
};

export async function zipOf(files: readonly PackedFile[], options: ZipOptions = {}): Promise<Uint8Array> {
  const { compress = true, zip64 = false, comment = '', streamed = false } = options;
  const zip = new ZipFile();
  for (const { path, content } of files) {
    const how = { compress, forceZip64Format: zip64, mtime: anyTime };
    if (path.endsWith('/')) zip.addEmptyDirectory(path, { mtime: anyTime });
    else if (streamed) zip.addReadStreamLazy(path, how, (done) => done(null, streamOf(content)));
    else zip.addBuffer(Buffer.from(content), path, how);
  }
  zip.end({ forceZip64Format: zip64, comment });
  return collected(zip.outputStream);
}

export async function tarOf(files: readonly PackedFile[]): Promise<Uint8Array> {
  const tar = pack();
  for (const { path, content } of files) {
    if (path.endsWith('/')) tar.entry({ name: path, type: 'directory', mtime: anyTime });
    else tar.entry({ name: path, mtime: anyTime }, Buffer.from(content));
  }
  tar.finalize();
  return collected(tar);
}

export async function tgzOf(files: readonly PackedFile[]): Promise<Uint8Array> {
  return gzipSync(await tarOf(files));
}

export function file(path: string, content: string | Uint8Array): PackedFile {
  return { path, content: typeof content === 'string' ? new TextEncoder().encode(content) : content };
}

/** Content that hardly deflates, the same each time. */
export function noise(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

export type Reads = { readonly source: ArchiveSource; readonly ranges: (readonly [number, number])[] };

/** A source that notes what is read of it. */
export function recorded(bytes: Uint8Array): Reads {
  const ranges: (readonly [number, number])[] = [];
  const read: ArchiveSource['read'] = async (start, end) => {
    if (start < 0 || end > bytes.length || start > end) throw new RangeError(`no bytes ${start} to ${end}`);
    ranges.push([start, end]);
    return bytes.subarray(start, end);
  };
  return { source: { size: bytes.length, read }, ranges };
}

export type Seen = { readonly path: string; readonly bytesTotal: number; readonly head: string };

/** The first bytes of every file in an archive, and what could not be read. */
export async function headsOf(
  archive: Uint8Array | ArchiveSource,
  bytes = 64,
  limits: Partial<ArchiveLimits> = {},
): Promise<readonly (Seen | Omit<ArchiveFault, 'bytesRead' | 'bytesTotal'>)[]> {
  const source = archive instanceof Uint8Array ? recorded(archive).source : archive;
  const options = { limits: { ...defaultArchiveLimits, ...limits }, concurrency: 3 };
  const visit = async ({ path, bytesTotal, head }: ArchiveEntry): Promise<Seen> => {
    return { path, bytesTotal, head: Buffer.from(await head(bytes)).toString('latin1') };
  };
  const seen: (Seen | ArchiveFault)[] = [];
  for await (const one of visitArchive(source, options, visit)) seen.push(one);
  return seen.map((one) => ('head' in one ? one : withoutBytes(one)));
}

function withoutBytes({ bytesRead: _read, bytesTotal: _total, ...fault }: ArchiveFault) {
  return fault;
}

/** What a file that was packed should be seen as. */
export function seenAs({ path, content }: PackedFile, bytes = 64): Seen {
  return { path, bytesTotal: content.length, head: Buffer.from(content.subarray(0, bytes)).toString('latin1') };
}

const anyTime = new Date('2025-01-02T00:00:00Z');

async function collected(stream: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

function streamOf(content: Uint8Array): NodeJS.ReadableStream {
  return Readable.from([Buffer.from(content)]);
}

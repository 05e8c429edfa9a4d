import {
  type ArchiveFault,
  type ArchiveLimits,
  archiveFaultCodes,
  defaultArchiveLimits,
  type visitArchive,
} from '../../core/archive/index.ts';
import { file, type PackedFile, tarOf, tgzOf, zipOf } from '../../test/core/archive/packedArchives.ts';
import { archiveMutations } from './archiveMutations.ts';
import type { Check, Fault } from './checkMutant.ts';
import type { CorpusFile } from './corpus.ts';
import type { Target } from './fuzzTargets.ts';
import { packedContents } from './packedContents.ts';
import { seededRandom } from './random.ts';

export type ArchiveReader = typeof visitArchive;

const mebibyte = 1024 * 1024;
/** Tighter than those that ship, so that mutants meet them. */
const limits: ArchiveLimits = {
  ...defaultArchiveLimits,
  entries: 60,
  headBytes: mebibyte,
  nestedBytes: 2 * mebibyte,
  inflatedBytes: 8 * mebibyte,
  ratioFreeBytes: mebibyte,
};
const headAsked = 4_096;

/** Damaged archives: never a throw, no more than the limits allow, and no head that the archive does not hold. */
export async function archiveTarget(read: ArchiveReader, files: readonly CorpusFile[], seed: number): Promise<Target> {
  const archives = await intactArchives(files);
  const mutantOf = (index: number): Uint8Array => {
    const random = seededRandom(seed, index);
    const [first = new Uint8Array(), ...others] = archives;
    const donor = random.pick([first, ...others]);
    let bytes: Uint8Array = Uint8Array.from(random.pick([first, ...others]));
    for (let count = 1 + random.below(3); count > 0; count -= 1) {
      const mutation = archiveMutations[random.below(archiveMutations.length)];
      bytes = mutation?.(bytes, { random, donor, spots: [] }) ?? bytes;
    }
    return bytes;
  };
  return {
    check: (index) => checkArchive(read, mutantOf(index)),
    input: (index) => ({ bytes: mutantOf(index), origin: 'an archive' }),
  };
}

type Head = { readonly path: string; readonly bytes: Uint8Array };

async function checkArchive(read: ArchiveReader, archive: Uint8Array): Promise<Check> {
  const heads: Head[] = [];
  const faults: ArchiveFault[] = [];
  const source = { size: archive.length, read: async (start: number, end: number) => archive.subarray(start, end) };
  try {
    const visited = read(source, { limits, concurrency: 4 }, async ({ path, head }) => {
      const bytes = await head(headAsked);
      return { kind: 'head' as const, path, bytes };
    });
    for await (const item of visited) {
      if (item.kind === 'head') heads.push(item);
      else faults.push(item);
    }
  } catch (error) {
    // The source never fails here, so that whatever is thrown is the reader's.
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: 'archive threw', fault: { kind: 'threw', detail } };
  }
  const outcome = faults.length === 0 ? 'archive whole' : heads.length === 0 ? 'archive unread' : 'archive in part';
  return { outcome, fault: shapeFault(heads, faults) ?? unfoundedHead(heads, archive) };
}

const cleanPath = /^[^\p{Cc}/][^\p{Cc}]*$/u;

function shapeFault(heads: readonly Head[], faults: readonly ArchiveFault[]): Fault | null {
  const illFormed = (detail: string): Fault => ({ kind: 'ill-formed', detail });
  if (heads.length > limits.entries) return illFormed(`${heads.length} entries, ${limits.entries} are allowed`);
  const long = heads.find(({ bytes }) => bytes.length > headAsked);
  if (long !== undefined) return illFormed(`${long.bytes.length} bytes of ${long.path}, ${headAsked} were asked for`);
  for (const path of [...heads, ...faults].flatMap((item) => item.path ?? [])) {
    const isClean = cleanPath.test(path) && path.isWellFormed() && !path.split('/').includes('..');
    if (!isClean || path.length > limits.pathCharacters) return illFormed(`the path ${JSON.stringify(path)}`);
  }
  for (const { code, reason } of faults) {
    const isClear = archiveFaultCodes.includes(code) && /^[^\p{Cc}]{10,600}$/u.test(reason);
    if (!isClear) return illFormed(`the fault ${code}: ${JSON.stringify(reason)}`);
  }
  return null;
}

function unfoundedHead(heads: readonly Head[], archive: Uint8Array): Fault | null {
  const missing = heads.filter(({ bytes }) => bytes.length > 0);
  if (missing.length === 0) return null;
  const contents = packedContents(archive);
  const unfounded = missing.find(({ bytes }) => !contents.some((content) => content.includes(Buffer.from(bytes))));
  if (unfounded === undefined) return null;
  const detail = `a head of ${unfounded.bytes.length} bytes of ${unfounded.path} stands nowhere in the archive`;
  return { kind: 'unfounded-claim', detail };
}

async function intactArchives(corpus: readonly CorpusFile[]): Promise<readonly Uint8Array[]> {
  const contents = corpus
    .slice(0, 12)
    .map(({ head }, index) => file(`study/série ${index}/IM${index}`, Uint8Array.from(head)));
  const few = contents.slice(0, 4);
  const withNotes: readonly PackedFile[] = [
    ...few,
    file('study.json', '{"complete":true}'),
    file('__MACOSX/._IM1', 'x'),
  ];
  const inner = await zipOf(few);
  const innerTgz = await tgzOf(few.slice(0, 2));
  return Promise.all([
    zipOf(contents),
    zipOf(withNotes, { compress: false, comment: 'PK as in an end record' }),
    zipOf(few, { zip64: true, streamed: true }),
    zipOf([file('inner.zip', inner), file('inner.tgz', innerTgz), ...few], { compress: false }),
    zipOf([file('inner.zip', inner), file('bomb', new Uint8Array(200_000))]),
    tarOf(contents),
    tarOf([file(`${'long/'.repeat(40)}IM1`, few[0]?.content ?? ''), file('inner.zip', inner), ...few]),
    tgzOf(contents),
    tgzOf([file('inner.tar', await tarOf(few)), ...few]),
  ]);
}

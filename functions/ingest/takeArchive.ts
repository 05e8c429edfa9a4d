import {
  type ArchivedHeader,
  type ArchivedItem,
  type ArchiveLimits,
  type ArchiveSource,
  readArchivedHeaders,
} from '../../core/archive/index.ts';
import { makesAllDoubtful, mayHoldAnImage } from '../../core/dicom/index.ts';
import {
  archivedKey,
  archivedObject,
  archiveReadingKey,
  fitsSet,
  type ObjectRejectCode,
  objectKeyDigest,
  packInstances,
} from '../../core/records/index.ts';
import { forEachBounded } from '../concurrency/forEachBounded.ts';
import { mapBounded } from '../concurrency/mapBounded.ts';
import type { StudyArrivals } from '../tables/studyArrivals.ts';
import { type ArchivedImage, type ImageSet, inSets } from './inSets.ts';
import { ObjectGoneError } from './objectReader.ts';
import {
  type Arrived,
  type Reject,
  recordCompleteMarker,
  recordReading,
  recordStudyJson,
  rejectInFolder,
  rejectInStudy,
  takenImage,
  unpackedInstance,
} from './recordObject.ts';
import type { RecordDependencies, Taken } from './taken.ts';

/** An object that is an archive, to be read when its turn comes. */
export type FoundArchive = {
  readonly kind: 'archive';
  readonly key: string;
  readonly arrived: Arrived;
  readonly source: ArchiveSource;
};

export type TakeArchiveDependencies = RecordDependencies & {
  readonly studies: Pick<StudyArrivals, 'putArchiveReading'>;
  readonly archiveLimits: ArchiveLimits;
  readonly now: () => number;
};

/** How long an archive may be read. */
export type ReadingTime = {
  /** Asked before each file and each read: whether the archive is left with that for a reason. */
  readonly isOver: () => boolean;
  /** By then the function has ended, and so has the next try at the archive, should this one fail. */
  readonly triedAgainMs: number;
};

/** The time was over in the midst of a file. */
class TimeIsOverError extends Error {
  override readonly name = 'TimeIsOverError';
}

/** What became of the files of an archive: each study and folder once, however many of them speak of it. */
export type TakenArchive = {
  readonly kind: 'taken-archive';
  readonly news: readonly Taken[];
  readonly entries: number;
  readonly rejected: readonly ObjectRejectCode[];
};

/** As many can be settled in the time that is left behind reading. */
const mostStudies = 2_000;

/** Heads read at once, of images of a classic size four times as many: each may grow to the limit of a head, or of its image. */
const readsAtOnce = 8;
const writesAtOnce = 16;

/**
 * Reads every file of an archive and records it, as if the archive were a folder of loose files; its images share items. Doing it
 * again changes nothing. What is wrong with the archive itself is recorded with every study that it holds, since what could not be
 * read may be theirs; when it holds none, beside the archive.
 *
 * Meanwhile each study that it has images of says so: it may be quiet for minutes without being complete. Where the archive could not be
 * read to its end, that stands until it was tried again.
 */
export async function takeArchive(
  archive: FoundArchive,
  dependencies: TakeArchiveDependencies,
  time: ReadingTime,
): Promise<TakenArchive> {
  const news = new Map<string, Taken>();
  const rejected: ObjectRejectCode[] = [];
  const faults: Reject[] = [];
  let entries = 0;
  const note = (taken: Taken): void => {
    const { code, plain } = withoutCode(taken);
    if (code !== null) rejected.push(code);
    news.set(JSON.stringify(plain), plain);
  };
  async function* entriesIn(items: AsyncIterable<ArchivedItem>): AsyncGenerator<ArchivedEntry, void, void> {
    for await (const item of items) {
      if (item.kind === 'object' && item.path === null) {
        faults.push(faultOf(item));
        continue;
      }
      entries += 1;
      yield entryOf(archive, item);
    }
  }

  const readings = archiveReadings(archive, time, dependencies);
  const source = stoppingSource(archive.source, time);
  const items = readArchivedHeaders(source, { limits: dependencies.archiveLimits, concurrency: readsAtOnce });
  const inTime = untilOver(items, time, () => faults.push(outOfTime(entries)));
  const inNumber = untilTooManyStudies(inTime, () => faults.push(tooManyStudies));
  try {
    await forEachBounded(inSets(entriesIn(inNumber)), writesAtOnce, async (entry) => {
      if (entry.kind === 'images') await recordImages(entry, readings, note, dependencies);
      else note(await recordEntry(entry, readings, dependencies));
    });
  } catch (error) {
    if (!(error instanceof ObjectGoneError)) throw error;
    // It is not tried again. What was written of it has taken the place of what the archive held before.
    if (![...news.values()].some(({ kind }) => kind === 'study')) {
      await readings.end();
      throw error;
    }
    faults.push(goneMeanwhile);
  }
  const fault =
    faults.find(({ code }) => makesAllDoubtful(code)) ?? faults.find(({ code }) => mayHoldAnImage(code)) ?? faults[0];
  if (fault !== undefined) {
    const bytesRead = faults.reduce((sum, other) => sum + (other.bytesRead ?? 0), 0);
    await recordFault(archive, { ...fault, bytesRead }, [...news.values()], note, dependencies);
  }
  await readings.end();
  return { kind: 'taken-archive', news: [...news.values()], entries, rejected };
}

type ArchiveReadings = {
  /** Before the first image of a study is written. */
  readonly begin: (studyInstanceUid: string) => Promise<void>;
  /** Before the studies are counted: a look at them that comes at once finds them whole. */
  readonly end: () => Promise<void>;
};

function archiveReadings(
  { arrived }: FoundArchive,
  { triedAgainMs }: ReadingTime,
  { studies, now }: TakeArchiveDependencies,
): ArchiveReadings {
  const begun = new Map<string, Promise<void>>();
  const put = (studyInstanceUid: string, untilMs: number) =>
    studies.putArchiveReading({ ...archiveReadingKey(arrived.object.site, studyInstanceUid, arrived), untilMs });
  return {
    begin(studyInstanceUid) {
      const known = begun.get(studyInstanceUid) ?? put(studyInstanceUid, triedAgainMs);
      begun.set(studyInstanceUid, known);
      return known;
    },
    async end() {
      await mapBounded([...begun.keys()], writesAtOnce, (studyInstanceUid) => put(studyInstanceUid, now()));
    },
  };
}

/** A large file in a tar.gz is read through for minutes: not only between two files may the time be over. */
function stoppingSource(source: ArchiveSource, { isOver }: ReadingTime): ArchiveSource {
  return {
    ...source,
    read: async (start, end) => {
      if (isOver()) throw new TimeIsOverError('The time for one archive is over.');
      return source.read(start, end);
    },
  };
}

type ArchivedEntry = ArchivedImage | OtherEntry;
/** A note, what is rejected, or an image whose header is too large to share an item. */
type OtherEntry = { readonly kind: 'other'; readonly arrived: Arrived; readonly item: ArchivedItem };

function entryOf(archive: FoundArchive, item: ArchivedItem): ArchivedEntry {
  const path = item.path ?? '';
  const arrived: Arrived = {
    ...archive.arrived,
    object: archivedObject(archive.arrived.object, archive.key, path),
    keyDigest: objectKeyDigest(archivedKey(archive.key, path)),
    archiveDigest: archive.arrived.keyDigest,
  };
  if (item.kind === 'object' && item.reading.kind === 'mr-image') {
    const { reading, bytesRead, bytesTotal } = item;
    const instance = unpackedInstance(arrived, reading, { bytesRead, bytesTotal });
    if (instance !== null && fitsSet(instance)) return { kind: 'image', arrived, reading, instance };
  }
  return { kind: 'other', arrived, item };
}

async function recordImages(
  { images }: ImageSet,
  readings: ArchiveReadings,
  note: (taken: Taken) => void,
  dependencies: RecordDependencies,
): Promise<void> {
  const [first] = images;
  if (first !== undefined) await readings.begin(first.reading.header.StudyInstanceUID);
  for (const item of packInstances(images.map(({ instance }) => instance))) {
    await dependencies.studies.putObjectItem(item);
  }
  for (const { arrived, reading } of images) note(await takenImage(arrived, reading, dependencies));
}

async function recordEntry(
  { arrived, item }: OtherEntry,
  readings: ArchiveReadings,
  dependencies: RecordDependencies,
): Promise<Taken> {
  if (item.kind === 'object') {
    const { reading, bytesRead, bytesTotal } = item;
    if (reading.kind === 'mr-image') await readings.begin(reading.header.StudyInstanceUID);
    return recordReading(arrived, reading, { bytesRead, bytesTotal }, dependencies);
  }
  return item.note === '_COMPLETE'
    ? recordCompleteMarker(arrived, dependencies)
    : recordStudyJson(arrived, item.text, dependencies, item.text.length);
}

async function recordFault(
  { arrived, source }: FoundArchive,
  fault: Reject,
  news: readonly Taken[],
  note: (taken: Taken) => void,
  dependencies: RecordDependencies,
): Promise<void> {
  const studies = new Set(news.flatMap((one) => (one.kind === 'study' ? [one.touch.studyInstanceUid] : [])));
  await mapBounded([...[...studies].entries()], writesAtOnce, async ([index, uid]) => {
    // The bytes were read once, however many studies it concerns.
    const counted = index === 0 ? fault : { ...fault, bytesRead: 0, bytesTotal: 0 };
    note(await rejectInStudy(arrived, uid, counted, dependencies));
  });
  if (studies.size === 0) note(await rejectInFolder(arrived, { ...fault, bytesTotal: source.size }, dependencies));
}

function faultOf({ reading, bytesRead, bytesTotal }: ArchivedHeader): Reject {
  if (reading.kind === 'rejected') return { code: reading.code, reason: reading.reason, bytesRead, bytesTotal };
  throw new TypeError('A file without a path was read from an archive.');
}

function outOfTime(entries: number): Reject {
  const reason = `After ${entries} files the time for one archive was over: split it into smaller archives.`;
  return { code: 'archive-limit', reason };
}

const goneMeanwhile: Reject = {
  code: 'unreadable',
  reason: 'The archive was deleted or replaced while it was read, and was not read to its end: drop it again.',
};

const tooManyStudies: Reject = {
  code: 'archive-limit',
  reason: `The archive holds more than ${mostStudies} studies: split it into smaller archives. What lies behind these was not read.`,
};

async function* untilTooManyStudies(
  items: AsyncIterable<ArchivedItem>,
  onTooMany: () => void,
): AsyncGenerator<ArchivedItem, void, void> {
  const studies = new Set<string>();
  for await (const item of items) {
    const study = studyOf(item);
    if (study !== null) studies.add(study);
    if (studies.size > mostStudies) {
      onTooMany();
      return;
    }
    yield item;
  }
}

function studyOf(item: ArchivedItem): string | null {
  if (item.kind !== 'object') return null;
  const { reading } = item;
  return reading.kind === 'mr-image' ? reading.header.StudyInstanceUID : (reading.identity?.StudyInstanceUID ?? null);
}

async function* untilOver<Item>(
  items: AsyncGenerator<Item>,
  { isOver }: ReadingTime,
  onOver: () => void,
): AsyncGenerator<Item, void, void> {
  try {
    for await (const item of items) {
      if (isOver()) {
        onOver();
        return;
      }
      yield item;
    }
  } catch (error) {
    // What was found until then counts.
    if (!(error instanceof TimeIsOverError)) throw error;
    onOver();
  }
}

/** Whether an object was rejected is counted, not kept: hundreds of files bring the same news. */
function withoutCode(taken: Taken): { readonly code: ObjectRejectCode | null; readonly plain: Taken } {
  if (taken.kind !== 'study' && taken.kind !== 'folder') return { code: null, plain: taken };
  // The news of an object that belongs to no study concerns the only study of its folder, other news all of them.
  return { code: taken.rejected, plain: taken.kind === 'folder' ? taken : { ...taken, rejected: null } };
}

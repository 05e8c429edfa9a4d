import { dirname } from 'node:path';
import type { UnreadObject } from '../core/compliance/index.ts';
import { type AcquisitionHeader, mayHoldAnImage, type RejectedObject, sameHeader } from '../core/dicom/index.ts';
import { isoDate, type Reading, type Rejected, studyDateOf } from '../core/report/index.ts';
import type { PatientMark } from './patientMark.ts';
import type { ReadObject } from './readObject.ts';
import { notesFor, type PlacedNote } from './studyNote.ts';

/** What was read of one study; `studyInstanceUid` is `null` in the one that collects what belongs to no study. */
export type ReadStudy = {
  readonly studyInstanceUid: string | null;
  readonly studyDate: string | null;
  readonly headers: readonly AcquisitionHeader[];
  readonly reading: Reading;
  /** Those of the rejected objects that may be images. */
  readonly unreadObjects: readonly UnreadObject[];
  /** Each patient that its images name, once. */
  readonly patientMarks: readonly PatientMark[];
  /** Each `study.json` that counts for it, the one that counts most first. */
  readonly notes: readonly PlacedNote[];
};

/**
 * Sorts what was read into studies, the oldest first.
 *
 * An MR image makes a study, and so does an object that is intact but no MR image (a CT, a structured report). Any other
 * unusable object joins: the study that its header names; else, for an archive that could not be read to its end, every study
 * of which it holds something; else the only study whose files lie in the same folder; else the only study whose folder it lies
 * in, or above; else, if it hides no image, the only study there is; else the entry of those that belong to none, which comes last.
 * One that may be an image also counts as unread for the only study near it: it may be its rest, or another study.
 *
 * A SOP instance counts once however often it is there. A second object of the same UID with a different header is
 * listed as rejected (`duplicate-instance`), since UIDs are unique (PS3.5 9).
 */
export function groupStudies(objects: readonly ReadObject[]): readonly ReadStudy[] {
  const studies = new Map<string, StudyInProgress>();
  for (const object of objects) {
    for (const reading of object.readings) {
      const uid = studyMadeBy(reading);
      if (uid !== null && !studies.has(uid)) studies.set(uid, new StudyInProgress(uid));
    }
  }
  const loose = new StudyInProgress(null);
  const ownersOf = ownersOfRejected(objects, [...studies.keys()]);

  for (const object of objects) {
    object.readings.forEach((reading, index) => {
      const path = object.readings.length > 1 ? `${object.path}[${index}]` : object.path;
      if (reading.kind === 'mr-image') {
        studies.get(reading.header.StudyInstanceUID)?.addImage(object, path, reading);
        return;
      }
      const { owners, near } = ownersOf(reading, object);
      const listed = owners.flatMap((uid) => studies.get(uid) ?? []);
      for (const study of listed.length === 0 ? [loose] : listed) study.addRejected(object, path, reading);
      if (near !== null) studies.get(near)?.addUnread(reading);
    });
  }
  const notes = objects.flatMap(({ path, note }) => (note === undefined ? [] : [{ path, note }]));
  const found = [...studies.values()].map((study) => study.done(notes));
  const byDate = found.sort((a, b) => sortKey(a).localeCompare(sortKey(b), 'en'));
  return loose.isEmpty ? byDate : [...byDate, loose.done([])];
}

function studyMadeBy(reading: ReadObject['readings'][number]): string | null {
  if (reading.kind === 'mr-image') return reading.header.StudyInstanceUID;
  const intact = reading.code === 'not-mr' || reading.code === 'not-an-image';
  return intact ? (reading.identity?.StudyInstanceUID ?? null) : null;
}

function folderIndex(objects: readonly ReadObject[]): ReadonlyMap<string, ReadonlySet<string>> {
  const uidsByFolder = new Map<string, Set<string>>();
  for (const { path, readings } of objects) {
    const folder = dirname(path);
    const uids = uidsByFolder.get(folder) ?? new Set<string>();
    for (const reading of readings) {
      const uid = studyMadeBy(reading);
      if (uid !== null) uids.add(uid);
    }
    uidsByFolder.set(folder, uids);
  }
  return uidsByFolder;
}

/** Where a rejected object is listed; `near`: the study for which it counts as unread though it is listed elsewhere. */
type Owners = { readonly owners: readonly string[]; readonly near: string | null };

function ownersOfRejected(
  objects: readonly ReadObject[],
  studyUids: readonly string[],
): (rejected: RejectedObject, object: ReadObject) => Owners {
  const known = new Set(studyUids);
  // Most trees have nothing to look up in it.
  let uidsByFolder: ReadonlyMap<string, ReadonlySet<string>> | null = null;
  let uidsAbove: ReadonlyMap<string, ReadonlySet<string>> | null = null;
  let folders: ReadonlyMap<string, string> | null = null;
  const aroundByFolder = new Map<string, readonly string[]>();
  const listedWith = (...owners: readonly string[]): Owners => ({ owners, near: null });
  return ({ code, identity }, { path }) => {
    const named = identity?.StudyInstanceUID ?? null;
    // A header that names a study is believed, also when nothing else of that study could be read.
    if (named !== null) return known.has(named) ? listedWith(named) : listedWith();
    const mayBeAnImage = mayHoldAnImage(code);
    if (studyUids.length === 1 && !mayBeAnImage) return listedWith(...studyUids);
    uidsByFolder ??= folderIndex(objects);
    uidsAbove ??= indexWithAbove(uidsByFolder);
    if (mayBeAnImage) {
      // Nothing lies below a file, unless it is an archive.
      const inArchive = uidsAbove.get(path);
      if (inArchive !== undefined) return listedWith(...inArchive);
    }
    const folder = dirname(path);
    const inFolder = [...(uidsByFolder.get(folder) ?? [])];
    if (inFolder.length === 1) return listedWith(...inFolder);
    folders ??= commonFolders(uidsByFolder);
    const around = aroundByFolder.get(folder) ?? studiesAround(folder, folders);
    aroundByFolder.set(folder, around);
    const [own, ...others] = around;
    if (own !== undefined && others.length === 0) return listedWith(own);
    return { owners: [], near: mayBeAnImage ? onlyStudyNear(folder, uidsAbove) : null };
  };
}

/** The folder that holds all that was read of each study. */
function commonFolders(uidsByFolder: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  for (const [folder, uids] of uidsByFolder) {
    for (const uid of uids) {
      let common = folders.get(uid) ?? folder;
      while (!isWithin(folder, common) && common !== dirname(common)) common = dirname(common);
      folders.set(uid, common);
    }
  }
  return folders;
}

function studiesAround(folder: string, folders: ReadonlyMap<string, string>): readonly string[] {
  return [...folders].filter(([, own]) => isWithin(folder, own) || isWithin(own, folder)).map(([uid]) => uid);
}

function isWithin(folder: string, above: string): boolean {
  return folder === above || above === '.' || folder.startsWith(above.endsWith('/') ? above : `${above}/`);
}

function onlyStudyNear(folder: string, uidsAbove: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  for (let above = folder, last = ''; above !== last; last = above, above = dirname(above)) {
    const uids = uidsAbove.get(above);
    if (uids !== undefined) return uids.size === 1 ? ([...uids][0] ?? null) : null;
  }
  return null;
}

/** The studies in each folder and in all that lies below it, archives being folders. */
function indexWithAbove(uidsByFolder: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, Set<string>> {
  const uidsAbove = new Map<string, Set<string>>();
  for (const [folder, uids] of uidsByFolder) {
    if (uids.size === 0) continue;
    for (let above = folder, last = ''; above !== last; last = above, above = dirname(above)) {
      const known = uidsAbove.get(above) ?? new Set<string>();
      for (const uid of uids) known.add(uid);
      uidsAbove.set(above, known);
    }
  }
  return uidsAbove;
}

function sortKey({ studyDate, studyInstanceUid }: ReadStudy): string {
  return `${studyDate ?? '9999'} ${studyInstanceUid}`;
}

const mostListedAlike = 2000;
type ReadImage = Exclude<ReadObject['readings'][number], RejectedObject>;

class StudyInProgress {
  readonly #uid: string | null;
  readonly #headers = new Map<string, AcquisitionHeader>();
  readonly #rejected: Rejected[] = [];
  readonly #alike = new Map<string, { readonly first: Rejected; count: number }>();
  readonly #unread: UnreadObject[] = [];
  readonly #files = new Map<string, ReadObject>();
  readonly #patientMarks = new Set<PatientMark>();
  readonly #folders = new Set<string>();
  #rejectedStudyDate: string | null = null;

  constructor(uid: string | null) {
    this.#uid = uid;
  }

  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  addImage(object: ReadObject, path: string, { header, patientMark }: ReadImage): void {
    this.#files.set(object.path, object);
    this.#folders.add(dirname(object.path));
    if (patientMark !== null) this.#patientMarks.add(patientMark);
    const earlier = this.#headers.get(header.SOPInstanceUID);
    if (earlier === undefined) {
      this.#headers.set(header.SOPInstanceUID, header);
    } else if (!sameHeader(earlier, header)) {
      const reason = `SOP instance ${header.SOPInstanceUID} was already read from another file, with a different header. Remove the wrong one.`;
      this.#rejected.push({ path, code: 'duplicate-instance', reason });
    }
  }

  addRejected(object: ReadObject, path: string, { code, reason, identity }: RejectedObject): void {
    this.#files.set(object.path, object);
    this.#list({ path, code, reason });
    if (mayHoldAnImage(code)) this.addUnread({ identity });
    this.#rejectedStudyDate ??= isoDate(identity?.StudyDate);
  }

  addUnread({ identity }: Pick<RejectedObject, 'identity'>): void {
    this.#unread.push({ seriesInstanceUid: identity?.SeriesInstanceUID ?? null });
  }

  /** Thousands of files that are rejected for the same reason, but for the numbers in it, are told as one. */
  #list(rejected: Rejected): void {
    const kind = `${rejected.code} ${rejected.reason.replaceAll(/\d+/g, '0')}`;
    const alike = this.#alike.get(kind) ?? { first: rejected, count: 0 };
    alike.count += 1;
    this.#alike.set(kind, alike);
    if (alike.count <= mostListedAlike) this.#rejected.push(rejected);
  }

  #unlisted(): readonly Rejected[] {
    return [...this.#alike.values()]
      .filter(({ count }) => count > mostListedAlike)
      .map(({ first: { code, reason }, count }) => {
        const more = count - mostListedAlike;
        return {
          path: more === 1 ? '1 more file' : `${more} more files`,
          code,
          reason: `As ${mostListedAlike} others: ${reason}`,
        };
      });
  }

  /** A file that holds objects of several studies (a DICOM JSON document) counts in each. */
  done(notes: readonly PlacedNote[]): ReadStudy {
    const headers = [...this.#headers.values()];
    const files = [...this.#files.values()];
    return {
      studyInstanceUid: this.#uid,
      studyDate: studyDateOf(headers) ?? this.#rejectedStudyDate,
      headers,
      reading: {
        files: files.length,
        instances: headers.length,
        bytesRead: files.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
        bytesTotal: files.reduce((sum, { bytesTotal }) => sum + bytesTotal, 0),
        rejected: [...this.#rejected, ...this.#unlisted()],
      },
      unreadObjects: this.#unread,
      patientMarks: [...this.#patientMarks],
      notes: notesFor(this.#folders, notes),
    };
  }
}

import type { Content, Study } from './content.ts';
import { seriesOf, sopOf } from './content.ts';
import type { Drop, Scenario } from './scenario.ts';

/** What the last verdict of a study must say of its objects. */
export type ExpectedStudy = {
  readonly site: string;
  readonly studyInstanceUid: string;
  /** Each once, as the latest of the drops that hold it shows it; by series and SOP instance. */
  readonly images: readonly Image[];
  /** Codes of the objects that were not used, sorted. */
  readonly rejects: readonly string[];
};

type Image = Extract<Content, { readonly kind: 'image' }>;

/** A file as it lies at last: loose, or in an archive. */
type Lying = { readonly site: string; readonly folders: readonly string[]; readonly content: Content };

/**
 * Worked out from what was dropped alone, by the contract: not by the code that is tested. What a key holds last counts, an
 * archive is a folder of its own, and an object that does not say whose it is belongs to the only study of its folder.
 */
export function expectedStudies(scenario: Scenario): readonly ExpectedStudy[] {
  const registered = new Set(scenario.sites.map(({ site }) => site));
  const lastOfKey = new Map<string, Drop>();
  for (const drop of scenario.drops) {
    // In the order of the drops that count, the latest last.
    lastOfKey.delete(drop.key);
    lastOfKey.set(drop.key, drop);
  }
  const ever = scenario.drops.flatMap(lyingOf).filter(({ site }) => registered.has(site));
  const last = [...lastOfKey.values()].flatMap(lyingOf).filter(({ site }) => registered.has(site));

  const seenIn = new Map<string, Set<string>>();
  for (const { site, folders, content } of ever) {
    const study = studyOf(content);
    if (study === null) continue;
    for (const folder of folders) {
      const key = `${site} ${folder}`;
      seenIn.set(key, (seenIn.get(key) ?? new Set()).add(study.uid));
    }
  }

  const studies = new Map<string, { site: string; uid: string; images: Map<string, Image>; rejects: string[] }>();
  const entryOf = (site: string, uid: string) => {
    const known = studies.get(`${site} ${uid}`) ?? { site, uid, images: new Map<string, Image>(), rejects: [] };
    studies.set(`${site} ${uid}`, known);
    return known;
  };
  for (const { site, folders, content } of last) {
    const study = studyOf(content);
    const code = rejectCodeOf(content);
    if (content.kind === 'image') entryOf(site, content.study.uid).images.set(orderOf(content), content);
    else if (study !== null && code !== null) entryOf(site, study.uid).rejects.push(code);
    else if (code !== null) {
      const [only, another] = seenIn.get(`${site} ${folders.at(-1)}`) ?? [];
      if (only !== undefined && another === undefined) entryOf(site, only).rejects.push(code);
    }
  }
  return [...studies.values()].map(({ site, uid, images, rejects }) => ({
    site,
    studyInstanceUid: uid,
    images: [...images].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, image]) => image),
    rejects: rejects.sort(),
  }));
}

function orderOf({ study, number }: Image): string {
  return `${seriesOf(study, number)} ${sopOf(study, number)}`;
}

/** The code that an object is rejected with; `null` when it is used. */
export function rejectCodeOf(content: Content): string | null {
  switch (content.kind) {
    case 'ct':
      return 'not-mr';
    case 'cut-image':
      return 'truncated-header';
    case 'text':
      return 'not-dicom';
    case 'empty':
      return 'empty';
    case 'invalid-study-json':
      return 'invalid-study-json';
    case 'broken-archive':
      return 'archive-damaged';
    default:
      return null;
  }
}

function studyOf(content: Content): Study | null {
  return 'study' in content ? content.study : null;
}

function lyingOf({ key, content }: Drop): readonly Lying[] {
  const [, site = '', ...path] = key.split('/');
  const inFolders = path.slice(0, -1);
  if (content.kind !== 'archive') return [{ site, folders: foldersOf(inFolders), content }];
  return content.entries.map((entry) => ({
    site,
    folders: [
      ...(inFolders.length === 0 ? [rootFolder] : []),
      ...foldersOf([...path, ...entry.path.split('/').slice(0, -1)]),
    ],
    content: entry.content,
  }));
}

const rootFolder = '';
const deepestShared = 8;

function foldersOf(path: readonly string[]): readonly string[] {
  if (path.length === 0) return [rootFolder];
  const folders = path.map((_, index) => path.slice(0, index + 1).join('/'));
  return folders.filter((_, index) => index < deepestShared || index === path.length - 1);
}

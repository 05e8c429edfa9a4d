import type { ArchiveLimits } from '../core/archive/index.ts';

/** What a limit holds, and what becomes of that which is beyond it. */
export type ArchiveLimitUse = { readonly of: string; readonly beyond: string };

const readInPart = 'reading ends, and the archive is said to be read in part';
const fileRejected = 'the file is rejected, its neighbours are read';

/** In the order of the table. */
export const archiveLimitUses: Readonly<Record<keyof ArchiveLimits, ArchiveLimitUse>> = {
  entries: {
    of: 'files in one archive, those of the archives in it included',
    beyond: readInPart,
  },
  depth: {
    of: 'archives inside each other, the outermost counted',
    beyond: 'the archive that lies too deep is rejected, its neighbours are read',
  },
  folderDepth: { of: 'folders above a file in its archive', beyond: fileRejected },
  pathCharacters: { of: 'characters of the path of a file in its archive', beyond: fileRejected },
  allPathCharacters: { of: 'characters of the paths of all files in one archive', beyond: readInPart },
  directoryBytes: { of: 'the central directory of a ZIP archive', beyond: 'the archive is rejected' },
  extendedHeaderBytes: {
    of: 'the long names and attributes before one file of a tar archive',
    beyond: 'they are passed over, which is said; the file keeps its short name',
  },
  headBytes: { of: 'the beginning of one file, as far as its header goes', beyond: fileRejected },
  nestedBytes: {
    of: 'an archive inside another that must be inflated to be looked into',
    beyond: 'the archive inside is rejected, its neighbours are read',
  },
  entryRatio: {
    of: 'inflated bytes for each stored one, as a ZIP archive states them of a file',
    beyond: fileRejected,
  },
  wholeRatio: {
    of: 'inflated bytes for each byte that was read, of gzip and of archives inside others',
    beyond: readInPart,
  },
  ratioFreeBytes: { of: 'inflated bytes up to which `wholeRatio` is not asked', beyond: '`wholeRatio` holds' },
  inflatedBytes: {
    of: 'what is inflated of one archive: a tar.gz as a whole, of a ZIP archive the heads of its files',
    beyond: readInPart,
  },
  noteBytes: { of: 'a `study.json` in an archive', beyond: 'it is rejected, the images are read' },
};

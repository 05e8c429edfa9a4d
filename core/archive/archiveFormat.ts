import { tarHeaderAt } from './tarHeader.ts';

/** `gzip` is a tar archive, or a single file, in gzip: its beginning does not say which. */
export type ArchiveFormat = 'zip' | 'tar' | 'gzip';

/** Tells an archive by its first 512 bytes, never by its name; `null` for anything else, a 7-Zip or RAR archive too. */
export function archiveFormatOf(firstBytes: Uint8Array): ArchiveFormat | null {
  // PS3.10 7.1 leaves the preamble to other formats: a file with this mark is DICOM whatever it also is.
  if (startsWith(firstBytes, [0x44, 0x49, 0x43, 0x4d], 128)) return null;
  if (startsWith(firstBytes, [0x1f, 0x8b, 0x08])) return 'gzip';
  if (zipMarks.some((mark) => startsWith(firstBytes, mark))) return 'zip';
  return firstBytes.length >= 512 && tarHeaderAt(firstBytes).kind === 'header' ? 'tar' : null;
}

/** A program in front of an archive unpacks it: the archive is found from its end. */
export function looksSelfExtracting(firstBytes: Uint8Array): boolean {
  return programMarks.some((mark) => startsWith(firstBytes, mark));
}

/** A local file header, an empty archive, and the marks of a (once) split one (APPNOTE 4.3.7, 4.3.16, 8.5.3 and 8.5.4). */
const zipMarks = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
  [0x50, 0x4b, 0x06, 0x06],
  [0x50, 0x4b, 0x07, 0x08],
  [0x50, 0x4b, 0x30, 0x30, 0x50, 0x4b],
];

/** `MZ`, ELF, and `#!`. */
const programMarks = [
  [0x4d, 0x5a],
  [0x7f, 0x45, 0x4c, 0x46],
  [0x23, 0x21],
];

function startsWith(bytes: Uint8Array, mark: readonly number[], offset = 0): boolean {
  return mark.every((byte, index) => bytes[offset + index] === byte);
}

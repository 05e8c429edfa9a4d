import { latin1 } from './characterSet.ts';

/** What bytes that are no DICOM look like, in words for a message. */
export type Appearance = { readonly name: string; readonly archive: ArchiveKind | null };

/** Containers of files: those that core/archive reads, and those that nothing here does. */
type ArchiveKind = 'readable' | 'unreadable';

type Signature = {
  readonly offset: number;
  readonly text: string;
  readonly name: string;
  readonly archive?: ArchiveKind;
};

const signatures: readonly Signature[] = [
  { offset: 0, text: 'PK\x03\x04', name: 'a ZIP archive', archive: 'readable' },
  { offset: 0, text: 'PK\x05\x06', name: 'an empty ZIP archive', archive: 'readable' },
  { offset: 0, text: 'PK\x07\x08', name: 'a ZIP archive', archive: 'readable' },
  { offset: 0, text: '\x1f\x8b', name: 'a gzip file', archive: 'readable' },
  { offset: 0, text: "7z\xbc\xaf'\x1c", name: 'a 7-Zip archive', archive: 'unreadable' },
  { offset: 0, text: 'Rar!\x1a\x07', name: 'a RAR archive', archive: 'unreadable' },
  { offset: 0, text: 'BZh', name: 'a bzip2 file', archive: 'unreadable' },
  { offset: 0, text: '\xfd7zXZ\x00', name: 'an xz file', archive: 'unreadable' },
  { offset: 257, text: 'ustar', name: 'a tar archive', archive: 'readable' },
  { offset: 0, text: '%PDF', name: 'a PDF document' },
  { offset: 0, text: '\xff\xd8\xff', name: 'a JPEG picture' },
  { offset: 0, text: '\x89PNG', name: 'a PNG picture' },
  { offset: 0, text: 'GIF8', name: 'a GIF picture' },
  { offset: 0, text: 'BM', name: 'a bitmap picture' },
  { offset: 0, text: 'II*\x00', name: 'a TIFF picture' },
  { offset: 0, text: 'MM\x00*', name: 'a TIFF picture' },
  { offset: 344, text: 'n+1\x00', name: 'a NIfTI image' },
  { offset: 344, text: 'ni1\x00', name: 'a NIfTI header' },
  { offset: 0, text: '\x5c\x01\x00\x00', name: 'an Analyze or NIfTI header' },
  { offset: 0, text: '\xd0\xcf\x11\xe0', name: 'a Microsoft Office document' },
  { offset: 0, text: 'MZ', name: 'a Windows program' },
  { offset: 0, text: '\x7fELF', name: 'a program' },
  { offset: 4, text: 'ftyp', name: 'a video' },
];

/** Says what a file looks like by its first bytes, or `null`. */
export function looksLike(bytes: Uint8Array): Appearance | null {
  const head = latin1(bytes.subarray(0, 512));
  const known = signatures.find(({ offset, text }) => head.startsWith(text, offset));
  if (known !== undefined) return { name: known.name, archive: known.archive ?? null };
  return isText(bytes.subarray(0, 512)) ? { name: textKind(head), archive: null } : null;
}

function textKind(head: string): string {
  const start = head.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^<(!doctype html|html)/i.test(start)) return 'an HTML page';
  if (start.startsWith('<')) return 'an XML document';
  if (/^[{[]/.test(start)) return 'a JSON document';
  return 'a text file';
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte !== 0x7f) || (byte >= 0x09 && byte <= 0x0d));
}

import dcmjs from 'dcmjs';

/** Tag and VR of an attribute as dcmjs' copy of PS3.6 has them: a second source, beside the reader's own table. */
export type DictionaryEntry = { readonly tag: number; readonly vr: string };

/** The entry of a DICOM keyword. Throws when PS3.6 has no such keyword: a check without it would pass anything. */
export function dictionaryEntry(keyword: string): DictionaryEntry {
  const entry = dcmjs.data.DicomMetaDictionary.nameMap[keyword];
  const tag = /^\(([0-9A-F]{4}),([0-9A-F]{4})\)$/i.exec(entry?.tag ?? '');
  if (entry === undefined || tag === null) {
    throw new Error(`the DICOM dictionary has no ${keyword}: say in standIns.ts where its value comes from`);
  }
  return { tag: Number.parseInt(`${tag[1]}${tag[2]}`, 16), vr: entry.vr };
}

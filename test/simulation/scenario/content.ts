import { dicomFile, el, withElements } from '../../core/dicom/dicomBytes.ts';
import { classicMr } from '../../core/dicom/mrObjects.ts';
import { patientFacts } from '../../functions/harness/smallObjects.ts';
import { zipOf } from './storedZip.ts';

export type Study = {
  readonly uid: string;
  readonly patientId: string;
  /** YYYYMMDD */
  readonly date: string;
};

/** What decides the outcome: at 0.5 T nothing complies, of a knee nothing is asked, of a few slices nobody can tell. */
export const imageLooks = ['brain at 3 T', 'brain at 0.5 T', 'knee'] as const;
export type Looks = (typeof imageLooks)[number];

/** What a dropped object is, known to the one who drops it. */
export type Content =
  | { readonly kind: 'image'; readonly study: Study; readonly number: number; readonly looks: Looks }
  | { readonly kind: 'ct'; readonly study: Study; readonly number: number }
  /** Cut off behind its study's UID. */
  | { readonly kind: 'cut-image'; readonly study: Study; readonly number: number }
  | { readonly kind: 'text' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'study-json'; readonly facts: Readonly<Record<string, unknown>> }
  | { readonly kind: 'invalid-study-json' }
  | { readonly kind: 'complete-marker' }
  | { readonly kind: 'broken-archive' }
  | { readonly kind: 'archive'; readonly entries: readonly Entry[] };
export type Entry = { readonly path: string; readonly content: Content };

/** Nothing of this may be seen outside the objects, nor may their UIDs and names. */
export const personalFacts: readonly string[] = [...patientFacts, 'Zelda', 'ZZPATIENT', '1.2.777.', 'IM1'];

export const uidRoot = '1.2.777.';

export function bytesOf(content: Content): Uint8Array {
  switch (content.kind) {
    case 'image':
      return imageOf(content.study, content.number, content.looks);
    case 'ct':
      return ctOf(content.study, content.number);
    case 'cut-image':
      return cutBehindStudyUid(content.study, content.number);
    case 'text':
      return Buffer.from('Zzyzx^Zelda was scanned on a Monday, and this is no image.\n');
    case 'empty':
      return new Uint8Array();
    case 'study-json':
      return Buffer.from(JSON.stringify(content.facts));
    case 'invalid-study-json':
      return Buffer.from('{"indication": "Zzyzx^Zelda"}');
    case 'complete-marker':
      return new Uint8Array();
    case 'broken-archive':
      return Buffer.from('PK\u0003\u0004 and nothing that follows from it');
    case 'archive':
      return zipOf(content.entries.map((entry) => ({ path: entry.path, bytes: bytesOf(entry.content) })));
  }
}

function imageOf(study: Study, number: number, looks: Looks): Uint8Array {
  const shown = [
    el(0x00180015, 'CS', looks === 'knee' ? 'KNEE' : 'BRAIN'),
    el(0x00180087, 'DS', looks === 'brain at 0.5 T' ? '0.5' : '3'),
  ];
  return dicomFile(withElements(classicMr, [...identity(study, number), ...shown]));
}

function ctOf(study: Study, number: number): Uint8Array {
  const ct = [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'), el(0x00080060, 'CS', 'CT')];
  return dicomFile(withElements(classicMr, [...identity(study, number), ...ct]));
}

function cutBehindStudyUid(study: Study, number: number): Uint8Array {
  const whole = imageOf(study, number, 'brain at 3 T');
  // Group 0020 element 000d, explicit VR: what follows it is lost.
  const at = Buffer.from(whole).indexOf(Buffer.from([0x20, 0, 0x0d, 0, 0x55, 0x49]));
  return whole.slice(0, at + 8 + study.uid.length + (study.uid.length % 2) + 3);
}

function identity(study: Study, number: number) {
  return [
    el(0x00080018, 'UI', sopOf(study, number)),
    el(0x00080020, 'DA', study.date),
    el(0x00100010, 'PN', 'Zzyzx^Zelda'),
    el(0x00100020, 'LO', study.patientId),
    el(0x00100030, 'DA', '19311117'),
    el(0x0020000d, 'UI', study.uid),
    el(0x0020000e, 'UI', seriesOf(study, number)),
    el(0x00200032, 'DS', `-80.5\\-120.25\\${90 - number}`),
  ];
}

export function seriesOf(study: Study, number: number): string {
  return `${study.uid}.${1 + (number % 2)}`;
}

export function sopOf(study: Study, number: number): string {
  return `${study.uid}.9.${number}`;
}

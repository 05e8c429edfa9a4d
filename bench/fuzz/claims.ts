import {
  type AcquisitionHeader,
  type HeaderReading,
  type ImageAttributes,
  numberKeywords,
  numberListKeywords,
  textKeywords,
  textListKeywords,
} from '../../core/dicom/index.ts';
import { dictionaryEntry } from './dictionary.ts';
import { type EvidenceIndex, TagFinder } from './evidence.ts';
import { asNumbers, asText, asTexts, type Spelling, spell } from './naiveDecoding.ts';
import { couldSpellInPieces, latin, otherScripts } from './scripts.ts';
import { keywordsOfOurs, type PrivateElement, privateElements, standIns } from './standIns.ts';

/** A source of a value: a tag, and the VR that PS3.6 gives it. */
type Source = { readonly tag: number; readonly vr: string };

/** What a document or some bytes hold behind a tag. */
export type Holdings = {
  readonly spellings: (source: Source) => readonly Spelling[];
  /** The same in all character sets but Latin-1. */
  readonly foreignSpellings: (source: Source) => readonly Spelling[];
  /** Whether a text may be there in a way that `spellings` does not list: code extensions. */
  readonly mayHoldText: (source: Source, text: string) => boolean;
  readonly has: (source: Source) => boolean;
  readonly items: number;
};

const uidKeywords = ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID', 'SOPClassUID'] as const;
const patientKeywords = ['PatientID', 'IssuerOfPatientID', 'PatientBirthDate'] as const;
const texts = new Set<string>(textKeywords);
const textLists = new Set<string>(textListKeywords);
const numberLists = new Set<string>(numberListKeywords);

const sourcesByKeyword: ReadonlyMap<string, readonly Source[]> = new Map(
  [
    ...uidKeywords,
    ...patientKeywords,
    ...textKeywords,
    ...numberKeywords,
    ...numberListKeywords,
    ...textListKeywords,
  ].map((keyword) => [keyword, sourcesOf(keyword)]),
);
const privateByKeyword: ReadonlyMap<string, readonly PrivateElement[]> = Map.groupBy(privateElements, ({ of }) => of);
const codeMeaning = dictionaryEntry('CodeMeaning');
const codeValue = dictionaryEntry('CodeValue');
const phaseSteps = dictionaryEntry('MRAcquisitionPhaseEncodingStepsInPlane');
const frequencySteps = dictionaryEntry('MRAcquisitionFrequencyEncodingSteps');

const finder = new TagFinder([
  ...[...sourcesByKeyword.values(), [codeMeaning, codeValue, phaseSteps, frequencySteps]].flat().map(({ tag }) => tag),
  ...privateElements.flatMap(({ tag, creator }) => [tag, creator.tag]),
]);

/** The first claim of a reading that its bytes do not hold; `null` when all are there. `seen`: what the reader was given. */
export function unfoundedClaim(reading: HeaderReading, seen: Uint8Array): string | null {
  return unfoundedIn(reading, holdingsOf(finder.index(seen)));
}

/** The same for any holdings. */
export function unfoundedIn(reading: HeaderReading, holdings: Holdings): string | null {
  const claims = reading.kind === 'mr-image' ? imageClaims(reading.header, reading.patient) : identityClaims(reading);
  const judge = judgeOf(holdings, reading.kind === 'mr-image' ? reading.header.remarks : []);
  for (const { keyword, value } of claims) {
    if (!judge(keyword, value)) return `${keyword} is claimed to be ${JSON.stringify(value)}, which stands nowhere`;
  }
  if (reading.kind !== 'mr-image') return null;
  const { length } = reading.header.frames;
  return length > Math.max(1, holdings.items) ? `${length} frames are claimed of ${holdings.items} items` : null;
}

type Claim = { readonly keyword: string; readonly value: unknown };

function* imageClaims(header: AcquisitionHeader, patient: Readonly<Record<string, string | null>>): Generator<Claim> {
  for (const keyword of uidKeywords) yield { keyword, value: header[keyword] };
  for (const [keyword, value] of Object.entries(patient)) if (value !== null) yield { keyword, value };
  yield* attributeClaims(header.shared);
  for (const frame of header.frames) yield* attributeClaims(frame);
}

function* attributeClaims(attributes: ImageAttributes): Generator<Claim> {
  for (const [keyword, value] of Object.entries(attributes)) yield { keyword, value };
}

function* identityClaims(reading: HeaderReading): Generator<Claim> {
  if (reading.kind !== 'rejected') return;
  for (const [keyword, value] of Object.entries(reading.identity ?? {})) {
    if (value !== null) yield { keyword: cutKeywords.get(keyword) ?? keyword, value };
  }
}

/** What an identity holds of these is cut at 16 characters. */
const cutKeywords: ReadonlyMap<string, string> = new Map([
  ['Modality', 'Modality, cut'],
  ['StudyDate', 'StudyDate, cut'],
]);
const cutLength = 16;

function judgeOf(holdings: Holdings, remarks: readonly string[]): (keyword: string, value: unknown) => boolean {
  const possible = new Map<string, ReadonlySet<string>>();
  const convertedField = remarks.some((remark) => remark.startsWith('MagneticFieldStrength'));
  return (keyword, value) => {
    let values = possible.get(keyword);
    if (values === undefined) {
      values = possibleValues(keyword, holdings, convertedField);
      possible.set(keyword, values);
    }
    if (values.has(JSON.stringify(value))) return true;
    return isVendorValue(keyword, value, holdings) || otherwiseSpelled(keyword, value, holdings);
  };
}

/** A private element of the creator that reserves its block. */
function isVendorValue(keyword: string, value: unknown, holdings: Holdings): boolean {
  return (privateByKeyword.get(keyword) ?? []).some((element) => {
    if (!holdings.has(element) || !textsOf(element.creator, holdings).includes(element.creator.name)) return false;
    if (typeof value === 'string' && holdings.mayHoldText(element, value)) return true;
    return holdings
      .spellings(element)
      .flatMap((spelling) => valuesAs(keyword, spelling))
      .some((held) => JSON.stringify(held) === JSON.stringify(value) || held === biased(keyword, value));
  });
}

/** GE adds a thousand million to the b-values of some series (dcm2niix issue 149). */
function biased(keyword: string, value: unknown): number | null {
  return keyword === 'DiffusionBValue' && typeof value === 'number' ? value + 1_000_000_000 : null;
}

/** All values that may be claimed of a keyword, as JSON. */
function possibleValues(keyword: string, holdings: Holdings, convertedField: boolean): ReadonlySet<string> {
  if (keyword === 'AcquisitionSteps') return possibleSteps(holdings);
  const plain = keyword.replace(/, cut$/, '');
  const values = new Set<string>();
  for (const source of sourcesByKeyword.get(plain) ?? []) {
    if (!holdings.has(source)) continue;
    if (!texts.has(plain)) values.add('null');
    for (const spelling of holdings.spellings(source)) {
      for (const value of valuesAs(plain, spelling))
        values.add(JSON.stringify(plain === keyword ? value : cutTo16(value)));
    }
    // A sequence, a bulk data reference, a value that is no text: there, and empty.
    if (texts.has(plain)) values.add('""');
  }
  if (plain === 'MagneticFieldStrength' && convertedField) {
    for (const spelling of (sourcesByKeyword.get(plain) ?? []).flatMap((source) => holdings.spellings(source))) {
      const [written = ''] = 'text' in spelling ? spelling.text : [];
      const withUnit = /^\s*(\d+(?:[.,]\d+)?)\s*[a-z]+\s*$/i.exec(written)?.[1];
      if (withUnit !== undefined) values.add(JSON.stringify(Number(withUnit.replace(',', '.'))));
    }
    addConverted(values);
  }
  return values;
}

function valuesAs(keyword: string, spelling: Spelling): readonly unknown[] {
  if (uidKeywords.some((uid) => uid === keyword)) return [uidIn(spelling)];
  if (texts.has(keyword) || patientKeywords.some((name) => name === keyword)) return [asText(spelling)];
  if (textLists.has(keyword)) return [asTexts(spelling)];
  const numbers = asNumbers(spelling).map((number) => number + 0);
  if (numberLists.has(keyword)) return [numbers];
  return numbers.slice(0, 1);
}

function uidIn(spelling: Spelling): string {
  const first = 'text' in spelling ? (spelling.text[0] ?? '') : '';
  let end = first.length;
  while (end > 0 && /[\s\0]/.test(first.charAt(end - 1))) end -= 1;
  return first.slice(0, end).trimStart();
}

/** Gauss and millitesla become tesla, with the unit behind the number or without, which the header remarks. */
function addConverted(values: Set<string>): void {
  for (const value of [...values]) {
    const number: unknown = JSON.parse(value);
    if (typeof number === 'number') values.add(JSON.stringify(number / 10_000)).add(JSON.stringify(number / 1_000));
  }
}

function possibleSteps(holdings: Holdings): ReadonlySet<string> {
  const first = (source: Source): readonly number[] =>
    holdings.spellings(source).flatMap((spelling) => asNumbers(spelling).slice(0, 1));
  const frequencies = first(frequencySteps);
  const pairs = first(phaseSteps).flatMap((phase) =>
    frequencies.map((frequency) => JSON.stringify([phase, frequency])),
  );
  return new Set([...pairs, ...(holdings.has(phaseSteps) && holdings.has(frequencySteps) ? ['null'] : [])]);
}

/** Another script than Latin-1, code extensions, and agents that are named together by what their codes mean. */
function otherwiseSpelled(keyword: string, value: unknown, holdings: Holdings): boolean {
  const plain = keyword.replace(/, cut$/, '');
  const json = JSON.stringify(value);
  const asClaimed = (held: unknown): string => JSON.stringify(plain === keyword ? held : cutTo16(held));
  const sources = sourcesByKeyword.get(plain) ?? [];
  const foreign = sources.flatMap((source) => holdings.foreignSpellings(source));
  if (foreign.some((spelling) => valuesAs(plain, spelling).some((held) => asClaimed(held) === json))) return true;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    const joined = value.join(' ');
    return sources.some((source) => holdings.mayHoldText(source, joined));
  }
  if (typeof value !== 'string') return false;
  if (plain === 'ContrastBolusAgent' && isJoinedOf(value, namesIn([codeMeaning, codeValue], holdings))) return true;
  if (plain === 'BodyPartExamined') {
    const names = [...namesIn([codeMeaning], holdings)];
    if (names.some((name) => name.toUpperCase() === value)) return true;
  }
  return sources.some((source) => holdings.mayHoldText(source, value));
}

function namesIn(sources: readonly Source[], holdings: Holdings): ReadonlySet<string> {
  const spellings = sources.flatMap((source) => [...holdings.spellings(source), ...holdings.foreignSpellings(source)]);
  return new Set(spellings.map(asText));
}

function isJoinedOf(value: string, names: ReadonlySet<string>): boolean {
  if (value === '' || names.has(value)) return true;
  const reached = [0];
  for (const start of reached) {
    for (const name of names) {
      if (!value.startsWith(name, start)) continue;
      const end = start + name.length;
      if (end === value.length) return true;
      const next = end + 2;
      if (value.startsWith(', ', end) && !reached.includes(next)) reached.push(next);
    }
  }
  return false;
}

function textsOf(source: Source, holdings: Holdings): readonly string[] {
  return holdings.spellings(source).map(asText);
}

function cutTo16(value: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, cutLength) : value;
}

function sourcesOf(keyword: string): readonly Source[] {
  const own = keywordsOfOurs.has(keyword) ? [] : [dictionaryEntry(keyword)];
  return [...own, ...standIns.filter(({ of }) => of === keyword).map((standIn) => dictionaryEntry(standIn.keyword))];
}

function holdingsOf(index: EvidenceIndex): Holdings {
  return {
    spellings: ({ tag, vr }) => index.of(tag).map((evidence) => spell(evidence, vr, latin)),
    foreignSpellings: ({ tag, vr }) =>
      index.of(tag).flatMap((evidence) => otherScripts(evidence.bytes).map((decode) => spell(evidence, vr, decode))),
    mayHoldText: ({ tag }, text) =>
      index.of(tag).some(({ bytes }) => couldSpellInPieces(bytes, text) || holdsAsciiOf(bytes, text)),
    has: ({ tag }) => index.of(tag).length > 0,
    items: index.items,
  };
}

/**
 * Text that was damaged within a multi-byte set may be cut into characters in more than one way. What is ASCII of it must stand in
 * the bytes nevertheless, in its order.
 */
function holdsAsciiOf(bytes: Uint8Array, text: string): boolean {
  if (/^[ -~]*$/.test(text)) return false;
  const held = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  let from = 0;
  for (const run of text.split(/[^!-~]+/).filter((part) => part !== '')) {
    const at = held.indexOf(run, from);
    if (at < 0) return false;
    from = at + run.length;
  }
  return true;
}

import type { AttributeKind } from './attributeTable.ts';
import type { RawValue } from './dataSet.ts';
import { mostValues } from './valueDecoding.ts';

const longestText = 256;

/** What is odd about a header, each thing once. */
export type Remarks = Set<string>;

export type AttributeValue = string | number | null | readonly number[] | readonly string[];

/** Judges raw values as what the attribute should hold. `name` is the keyword, for remarks. */
export function attributeValue(
  values: readonly RawValue[],
  kind: AttributeKind,
  name: string,
  remarks: Remarks,
): AttributeValue {
  switch (kind.as) {
    case 'text':
      return textOf(values);
    case 'text-list':
      return textListOf(values);
    case 'number':
      return numberOf(values, name, remarks);
    case 'number-list':
      return numberListOf(values, kind.count, name, remarks);
  }
}

/** One text; several values stay joined as they were written. */
export function textOf(values: readonly RawValue[]): string {
  return shorten(cleanText(values.map((value) => value ?? '').join('\\')));
}

/** Several texts in one, those that are empty left out, cut as every text is. */
export function joinedText(texts: readonly string[]): string {
  return shorten(texts.filter((text) => text !== '').join(', '));
}

function textListOf(values: readonly RawValue[]): readonly string[] | null {
  const texts = values.slice(0, mostValues).map((value) => shorten(cleanText(String(value ?? ''))));
  return texts.some((text) => text !== '') ? texts : null;
}

function numberOf(values: readonly RawValue[], name: string, remarks: Remarks): number | null {
  const [first, ...others] = values;
  if (others.length > 0) remarks.add(`${name} holds several values; the first is used`);
  return first === undefined ? null : toNumber(first, name, remarks);
}

function numberListOf(
  values: readonly RawValue[],
  count: number | null,
  name: string,
  remarks: Remarks,
): readonly number[] | null {
  const numbers = values.slice(0, mostValues).map((value) => toNumber(value, name, remarks));
  const known = numbers.filter((number) => number !== null);
  if (known.length === 0) return null;
  if (known.length < numbers.length) return null;
  if (count === null || known.length === count) return known;
  remarks.add(`${name} holds ${known.length} values instead of ${count}; it was not used`);
  return null;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** DS and IS as PS3.5 6.2 writes them, and with the decimal comma that some exports put there. */
function toNumber(value: RawValue, name: string, remarks: Remarks): number | null {
  if (value === null) return null;
  if (typeof value === 'number') return finite(value, name, remarks);
  // Not cleaned as texts are: a control character between digits would vanish, and make another number of them.
  const text = withoutPadding(value);
  if (text === '') return null;
  if (decimal.test(text)) return finite(Number(text), name, remarks);
  const withPoint = text.replace(',', '.');
  if (decimal.test(withPoint)) {
    remarks.add(`${name} is written with a decimal comma`);
    return finite(Number(withPoint), name, remarks);
  }
  remarks.add(`${name} is not a number; it was not used`);
  return null;
}

/** Spaces around it, and the zero bytes that some writers pad with behind it (PS3.5 6.2). */
function withoutPadding(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 0 || text.charCodeAt(end - 1) === 0x20)) end -= 1;
  return text.slice(0, end).trim();
}

function finite(value: number, name: string, remarks: Remarks): number | null {
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  remarks.add(`${name} is not a finite number; it was not used`);
  return null;
}

/** Control characters, and those that turn the direction of writing, have no business in a report. */
const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const printableAscii = /^[ -~]*$/;

function cleanText(text: string): string {
  if (printableAscii.test(text)) return text.trim();
  return text.replace(lineBreaks, ' ').replace(unprintable, '').toWellFormed().trim();
}

function shorten(text: string): string {
  if (text.length <= longestText) return text;
  const cut = text.slice(0, longestText);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

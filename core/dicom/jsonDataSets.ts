/** The text of one data set in a JSON document, or why it is not looked into. */
export type JsonDataSet = { readonly kind: 'text'; readonly text: string } | JsonTooMuch;
export type JsonTooMuch = { readonly kind: 'too-much'; readonly reason: string };

/** What a document may ask of its reader. */
export type JsonLimits = {
  readonly dataSets: number;
  readonly dataSetBytes: number;
  /** Values, as commas and brackets count them. */
  readonly dataSetValues: number;
  /** Of one object: a data set has its elements for members. */
  readonly members: number;
  /** Brackets inside each other: a sequence takes four for a level. */
  readonly depth: number;
};

/** Room for an Enhanced image of 20,000 frames, and for more instances than a study has. */
export const jsonLimits: JsonLimits = {
  dataSets: 250_000,
  dataSetBytes: 64 * 1024 * 1024,
  dataSetValues: 4_000_000,
  members: 10_000,
  depth: 256,
};

/** What follows is no JSON document. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
}

/**
 * Cuts a document into its data sets without parsing it: those of an array, or the only one. A parsed document takes up to forty
 * times the room of its text, and what is nested deeply enough ends the process; so each data set is measured, then parsed by itself.
 *
 * @throws NotJsonError where the document cannot go on like that; what was cut before stands
 */
export function* jsonDataSets(bytes: Uint8Array, limits: JsonLimits = jsonLimits): Generator<JsonDataSet> {
  const scan = scanner(bytes);
  if (scan.next() !== code.openArray) {
    yield scan.value(limits);
    scan.expectEnd();
    return;
  }
  scan.step();
  if (scan.next() === code.closeArray) scan.step();
  else {
    for (let count = 1; ; count += 1) {
      if (count > limits.dataSets) {
        yield tooMuch(
          `The JSON document has more than ${limits.dataSets} data sets; the others were not read. Split it.`,
        );
        return;
      }
      yield scan.value(limits);
      const separator = scan.next();
      scan.step();
      if (separator === code.closeArray) break;
      if (separator !== code.comma) throw new NotJsonError();
    }
  }
  scan.expectEnd();
}

const code = {
  quote: 0x22,
  comma: 0x2c,
  openArray: 0x5b,
  backslash: 0x5c,
  closeArray: 0x5d,
  open: 0x7b,
  close: 0x7d,
} as const;

function scanner(bytes: Uint8Array) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let at = hasMark ? 3 : 0;

  /** The byte behind what is white; NaN at the end. */
  const next = (): number => {
    while (isWhite(bytes[at])) at += 1;
    return bytes[at] ?? Number.NaN;
  };

  const value = (limits: JsonLimits): JsonDataSet => {
    next();
    const start = at;
    let depth = 0;
    let deepest = 0;
    let values = 0;
    let fullest = 0;
    // What was opened at each depth, and how many members it has so far; deeper than the limit nothing is counted.
    const isObject = new Uint8Array(limits.depth + 1);
    const members = new Uint32Array(limits.depth + 1);
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === code.quote) at = closingQuote(bytes, at);
      else if (byte === code.open || byte === code.openArray) {
        depth += 1;
        values += 1;
        if (depth > deepest) deepest = depth;
        isObject[depth] = byte === code.open ? 1 : 0;
        members[depth] = 0;
      } else if (byte === code.comma) {
        if (depth === 0) break;
        values += 1;
        const count = (members[depth] ?? 0) + 1;
        members[depth] = count;
        if (isObject[depth] === 1 && count > fullest) fullest = count;
      } else if (byte === code.close || byte === code.closeArray) {
        if (depth === 0) break;
        depth -= 1;
      }
    }
    if (depth > 0 || at > bytes.length) at = bytes.length;
    const what = excess({ length: at - start, values, deepest, fullest }, limits);
    if (what !== null) return tooMuch(`The JSON data set at byte ${start} has ${what}; no MR header needs that.`);
    if (depth > 0) throw new NotJsonError();
    return { kind: 'text', text: buffer.toString('utf8', start, at) };
  };

  return {
    next,
    value,
    step: () => {
      at += 1;
    },
    expectEnd: () => {
      if (!Number.isNaN(next())) throw new NotJsonError();
    },
  };
}

/** Where the string that begins at `start` ends; the last byte where it does not. */
function closingQuote(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === code.quote) return at;
    if (byte === code.backslash) at += 1;
  }
  return bytes.length;
}

type Measures = {
  readonly length: number;
  readonly values: number;
  readonly deepest: number;
  readonly fullest: number;
};

function excess({ length, values, deepest, fullest }: Measures, limits: JsonLimits): string | null {
  if (fullest >= limits.members) return `more than ${limits.members} elements beside each other`;
  if (deepest > limits.depth) return `more than ${limits.depth} brackets inside each other`;
  if (values > limits.dataSetValues) return `more than ${limits.dataSetValues} values`;
  if (length > limits.dataSetBytes) return `more than ${limits.dataSetBytes} bytes`;
  return null;
}

function tooMuch(reason: string): JsonTooMuch {
  return { kind: 'too-much', reason };
}

function isWhite(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

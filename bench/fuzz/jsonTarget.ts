import type { readDicomJson } from '../../core/dicom/index.ts';
import type { Check } from './checkMutant.ts';
import { type Holdings, unfoundedIn } from './claims.ts';
import type { Target } from './fuzzTargets.ts';
import { type Json, jsonDocuments } from './jsonDocuments.ts';
import { damagedJson } from './jsonMutations.ts';
import { type Spelling, spell } from './naiveDecoding.ts';
import { seededRandom } from './random.ts';
import { latin } from './scripts.ts';
import { shapeFault } from './wellFormed.ts';

export type JsonReader = typeof readDicomJson;

/** Damaged DICOM JSON documents: never a throw, one well-formed reading a data set, no value that stands nowhere. */
export function jsonTarget(read: JsonReader, seed: number): Target {
  const documentOf = (index: number): Json => {
    const random = seededRandom(seed, index);
    const [first = null, ...others] = jsonDocuments;
    return damagedJson(random.pick([first, ...others]), random);
  };
  return {
    check: (index) => checkDocument(read, documentOf(index)),
    input: (index) => ({ bytes: Buffer.from(shownJson(documentOf(index))), origin: 'DICOM JSON' }),
  };
}

function checkDocument(read: JsonReader, document: Json): Check {
  let readings: ReturnType<JsonReader>;
  try {
    readings = read(document);
  } catch (error) {
    // A document is bad input like any other: that reading it throws is the finding.
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: 'json threw', fault: { kind: 'threw', detail } };
  }
  const dataSets: readonly unknown[] = Array.isArray(document) ? document : [document];
  if (readings.length !== dataSets.length) {
    const detail = `${readings.length} readings of ${dataSets.length} data sets`;
    return { outcome: 'json', fault: { kind: 'ill-formed', detail } };
  }
  // A document of 20,000 equal data sets is judged by its first ones.
  for (const [index, reading] of readings.slice(0, 8).entries()) {
    const shape = shapeFault(reading);
    if (shape !== null) return { outcome: 'json', fault: { kind: 'ill-formed', detail: shape } };
    const claim = unfoundedIn(reading, jsonHoldings(dataSets[index]));
    if (claim !== null) return { outcome: 'json', fault: { kind: 'unfounded-claim', detail: claim } };
  }
  const images = readings.filter(({ kind }) => kind === 'mr-image').length;
  return { outcome: images > 0 ? 'json mr-image' : 'json rejected', fault: null };
}

/** Every attribute of a document by its tag, at whatever depth it stands. */
function jsonHoldings(document: unknown): Holdings {
  const byTag = new Map<number, unknown[]>();
  const open: unknown[] = [document];
  let items = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) {
      items += value.length;
      for (const inner of value.slice(0, 100_000)) open.push(inner ?? false);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        open.push(inner ?? false);
        if (!/^[0-9a-f]{8}$/i.test(key)) continue;
        const tag = Number.parseInt(key, 16);
        const held = byTag.get(tag);
        if (held === undefined) byTag.set(tag, [inner]);
        else held.push(inner);
      }
    }
  }
  return {
    spellings: ({ tag, vr }) => (byTag.get(tag) ?? []).flatMap((attribute) => spellingsOf(attribute, vr)),
    foreignSpellings: () => [],
    mayHoldText: () => false,
    has: ({ tag }) => byTag.has(tag),
    items,
  };
}

const mostValues = 64;

function spellingsOf(attribute: unknown, vr: string): readonly Spelling[] {
  const { Value, InlineBinary }: { Value?: unknown; InlineBinary?: unknown } = Object(attribute);
  if (Array.isArray(Value)) {
    const plain = Value.slice(0, mostValues).map((one) =>
      ['string', 'number'].includes(typeof one) ? String(one) : '',
    );
    return [{ text: plain }];
  }
  if (typeof InlineBinary !== 'string') return [{ text: [] }];
  const bytes = Buffer.from(InlineBinary.slice(0, 1_024), 'base64');
  return [spell({ bytes, vr: null, littleEndian: true }, vr, latin)];
}

/** Nested too deeply for `JSON.stringify`, a document is told by its seed alone. */
function shownJson(document: Json): string {
  try {
    return JSON.stringify(document);
  } catch (error) {
    if (error instanceof RangeError) return `not shown: ${error.message}`;
    throw error;
  }
}

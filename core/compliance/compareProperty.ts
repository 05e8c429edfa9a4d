import type { ChangeLimit, ComparedValue } from './comparison.ts';
import type { ComparisonRow, MeasuredProperty } from './comparisonLimits.ts';
import { measure } from './measure.ts';
import { orientationAngle } from './orientationAngle.ts';
import { type Compared, isWithinLimit, type PropertyComparison, whyUnknown } from './propertyComparison.ts';

/** One property of two acquisitions against its limit. */
export function compareProperty(row: ComparisonRow, now: Compared, then: Compared): PropertyComparison {
  if (row.property === 'orientationAngle') return orientationAngle(now, then, row.limit);
  const read = values[row.property];
  const [observed, prior] = [read(now), read(then)];
  if (observed === null || prior === null) {
    return { status: 'cannot-tell', observed, prior, change: null, note: whyUnknown(observed, prior) };
  }
  const change = changeOf(observed, prior, row.limit);
  return { status: isWithin(observed, prior, change, row) ? 'met' : 'not-met', observed, prior, change, note: null };
}

function isWithin(observed: ComparedValue, prior: ComparedValue, change: number | null, row: ComparisonRow): boolean {
  return change === null
    ? sameKey(row.property, observed) === sameKey(row.property, prior)
    : isWithinLimit(change, row.limit);
}

/** Pairs are compared finer with finer and coarser with coarser: the phase-encoding direction may be swapped. */
function changeOf(observed: ComparedValue, prior: ComparedValue, limit: ChangeLimit): number | null {
  if ('same' in limit) return null;
  const [now, then] = [ascending(observed), ascending(prior)];
  const changes = now.map((value, index) => difference(value, then[index] ?? Number.NaN, limit));
  return Math.round(Math.max(...changes) * 1e4) / 1e4;
}

function difference(one: number, other: number, limit: ChangeLimit): number {
  const apart = Math.abs(one - other);
  return 'maxPercent' in limit ? (100 * apart) / Math.min(one, other) : apart;
}

function ascending(value: ComparedValue): readonly number[] {
  return [value]
    .flat()
    .filter((each) => typeof each === 'number')
    .sort((a, b) => a - b);
}

/** Names that mean the same scanner are the same: programs of one vendor write its name and models differently. */
function sameKey(property: MeasuredProperty, value: ComparedValue): ComparedValue {
  if (typeof value !== 'string') return value;
  const words = value.toLowerCase().split(/[^\p{L}\p{N}.]/u);
  if (property === 'manufacturer') return renamed[words[0] ?? ''] ?? words[0] ?? '';
  return words.filter((word) => word !== '' && word !== 'magnetom').join(' ');
}

/** Toshiba's scanners are Canon's since 2018, and may say either. */
const renamed: Readonly<Record<string, string>> = { toshiba: 'canon' };

const values: Readonly<Record<Exclude<MeasuredProperty, 'orientationAngle'>, (of: Compared) => ComparedValue>> = {
  manufacturer: ({ acquisition: { scanner } }) => text(scanner.manufacturer),
  model: ({ acquisition: { scanner } }) => text(scanner.model),
  deviceSerial: ({ facts }) => text(facts?.deviceSerial ?? null),
  station: ({ acquisition: { scanner } }) => text(scanner.station),
  fieldStrength: ({ acquisition }) => measure(acquisition, 'fieldStrength').value,
  software: ({ acquisition: { scanner } }) => text(scanner.software),
  receiveCoil: ({ facts }) => text(facts?.receiveCoil ?? null),
  contrastEnhanced: ({ acquisition: { contrastEnhanced } }) =>
    contrastEnhanced === 'unknown' ? null : contrastEnhanced,
  dimension: ({ acquisition }) => acquisition.dimension,
  plane: ({ acquisition }) => acquisition.plane,
  sliceThickness: ({ acquisition }) => measure(acquisition, 'sliceThickness').value,
  sliceGap: ({ acquisition }) => measure(acquisition, 'sliceGap').value,
  acquiredInPlane: ({ acquisition: { geometry } }) => possiblePair(geometry.acquiredInPlaneMm),
  reconstructedInPlane: ({ acquisition: { geometry } }) => possiblePair(geometry.inPlaneMm),
  fatSuppressed: ({ acquisition }) => acquisition.fatSuppressed,
  echoTime: ({ acquisition: { timing } }) => positive(timing.echoTimeMs),
  repetitionTime: ({ acquisition: { timing } }) => positive(timing.repetitionTimeMs),
  inversionTime: ({ acquisition: { timing } }) => positive(timing.inversionTimeMs),
  flipAngle: ({ acquisition: { timing } }) => positive(timing.flipAngleDeg),
  highestBValue: ({ acquisition: { timing } }) => positive(timing.bValues.at(-1) ?? null),
};

function text(value: string | null): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function positive(value: number | null): number | null {
  return (value ?? 0) > 0 && Number.isFinite(value) ? value : null;
}

function possiblePair(pair: readonly [number, number] | null): readonly [number, number] | null {
  return pair?.every((value) => value > 0 && value <= 50) ? pair : null;
}

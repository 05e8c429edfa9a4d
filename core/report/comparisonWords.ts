import type {
  ComparedProperty,
  ComparedValue,
  ComparisonFinding,
  ComparisonOutcome,
  SerialMeasurement,
  Timing,
} from '../compliance/index.ts';
import type { IntervalGrace } from '../protocol/index.ts';
import { decimal } from './acquisitionWords.ts';
import { count, listed } from './words.ts';

/** What a clinic reads of a comparison with an earlier study. */

export const comparisonOutcomeWords: Readonly<Record<ComparisonOutcome, string>> = {
  comparable: 'Comparable',
  'comparable-with-remarks': 'Comparable, with remarks',
  'not-comparable': 'Not comparable for measurement',
  'cannot-tell': 'Cannot tell',
};

export const comparisonOutcomeSentences: Readonly<Record<ComparisonOutcome, string>> = {
  comparable: 'no difference beyond the limits was found in how the two studies were acquired',
  'comparable-with-remarks': 'nothing that decides differs beyond the limits; see what is remarked below',
  'not-comparable':
    'a change that is measured between the two may come from how they were acquired. That says nothing against either study by itself',
  'cannot-tell': 'no difference that decides is certain, but something that decides is not known',
};

export const comparisonOutcomeSigns: Readonly<Record<ComparisonOutcome, string>> = {
  comparable: '✓',
  'comparable-with-remarks': '✓',
  'not-comparable': '✗',
  'cannot-tell': '?',
};

export const comparedPropertyWords: Readonly<Record<ComparedProperty, string>> = {
  counterpart: 'in both studies',
  manufacturer: 'manufacturer',
  model: 'scanner model',
  deviceSerial: 'serial number of the scanner',
  station: 'station name',
  fieldStrength: 'field strength',
  software: 'software version',
  receiveCoil: 'receive coil',
  contrastEnhanced: 'contrast',
  dimension: '2D or 3D',
  plane: 'plane',
  orientationAngle: 'angle between the slices',
  sliceThickness: 'slice thickness',
  sliceGap: 'gap',
  acquiredInPlane: 'acquired in-plane resolution',
  reconstructedInPlane: 'reconstructed pixel size',
  fatSuppressed: 'fat suppression',
  echoTime: 'echo time',
  repetitionTime: 'repetition time',
  inversionTime: 'inversion time',
  flipAngle: 'flip angle',
  highestBValue: 'highest b-value',
};

export const measurementWords: Readonly<Record<SerialMeasurement, string>> = {
  'lesion-count': 'counting lesions',
  'new-t2-lesions': 'telling new T2 lesions',
  'enhancing-lesions': 'comparing enhancing lesions',
  volumetry: 'measuring brain volume and atrophy',
};

export const timingWords: Readonly<Record<Timing, string>> = {
  'on-time': 'on time',
  early: 'early',
  overdue: 'overdue',
  'cannot-tell': 'cannot tell',
};

/** "slice thickness: 1 mm → 5 mm (at most 10 % apart)": then, now and the limit. */
export function differenceWords(finding: ComparisonFinding): string {
  const name = comparedPropertyWords[finding.constraint];
  const { change, note, constraint } = finding;
  const values =
    constraint === 'orientationAngle'
      ? change === null
        ? ''
        : `: ${decimal(change)}°`
      : `: ${valueWords(finding, finding.prior)} → ${valueWords(finding, finding.observed)}`;
  const remarks = [note, limitWords(finding)].filter((part) => part !== null).join('; ');
  return `${name}${values}${remarks === '' ? '' : ` (${remarks})`}`;
}

/** "1 month and 18 days" */
export function elapsedWords({ months, days }: { readonly months: number; readonly days: number }): string {
  const parts = [...(months > 0 ? [count(months, 'month')] : []), ...(days > 0 ? [count(days, 'day')] : [])];
  return parts.length === 0 ? 'the same day' : listed(parts);
}

/** "14 days of grace, ours: the paper gives none" */
export function graceWords({ days, source }: IntervalGrace): string {
  return `${count(days, 'day')} of grace, ${source}`;
}

function limitWords({ limit, unit, status }: ComparisonFinding): string | null {
  if (status !== 'not-met' || 'same' in limit) return null;
  return 'max' in limit ? `at most ${decimal(limit.max)}${spaced(unit)} apart` : `at most ${limit.maxPercent} % apart`;
}

function valueWords({ constraint, unit }: ComparisonFinding, value: ComparedValue): string {
  if (value === null) return '?';
  if (constraint === 'contrastEnhanced') return value === 'yes' ? 'with' : 'without';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return `${decimal(value)}${spaced(unit)}`;
  return `${value.map(decimal).join(' × ')}${spaced(unit)}`;
}

function spaced(unit: string | null): string {
  return unit === null || unit === '°' ? (unit ?? '') : ` ${unit}`;
}

import type { ChangeLimit, ComparedProperty, Weight } from './comparison.ts';
import type { EvidenceId } from './comparisonEvidence.ts';

export type MeasuredProperty = Exclude<ComparedProperty, 'counterpart'>;

export type ComparisonRow = {
  readonly property: MeasuredProperty;
  readonly unit: string | null;
  readonly limit: ChangeLimit;
  /** `fault`: beyond the limit the two are not comparable. */
  readonly weight: Weight;
  /** Where a row weighs as a fault; it is a remark elsewhere. Left out: as `weight` says, everywhere. */
  readonly faultOnlyIn?: 'T1w' | '2D';
  /** Whether it must be known to call two studies comparable. */
  readonly needed: boolean;
  /** Said once for all acquisitions that agree. */
  readonly ofScanner: boolean;
  readonly evidence: readonly EvidenceId[];
};

/**
 * Said with every comparison: no guideline gives these numbers. That scanner, protocol and contrast should be the same is
 * published (`comparisonEvidence`); from how much on they are not is this product's choice.
 */
export const limitsAreOurs =
  'The limits of this comparison are defaults of this product, not guideline text: from 10 % on, a value counts as another one.';

const scanner = { ofScanner: true, evidence: ['same-acquisition', 'between-scanners'] } as const;
const protocol = { ofScanner: false, evidence: ['same-acquisition'] } as const;
const same = { unit: null, limit: { same: true } } as const;

/**
 * What is compared and from where on it differs. The order is that of importance: the counterpart of an acquisition is the one that
 * differs from it least, and a difference above outweighs all below it.
 */
export const comparisonRows: readonly ComparisonRow[] = [
  { property: 'contrastEnhanced', ...same, weight: 'fault', faultOnlyIn: 'T1w', needed: true, ...protocol },
  {
    property: 'dimension',
    ...same,
    weight: 'fault',
    needed: true,
    ofScanner: false,
    evidence: ['same-acquisition', '2d-flair'],
  },
  { property: 'plane', ...same, weight: 'fault', needed: true, ...protocol },
  { property: 'sliceThickness', unit: 'mm', limit: { maxPercent: 10 }, weight: 'fault', needed: true, ...protocol },
  { property: 'sliceGap', unit: 'mm', limit: { max: 0.3 }, weight: 'fault', needed: true, ...protocol },
  { property: 'acquiredInPlane', unit: 'mm', limit: { maxPercent: 10 }, weight: 'fault', needed: true, ...protocol },
  // Slices of a 2D stack cannot be put right afterwards; a 3D volume is reformatted.
  {
    property: 'orientationAngle',
    unit: '°',
    limit: { max: 5 },
    weight: 'fault',
    faultOnlyIn: '2D',
    needed: true,
    ofScanner: false,
    evidence: ['same-acquisition', 'same-angulation'],
  },
  { property: 'fatSuppressed', ...same, weight: 'remark', needed: false, ...protocol },
  { property: 'inversionTime', unit: 'ms', limit: { maxPercent: 10 }, weight: 'remark', needed: false, ...protocol },
  { property: 'echoTime', unit: 'ms', limit: { maxPercent: 10 }, weight: 'remark', needed: false, ...protocol },
  { property: 'repetitionTime', unit: 'ms', limit: { maxPercent: 10 }, weight: 'remark', needed: false, ...protocol },
  { property: 'flipAngle', unit: '°', limit: { maxPercent: 10 }, weight: 'remark', needed: false, ...protocol },
  { property: 'highestBValue', unit: 's/mm²', limit: { maxPercent: 10 }, weight: 'remark', needed: false, ...protocol },
  {
    property: 'reconstructedInPlane',
    unit: 'mm',
    limit: { maxPercent: 10 },
    weight: 'remark',
    needed: false,
    ...protocol,
  },
  // Headers round: 1.494 T is 1.5 T and 2.89 T is 3 T.
  { property: 'fieldStrength', unit: 'T', limit: { max: 0.15 }, weight: 'fault', needed: true, ...scanner },
  { property: 'manufacturer', ...same, weight: 'fault', needed: true, ...scanner },
  { property: 'model', ...same, weight: 'fault', needed: true, ...scanner },
  // De-identification often removes it, so that it need not be known.
  { property: 'deviceSerial', ...same, weight: 'fault', needed: false, ...scanner },
  // A station may be renamed and stay the same scanner.
  { property: 'station', ...same, weight: 'remark', needed: false, ...scanner },
  { property: 'software', ...same, weight: 'remark', needed: false, ofScanner: true, evidence: ['same-acquisition'] },
  {
    property: 'receiveCoil',
    ...same,
    weight: 'remark',
    needed: false,
    ofScanner: true,
    evidence: ['same-acquisition'],
  },
];

import type { Acquisition, Sequence } from '../acquisition/index.ts';
import type { CitedEvidence } from './comparisonEvidence.ts';
import type { Interval } from './interval.ts';
import type { Status } from './verdict.ts';

export const comparisonOutcomes = ['comparable', 'comparable-with-remarks', 'not-comparable', 'cannot-tell'] as const;
export type ComparisonOutcome = (typeof comparisonOutcomes)[number];

/** What is made of serial scans later, and may be led astray by a difference between them. */
export const serialMeasurements = ['lesion-count', 'new-t2-lesions', 'enhancing-lesions', 'volumetry'] as const;
export type SerialMeasurement = (typeof serialMeasurements)[number];

/** What is compared; `counterpart` asks whether the other study has the sequence at all. */
export const comparedProperties = [
  'counterpart',
  'manufacturer',
  'model',
  'deviceSerial',
  'station',
  'fieldStrength',
  'software',
  'receiveCoil',
  'contrastEnhanced',
  'dimension',
  'plane',
  'orientationAngle',
  'sliceThickness',
  'sliceGap',
  'acquiredInPlane',
  'reconstructedInPlane',
  'fatSuppressed',
  'echoTime',
  'repetitionTime',
  'inversionTime',
  'flipAngle',
  'highestBValue',
] as const;
export type ComparedProperty = (typeof comparedProperties)[number];

/** A study as far as a comparison looks at it. */
export type ComparedStudy = {
  readonly studyInstanceUid: string;
  /** `YYYY-MM-DD` */
  readonly studyDate: string | null;
  readonly acquisitions: readonly Acquisition[];
  /** By the id of the acquisition; whatever is not known leaves its property untold. */
  readonly furtherFacts?: ReadonlyMap<string, FurtherFacts>;
  /** Objects of the study that could not be read and may be images: what is not found may be among them. */
  readonly unreadObjects?: number;
};

/** What a comparison needs of an acquisition and no guideline asks for. */
export type FurtherFacts = {
  /** DeviceSerialNumber (0018,1000): the very scanner, whatever its station is called. */
  readonly deviceSerial: string | null;
  /** ReceiveCoilName (0018,1250). */
  readonly receiveCoil: string | null;
  /** Unit length, patient coordinates (LPS); which way it points does not matter. */
  readonly sliceNormal: readonly [number, number, number] | null;
};

/** One study beside an earlier one of the same patient. */
export type Comparison = {
  readonly priorStudyInstanceUid: string;
  /** `YYYY-MM-DD` */
  readonly priorStudyDate: string | null;
  readonly outcome: ComparisonOutcome;
  readonly findings: readonly ComparisonFinding[];
  /** What is known of why the differences found matter; each once. */
  readonly evidence: readonly CitedEvidence[];
  /** How the time between the two fits the editions; `null` when a date is not known. */
  readonly interval: Interval | null;
};

export type ComparisonFinding = {
  readonly constraint: ComparedProperty;
  readonly sequence: Sequence | null;
  /** Ids of acquisitions of this study and of the earlier one: those that take each other's place. */
  readonly acquisitions: readonly string[];
  readonly priorAcquisitions: readonly string[];
  /** `met`: alike within the limit. */
  readonly status: Status;
  /** In this study and in the earlier one. */
  readonly observed: ComparedValue;
  readonly prior: ComparedValue;
  /** How far they are apart: percent where the limit is `maxPercent`, else in `unit`. */
  readonly change: number | null;
  readonly limit: ChangeLimit;
  readonly unit: string | null;
  /** What it means for the outcome when it is not met. */
  readonly weight: Weight;
  readonly atRisk: readonly SerialMeasurement[];
  /** Ids of `evidence`. */
  readonly evidence: readonly string[];
  readonly note: string | null;
};

export type ComparedValue = number | string | boolean | readonly [number, number] | null;

export type Weight = 'fault' | 'remark';

/** `maxPercent`: the larger value is at most so much more than the smaller one. */
export type ChangeLimit = { readonly same: true } | { readonly max: number } | { readonly maxPercent: number };

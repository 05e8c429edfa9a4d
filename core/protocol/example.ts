import type { BodyRegion, ContrastState, Dimension, Plane, Sequence } from '../acquisition/index.ts';
import type { ExamRegion, Indication } from './protocol.ts';

/** A small study in a protocol file, and what must be found in it. */
export type Example = {
  /** Id of the requirement that is looked at. */
  readonly requirement: string;
  readonly shows: string;
  readonly study: readonly ExampleAcquisition[];
  readonly circumstances?: ExampleCircumstances;
  /** "required met": level, status, and, where they matter, verification and `remark`; "not-asked" where `onlyWhere` does not hold. */
  readonly expect: ExpectedByIndication;
  /** The same study with one thing changed. */
  readonly but?: readonly Variation[];
};

export type ExpectedByIndication = Readonly<Partial<Record<Indication, string>>>;

export type Variation = {
  /** Which acquisition changes, counted from 1. */
  readonly of?: number;
  readonly change?: Partial<ExampleAcquisition>;
  readonly circumstances?: ExampleCircumstances;
  /** For every indication of the example, or for each. */
  readonly expect: string | ExpectedByIndication;
};

/** What is known beside the study itself; what is left out is not known. */
export type ExampleCircumstances = {
  readonly symptoms?: readonly string[];
  readonly otherStudies?: readonly { readonly regions: readonly ExamRegion[]; readonly daysApart: number }[];
  /** Whether `otherStudies` are all there are. */
  readonly areAll?: boolean;
};

/** An acquisition in short; `null` is "the header does not say". Lengths in mm, field strength in T, times in min. */
export type ExampleAcquisition = {
  readonly sequence: Sequence;
  readonly dimension?: Dimension | null;
  readonly plane?: Plane | null;
  readonly region?: BodyRegion;
  readonly thickness?: number | null;
  readonly gap?: number | null;
  readonly spacing?: number | null;
  readonly inPlane?: number | null;
  readonly pixels?: number | null;
  readonly field?: number | null;
  readonly coverage?: number | null;
  readonly delay?: number | null;
  readonly contrast?: ContrastState;
  readonly fatSuppressed?: boolean | null;
  readonly derived?: boolean;
  readonly limits?: ExampleLimits;
};

export const exampleMeasures = [
  'thickness',
  'gap',
  'spacing',
  'inPlane',
  'pixels',
  'field',
  'coverage',
  'delay',
] as const;
export type ExampleMeasure = (typeof exampleMeasures)[number];

/**
 * The last value with which the example still holds and the first with which the requirement is not met; without the value it
 * cannot be told.
 */
export type ExampleLimits = Readonly<Partial<Record<ExampleMeasure, readonly [number, number]>>>;

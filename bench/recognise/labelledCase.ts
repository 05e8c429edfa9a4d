import type { BodyRegion, Dimension, Plane, Sequence } from '../../core/acquisition/index.ts';
import type { AcquisitionHeader } from '../../core/dicom/index.ts';

/** A series, or one echo of it, with what people say that it is. */
export type LabelledCase = {
  readonly source: 'dicom' | 'sidecars';
  readonly dataSet: string;
  readonly vendor: string;
  /** Cases of one group are the same protocol again, and count as one. */
  readonly group: string;
  readonly path: string;
  /** As the collection writes it. */
  readonly label: string;
  readonly expected: Expected;
  /** Key of `LabelledStudies.studies`. */
  readonly study: string;
  readonly seriesInstanceUid: string;
  /** Where the echoes of a series have labels of their own: which one, from 0, of how many. */
  readonly echo: { readonly index: number; readonly of: number } | null;
  /** Why the label is not to be trusted; `null` when it is. */
  readonly doubt: string | null;
};

/** Each property: the answers that are right. `null` where the label does not say. */
export type Expected = {
  readonly sequences: readonly Sequence[];
  readonly contrast: 'yes' | 'no' | null;
  readonly dimension: Dimension | null;
  /** One list for each plane that the series holds. */
  readonly planes: readonly Plane[] | null;
  readonly derived: boolean | null;
  readonly regions: readonly BodyRegion[] | null;
};

export type LabelledStudies = {
  readonly cases: readonly LabelledCase[];
  readonly studies: ReadonlyMap<string, readonly AcquisitionHeader[]>;
  /** Labelled objects that hold no image to recognise. */
  readonly notImages: readonly { readonly path: string; readonly label: string; readonly reason: string }[];
};

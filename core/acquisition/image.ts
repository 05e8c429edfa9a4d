import { type AcquisitionHeader, frameAttributes, type ImageAttributes } from '../dicom/index.ts';

/** One image plane: a classic instance, or one frame of an Enhanced one. */
export type Image = {
  readonly SeriesInstanceUID: string;
  readonly SOPInstanceUID: string;
  /** From 1: the images of an Enhanced instance share its number, and keep the order that it gives them. */
  readonly frame: number;
  readonly attributes: ImageAttributes;
};

/** Every image of the instances, frames laid out one by one. */
export function imagesOf(headers: readonly AcquisitionHeader[]): readonly Image[] {
  return headers.flatMap((header) =>
    header.frames.map((frame, index) => ({
      SeriesInstanceUID: header.SeriesInstanceUID,
      SOPInstanceUID: header.SOPInstanceUID,
      frame: index + 1,
      attributes: frameAttributes(header, frame),
    })),
  );
}

/** The value of a number that can be used: present, finite. `0` is a value. */
export function usable(value: number | null | undefined): number | null {
  return value !== undefined && value !== null && Number.isFinite(value) ? value : null;
}

/** As {@link usable}, for quantities that cannot physically be 0 or less (a thickness, a repetition time). */
export function positive(value: number | null | undefined): number | null {
  const number = usable(value);
  return number !== null && number > 0 ? number : null;
}

/** The most frequent usable value over the images of a stack; the smaller one of a tie, so that order does not matter. */
export function typical(values: readonly (number | null)[]): number | null {
  const counts = new Map<number, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: number | null = null;
  let bestCount = 0;
  for (const [value, count] of counts) {
    if (count > bestCount || (count === bestCount && best !== null && value < best)) {
      best = value;
      bestCount = count;
    }
  }
  return best;
}

/** The most frequent non-empty text over the images of a stack; the alphabetically first of a tie. */
export function typicalText(values: readonly (string | undefined)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ordered = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ordered[0]?.[0] ?? null;
}

/** Every distinct token of a list attribute over the stack, upper case. */
export function tokens(lists: readonly (readonly string[] | null | undefined)[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list ?? []).map((token) => token.trim().toUpperCase()));
}

export function rounded(value: number, decimals = 3): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}

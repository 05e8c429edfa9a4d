import { type Image, positive, usable } from './image.ts';

/** The echo time in ms, else the number of the echo; `null` when neither is usable. */
export function echoOf({ attributes }: Image): number | null {
  return positive(attributes.EchoTime) ?? usable(attributes.EchoNumbers);
}

/** Echo times of one echo differ by rounding, those of two echoes by milliseconds: closer than this they are one. */
const sameEcho = { ms: 0.25, share: 0.01 };

/** The class of each value of {@link echoOf}: values that differ by rounding share one. */
export function echoClasses(images: readonly Image[]): ReadonlyMap<number, number> {
  const values = [...new Set(images.flatMap((image) => echoOf(image) ?? []))].sort((a, b) => a - b);
  const classes = new Map<number, number>();
  let current = 0;
  values.forEach((value, index) => {
    const before = values[index - 1];
    if (before !== undefined && value - before > Math.max(sameEcho.ms, value * sameEcho.share)) current += 1;
    classes.set(value, current);
  });
  return classes;
}

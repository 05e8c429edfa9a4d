import type { Image } from './image.ts';
import { positive, usable } from './image.ts';
import { orientationKey, sliceNormal, type Vector } from './orientation.ts';

/** The images of one series that belong together, in a fixed order whatever order they arrived in. */
export type Stack = { readonly seriesInstanceUid: string; readonly images: readonly Image[] };

/**
 * Splits images into homogeneous stacks: same series, image type, echo, orientation and contrast record.
 * b-values do not split: a DWI series with b0 and b1000 is one acquisition with its b-values.
 */
export function splitStacks(images: readonly Image[]): readonly Stack[] {
  const bySeries = Map.groupBy(images, (image) => image.SeriesInstanceUID);
  const ordered = [...bySeries].sort(([a], [b]) => (a < b ? -1 : 1));
  return ordered.flatMap(([seriesInstanceUid, seriesImages]) =>
    stacksOfSeries(seriesImages).map((stack) => ({ seriesInstanceUid, images: [...stack].sort(inOrder) })),
  );
}

function stacksOfSeries(images: readonly Image[]): readonly (readonly Image[])[] {
  const orientations = orientationClasses(images);
  const echoes = echoClasses(images);
  const groups = Map.groupBy(images, (image) => stackKey(image, orientations, echoes));
  return [...groups]
    .map(([key, group]) => ({ key, group, first: Math.min(...group.map(instanceNumber)) }))
    .sort((a, b) => a.first - b.first || (a.key < b.key ? -1 : 1))
    .map(({ group }) => group);
}

function stackKey(
  image: Image,
  orientations: ReadonlyMap<string, number>,
  echoes: ReadonlyMap<number, number>,
): string {
  const { attributes } = image;
  const echo = echoes.get(echoOf(image) ?? Number.NaN);
  return [
    orientations.get(orientationKey(attributes.ImageOrientationPatient)) ?? -1,
    (attributes.ImageType ?? []).map((value) => value.trim().toUpperCase()).join('\\'),
    echo ?? '',
    attributes.ComplexImageComponent ?? '',
    attributes.ContrastBolusAgent ?? '',
  ].join('|');
}

function echoOf({ attributes }: Image): number | null {
  return positive(attributes.EchoTime) ?? usable(attributes.EchoNumbers);
}

/** Echo times of one echo differ by rounding, those of two echoes by milliseconds: closer than this they are one. */
const sameEcho = { ms: 0.25, share: 0.01 };

function echoClasses(images: readonly Image[]): ReadonlyMap<number, number> {
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

/** Slices of one stack may differ by rounding: directions within 3° of each other share a class. */
const sameDirectionCosine = Math.cos((3 * Math.PI) / 180);

function orientationClasses(images: readonly Image[]): ReadonlyMap<string, number> {
  const keys = new Map<string, Vector | null>();
  for (const { attributes } of images) {
    keys.set(orientationKey(attributes.ImageOrientationPatient), sliceNormal(attributes.ImageOrientationPatient));
  }
  const directions: (Vector | null)[] = [];
  const classes = new Map<string, number>();
  for (const [key, normal] of [...keys].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const known = directions.findIndex((direction) => sameDirection(direction, normal));
    classes.set(key, known >= 0 ? known : directions.push(normal) - 1);
  }
  return classes;
}

function sameDirection(a: Vector | null, b: Vector | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) >= sameDirectionCosine;
}

function instanceNumber(image: Image): number {
  return usable(image.attributes.InstanceNumber) ?? Number.MAX_SAFE_INTEGER;
}

function inOrder(a: Image, b: Image): number {
  return instanceNumber(a) - instanceNumber(b) || (a.SOPInstanceUID < b.SOPInstanceUID ? -1 : 1);
}

import { echoClasses, echoOf } from './echoClasses.ts';
import { type Image, usable } from './image.ts';
import { complexComponent, imageKind, imageProcessing } from './imageKind.ts';
import { orientationClasses, orientationKey } from './orientation.ts';
import { splitWhereRepeated } from './repeatedSlices.ts';
import { slicesOf } from './slicePositions.ts';
import { splitByPlace } from './stackPlaces.ts';
import { splitByRuns } from './stackRuns.ts';

/** The images of one series that belong together, in a fixed order whatever order they arrived in. */
export type Stack = { readonly seriesInstanceUid: string; readonly images: readonly Image[] };

/**
 * Splits images into homogeneous stacks: same series, kind of image, complex component, echo, orientation, stack and place;
 * and, where slices are there more than once by it, same filtering and same contrast record.
 * b-values and temporal positions do not split: a DWI series with b0 and b1000 is one acquisition, and so is a time series.
 */
export function splitStacks(images: readonly Image[]): readonly Stack[] {
  const bySeries = Map.groupBy(images, (image) => image.SeriesInstanceUID);
  const ordered = [...bySeries].sort(([a], [b]) => (a < b ? -1 : 1));
  return ordered.flatMap(([seriesInstanceUid, seriesImages]) =>
    stacksOfSeries(seriesImages).map((stack) => ({ seriesInstanceUid, images: stack })),
  );
}

function stacksOfSeries(images: readonly Image[]): readonly (readonly Image[])[] {
  const ordered = [...images].sort(inOrder);
  const orientations = orientationClasses(ordered);
  const echoes = echoClasses(ordered);
  const orientationOf = ({ attributes }: Image) => orientations.get(orientationKey(attributes.ImageOrientationPatient));
  const stackIds = believedStackIds(ordered, orientationOf);
  const keyOf = (image: Image) =>
    [
      orientationOf(image) ?? -1,
      stackIds ? (image.attributes.StackID?.trim() ?? '') : '',
      imageKind(image),
      complexComponent(image) ?? '',
      echoes.get(echoOf(image) ?? Number.NaN) ?? '',
    ].join('|');
  return [...Map.groupBy(ordered, keyOf)]
    .flatMap(([key, group]) =>
      splitByPlace(group)
        .flatMap(splitByRuns)
        .flatMap((place) => splitWhereRepeated(place, contrastRecord, () => ''))
        .flatMap((same) => splitWhereRepeated(same, imageProcessing, volumeKey))
        .map((stack) => ({ key: stackKey(key, stack), images: stack })),
    )
    .sort((a, b) => byFirstImage(a.images, b.images) || (a.key < b.key ? -1 : 1))
    .map((stack) => stack.images);
}

/**
 * Frames of one StackID lie behind each other (PS3.3 C.7.6.16.2.2.4). Where each slice of an orientation has a StackID of its
 * own, it names no stacks.
 */
function believedStackIds(images: readonly Image[], orientationOf: (image: Image) => number | undefined): boolean {
  return [...Map.groupBy(images, orientationOf).values()].every((parallel) => {
    const stacks = [...Map.groupBy(parallel, ({ attributes }) => attributes.StackID?.trim() ?? '').values()];
    return stacks.length === 1 || stacks.some((stack) => slicesOf(stack).length > 1);
  });
}

function contrastRecord({ attributes }: Image): string {
  return (attributes.ContrastBolusAgent ?? '').trim().toLowerCase();
}

/** What tells one volume of a series from the next, so that the same slice in both is no copy. */
function volumeKey({ attributes }: Image): string {
  return [
    attributes.DiffusionBValue ?? '',
    attributes.TemporalPositionIdentifier ?? '',
    attributes.TemporalPositionIndex ?? '',
  ].join('|');
}

function stackKey(key: string, images: readonly Image[]): string {
  const [first] = images;
  return first === undefined ? key : [key, contrastRecord(first), imageProcessing(first)].join('|');
}

function instanceNumber(image: Image): number {
  return usable(image.attributes.InstanceNumber) ?? Number.MAX_SAFE_INTEGER;
}

/** By number; of images with one number, what they show decides before the UIDs that they were given. */
function inOrder(a: Image, b: Image): number {
  return byNumber(a, b) || compared(sortKey(a), sortKey(b)) || compared(a.SOPInstanceUID, b.SOPInstanceUID);
}

function sortKey({ attributes }: Image): string {
  return `${orientationKey(attributes.ImageOrientationPatient)}|${attributes.ImagePositionPatient?.join() ?? ''}`;
}

function byFirstImage([a]: readonly Image[], [b]: readonly Image[]): number {
  return a === undefined || b === undefined ? 0 : byNumber(a, b);
}

function byNumber(a: Image, b: Image): number {
  return instanceNumber(a) - instanceNumber(b) || a.frame - b.frame;
}

function compared(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

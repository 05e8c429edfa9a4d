import type { Image } from './image.ts';
import { distanceMm, imageCentre, projected, sliceNormal, type Vector } from './orientation.ts';
import { rounding } from './slicePositions.ts';

/**
 * Slices that lie behind each other share the middle of their field of view. It wanders by millimetres where a stack follows a
 * curved cord or the scanner follows a moving head; two stations of a spine, or two stacks side by side, lie further apart.
 */
const sameColumnMm = 10;

/** Splits images of one orientation into those that lie behind each other. Unless all say where they lie, nothing is split. */
export function splitByPlace(images: readonly Image[]): readonly (readonly Image[])[] {
  const normal = images.map(({ attributes }) => sliceNormal(attributes.ImageOrientationPatient)).find(Boolean);
  if (!normal) return [images];
  const places = new Map<string, { readonly at: Vector; readonly images: Image[] }>();
  for (const image of images) {
    const centre = imageCentre(image);
    if (centre === null) return [images];
    const at = withinPlane(centre, normal);
    const key = at.map((mm) => Math.round(mm)).join();
    const place = places.get(key);
    if (place === undefined) places.set(key, { at, images: [image] });
    else place.images.push(image);
  }
  return columns([...places.values()]).map((column) => column.flatMap((place) => place.images));
}

/** Places linked by steps of at most {@link sameColumnMm}; which of them comes first does not matter. */
function columns<T extends { readonly at: Vector }>(places: readonly T[]): readonly (readonly T[])[] {
  const found: T[][] = [];
  const left = new Set(places);
  for (const first of places) {
    if (!left.delete(first)) continue;
    const column = [first];
    for (const member of column) {
      for (const other of left) {
        if (distanceMm(member.at, other.at) > sameColumnMm + rounding) continue;
        left.delete(other);
        column.push(other);
      }
    }
    found.push(column);
  }
  return found;
}

function withinPlane(point: Vector, normal: Vector): Vector {
  const along = projected(point, normal);
  return [point[0] - along * normal[0], point[1] - along * normal[1], point[2] - along * normal[2]];
}

import type { Plane } from './acquisition.ts';
import { type Image, positive, rounded } from './image.ts';

export type Vector = readonly [number, number, number];

/**
 * The slice normal: row direction × column direction (DICOM PS3.3 C.7.6.2.1.1), unit length.
 * `null` when the six cosines are missing, not finite, or do not span a plane.
 */
export function sliceNormal(orientation: readonly number[] | null | undefined): Vector | null {
  if (orientation?.length !== 6 || !orientation.every(Number.isFinite)) return null;
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = orientation;
  const normal: Vector = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
  const length = Math.hypot(...normal);
  if (length < 0.5) return null;
  return [normal[0] / length, normal[1] / length, normal[2] / length];
}

/** A direction cosine below which a plane is called oblique: the value that common DICOM toolkits use for labels. */
const obliqueBelowCosine = 0.8;

/** Plane by the dominant patient axis of the normal, and the angle to that axis in degrees. */
export function planeOf(normal: Vector | null): { readonly plane: Plane | null; readonly obliquityDeg: number | null } {
  if (normal === null) return { plane: null, obliquityDeg: null };
  const [x, y, z] = [Math.abs(normal[0]), Math.abs(normal[1]), Math.abs(normal[2])];
  const cosine = Math.max(x, y, z);
  const obliquityDeg = rounded((Math.acos(Math.min(1, cosine)) * 180) / Math.PI, 1);
  if (cosine < obliqueBelowCosine) return { plane: 'oblique', obliquityDeg };
  return { plane: cosine === z ? 'axial' : cosine === x ? 'sagittal' : 'coronal', obliquityDeg };
}

export function projected(position: readonly number[], normal: Vector): number {
  return (position[0] ?? 0) * normal[0] + (position[1] ?? 0) * normal[1] + (position[2] ?? 0) * normal[2];
}

/** Orientation to about half a degree and whichever way the normal points: one key for the images of one stack. */
export function orientationKey(orientation: readonly number[] | null | undefined): string {
  const normal = sliceNormal(orientation);
  if (normal === null) return 'no-orientation';
  const steps = normal.map((cosine) => Math.round(cosine * 100));
  const leading = steps.find((step) => step !== 0) ?? 0;
  return steps.map((step) => (leading < 0 ? -step : step) + 0).join(',');
}

/** Slices of one stack may differ by rounding: directions within 3° of each other share a class. */
const sameDirectionCosine = Math.cos((3 * Math.PI) / 180);

/** A number for each {@link orientationKey}: parallel images, whichever way their normals point, share one. The first image leads. */
export function orientationClasses(images: readonly Image[]): ReadonlyMap<string, number> {
  const directions: (Vector | null)[] = [];
  const classes = new Map<string, number>();
  for (const { attributes } of images) {
    const key = orientationKey(attributes.ImageOrientationPatient);
    if (classes.has(key)) continue;
    const normal = sliceNormal(attributes.ImageOrientationPatient);
    const known = directions.findIndex((direction) => sameDirection(direction, normal));
    classes.set(key, known >= 0 ? known : directions.push(normal) - 1);
  }
  return classes;
}

/** Whether two normals are parallel, whichever way they point; two that are not known are the same. */
export function sameDirection(a: Vector | null, b: Vector | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) >= sameDirectionCosine;
}

/** The middle of an image in patient coordinates, mm: half the field of view from its first pixel. `null` when unknown. */
export function imageCentre({ attributes }: Image): Vector | null {
  const {
    ImagePositionPatient: position,
    ImageOrientationPatient: directions,
    PixelSpacing,
    Rows,
    Columns,
  } = attributes;
  const [rowMm, columnMm] = [positive(PixelSpacing?.[0]), positive(PixelSpacing?.[1])];
  const [rows, columns] = [positive(Rows), positive(Columns)];
  if (position?.length !== 3 || directions?.length !== 6 || ![...position, ...directions].every(Number.isFinite)) {
    return null;
  }
  if (rowMm === null || columnMm === null || rows === null || columns === null) return null;
  // From the middle of the first pixel to that of the last one there is a pixel less than the image is wide (PS3.3 C.7.6.2.1.1).
  const across = (columnMm * (columns - 1)) / 2;
  const down = (rowMm * (rows - 1)) / 2;
  const centre = (axis: number) =>
    (position[axis] ?? 0) + (directions[axis] ?? 0) * across + (directions[axis + 3] ?? 0) * down;
  return [centre(0), centre(1), centre(2)];
}

/** The middle of a stack, mm: half way between the outermost middles of its images. `null` when unknown. */
export function stackCentre(images: readonly Image[]): Vector | null {
  const centres = images.flatMap((image) => {
    const centre = imageCentre(image);
    return centre === null ? [] : [centre];
  });
  if (centres.length === 0) return null;
  const middle = (axis: number) => {
    const along = centres.map((centre) => centre[axis] ?? 0).sort((a, b) => a - b);
    return ((along[0] ?? 0) + (along.at(-1) ?? 0)) / 2;
  };
  return [middle(0), middle(1), middle(2)];
}

export function distanceMm(a: Vector, b: Vector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

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

/** The middle of a stack, mm: half the field of view from the first pixel of the first and of the last image. `null` when unknown. */
export function stackCentre(images: readonly Image[]): Vector | null {
  const centres = images.flatMap(({ attributes }) => {
    const {
      ImagePositionPatient: position,
      ImageOrientationPatient: directions,
      PixelSpacing,
      Rows,
      Columns,
    } = attributes;
    const [rowMm, columnMm] = [positive(PixelSpacing?.[0]), positive(PixelSpacing?.[1])];
    const [rows, columns] = [positive(Rows), positive(Columns)];
    if (position?.length !== 3 || directions?.length !== 6) return [];
    if (rowMm === null || columnMm === null || rows === null || columns === null) return [];
    const across = (columnMm * columns) / 2;
    const down = (rowMm * rows) / 2;
    return [
      position.map((start, axis) => start + (directions[axis] ?? 0) * across + (directions[axis + 3] ?? 0) * down),
    ];
  });
  if (centres.length === 0) return null;
  const middle = (axis: number) => {
    const along = centres.map((centre) => centre[axis] ?? 0);
    return (Math.min(...along) + Math.max(...along)) / 2;
  };
  return [middle(0), middle(1), middle(2)];
}

export function distanceMm(a: Vector, b: Vector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

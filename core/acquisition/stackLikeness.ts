import { acquisitionPhysics } from './acquisitionPhysics.ts';
import { type Image, positive, typical, typicalText } from './image.ts';
import { complexComponent, imageKind } from './imageKind.ts';
import { orientationKey } from './orientation.ts';

/**
 * What two stacks of one acquisition cannot differ in: frame of reference, orientation, pixel grid, thickness, timing and kind of
 * image. `null` where the header does not name a frame of reference, without which places mean nothing.
 */
export function stackLikeness(images: readonly Image[]): string | null {
  const attributes = images.map((image) => image.attributes);
  const [first] = images;
  const frameOfReference = typicalText(attributes.map(({ FrameOfReferenceUID }) => FrameOfReferenceUID));
  if (frameOfReference === null || first === undefined) return null;
  const physics = acquisitionPhysics(images);
  const typicalOf = (value: (one: Image['attributes']) => number | null | undefined) =>
    typical(attributes.map((one) => positive(value(one))));
  return [
    frameOfReference,
    orientationKey(first.attributes.ImageOrientationPatient),
    typicalOf(({ Rows }) => Rows),
    typicalOf(({ Columns }) => Columns),
    typicalOf(({ PixelSpacing }) => PixelSpacing?.[0]),
    typicalOf(({ PixelSpacing }) => PixelSpacing?.[1]),
    typicalOf(({ SliceThickness }) => SliceThickness),
    physics.repetitionTimeMs,
    physics.echoTimeMs,
    physics.inversionTimeMs,
    physics.flipAngleDeg,
    imageKind(first),
    complexComponent(first),
  ].join('|');
}

/** The value that all images of the stack have; `null` where one has none or another. */
export function common(values: readonly (string | number | null | undefined)[]): string | null {
  const [value, ...others] = new Set(
    values.map((one) => (one === null || one === undefined ? '' : String(one).trim())),
  );
  return value === undefined || value === '' || others.length > 0 ? null : value;
}

import { type Image, positive, tokens } from './image.ts';

/** Whether an image holds all slices of a volume as tiles: Siemens calls it MOSAIC, UIH VFRAME (value of ImageType). */
export function isMosaic(imageType: ReadonlySet<string>): boolean {
  return imageType.has('MOSAIC') || imageType.has('VFRAME');
}

/** As {@link isMosaic}, of any of the images. */
export function holdsMosaics(images: readonly Image[]): boolean {
  return isMosaic(tokens(images.map(({ attributes }) => attributes.ImageType)));
}

/** How many slices the volumes of a stack of mosaics have; `null` where no image says so, or they disagree. */
export function slicesInMosaic(images: readonly Image[]): number | null {
  const counts = new Set(images.map(({ attributes }) => positive(attributes.ImagesInMosaic)));
  const [count, ...others] = counts;
  return others.length > 0 || count === undefined ? null : count;
}

import { type Image, positive, typical } from './image.ts';

/** The longer side of the image, mm. */
export function fieldOfViewMm(images: readonly Image[]): number | null {
  return typical(
    images.map(({ attributes: { Rows, Columns, PixelSpacing } }) => {
      const [row, column] = [positive(PixelSpacing?.[0]), positive(PixelSpacing?.[1])];
      const [rows, columns] = [positive(Rows), positive(Columns)];
      return row === null || column === null || rows === null || columns === null
        ? null
        : Math.max(rows * row, columns * column);
    }),
  );
}

import type { SeriesData, Stack } from './studyData.ts';

export type Vector = readonly [number, number, number];

export type SliceGeometry = {
  /** Direction cosines of the row and of the column (DICOM PS3.3 C.7.6.2.1.1), patient coordinates (LPS). */
  readonly row: Vector;
  readonly column: Vector;
  /** mm, centre of the first transmitted pixel. */
  readonly position: Vector;
  /** mm along the normal, the middle slice of a stack at the projection of its centre. */
  readonly location: number;
  /** mm from the middle of the stack along the normal, signed. */
  readonly offsetMm: number;
};

/** Every slice of a stack, in spatial order along the slice normal (row × column). */
export function slicesOf(stack: Stack, image: SeriesData['image']): readonly SliceGeometry[] {
  const [row, column] = directionsOf(stack);
  const normal = cross(row, column);
  const [rowSpacingMm, columnSpacingMm] = image.pixelSpacingMm;
  const corner = add(
    stack.centreMm,
    scaled(row, (-(image.columns - 1) / 2) * columnSpacingMm),
    scaled(column, (-(image.rows - 1) / 2) * rowSpacingMm),
  );
  return Array.from({ length: stack.slices }, (_, index) => {
    const offsetMm = (index - (stack.slices - 1) / 2) * stack.spacingMm;
    const position = add(corner, scaled(normal, offsetMm));
    return { row, column, position, location: dot(position, normal), offsetMm };
  });
}

const alongRows: Readonly<Record<Stack['plane'], readonly [Vector, Vector]>> = {
  sagittal: [
    [0, 1, 0],
    [0, 0, -1],
  ],
  coronal: [
    [1, 0, 0],
    [0, 0, -1],
  ],
  axial: [
    [1, 0, 0],
    [0, 1, 0],
  ],
};

function directionsOf({ plane, tiltDeg = 0, turnDeg = 0 }: Stack): readonly [Vector, Vector] {
  const [row, column] = alongRows[plane];
  const turned = (direction: Vector) => turnAboutHeadFoot(tiltAboutLeftRight(direction, tiltDeg), turnDeg);
  return [turned(row), turned(column)];
}

function tiltAboutLeftRight([x, y, z]: Vector, degrees: number): Vector {
  const [cosine, sine] = cosineAndSine(degrees);
  return [x, y * cosine + z * sine, z * cosine - y * sine];
}

function turnAboutHeadFoot([x, y, z]: Vector, degrees: number): Vector {
  const [cosine, sine] = cosineAndSine(degrees);
  return [x * cosine - y * sine, x * sine + y * cosine, z];
}

function cosineAndSine(degrees: number): readonly [number, number] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function scaled(vector: Vector, factor: number): Vector {
  return [vector[0] * factor, vector[1] * factor, vector[2] * factor];
}

function add(...vectors: readonly Vector[]): Vector {
  return vectors.reduce<Vector>(
    (sum, vector) => [sum[0] + vector[0], sum[1] + vector[1], sum[2] + vector[2]],
    [0, 0, 0],
  );
}

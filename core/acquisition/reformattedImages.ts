import { acquisitionStart } from './acquiredAt.ts';
import type { Image } from './image.ts';
import { gridFitsMatrix } from './inPlaneResolution.ts';
import { sameDirection, sliceNormal, type Vector } from './orientation.ts';
import type { Placed } from './placed.ts';

/**
 * Reformats that the vendor calls ORIGINAL. One scan has one orientation: of two 3D stacks in different planes that were measured
 * with the same timing at the same moment, one was cut from the other; and so it was where both state one matrix and only one has
 * a pixel grid that can have been made from it. Which is which is told by the grid, else by the series number, since a scanner
 * stores what it measured before it cuts that. In one plane, the stack of much thicker slices is the reformat. Localizers are left alone: they are planned in three planes.
 */
export function withReformats(placed: readonly Placed[]): readonly Placed[] {
  const scans = placed.filter(mayBeScan).map(scanOf);
  const believed = believedStarts(placed);
  return placed.map((one) => {
    const scan = scans.find(({ placed }) => placed === one);
    if (scan === undefined) return one;
    const [source] = scans
      .filter((other) => isReformatOf(scan, other, believed))
      .sort((a, b) => numberOf(a) - numberOf(b) || (idOf(a) < idOf(b) ? -1 : 1));
    if (source === undefined) return one;
    const { seriesNumber } = source.placed.acquisition;
    const what = seriesNumber === null ? 'another series' : `series ${seriesNumber}`;
    return {
      ...one,
      acquisition: {
        ...one.acquisition,
        derived: true,
        evidence: [
          ...one.acquisition.evidence,
          `derived images: reformatted from ${what}, the same scan in ${isAlong(scan, source) ? 'thinner slices' : 'another plane'}`,
        ],
      },
    };
  });
}

type Scan = {
  readonly placed: Placed;
  readonly normal: Vector | null;
  readonly start: string | null;
  readonly fits: boolean | null;
  readonly matrix: string | null;
};

function mayBeScan({ acquisition, frameOfReference }: Placed): boolean {
  return (
    acquisition.dimension === '3D' &&
    !acquisition.derived &&
    acquisition.sequence !== 'LOCALIZER' &&
    frameOfReference !== null
  );
}

function scanOf(placed: Placed): Scan {
  const [first] = placed.images;
  return {
    placed,
    normal: sliceNormal(first?.attributes.ImageOrientationPatient),
    start: acquisitionStart(placed.images),
    fits: gridFitsMatrix(placed.images),
    matrix: statedMatrix(first),
  };
}

function isReformatOf(one: Scan, source: Scan, believed: ReadonlySet<string>): boolean {
  if (one === source || one.normal === null || source.normal === null) return false;
  if (one.placed.frameOfReference !== source.placed.frameOfReference || !sameTiming(one, source)) return false;
  const parallel = sameDirection(one.normal, source.normal);
  const started = one.start !== null && believed.has(one.start) ? one.start : null;
  const atOnce = started !== null && started === source.start;
  const apart = started !== null && source.start !== null && started !== source.start;
  // Thick slices of a volume that was measured in thin ones; a copy with other filters is as thin.
  if (parallel) return atOnce && isThicker(one, source);
  const byGrid = one.matrix !== null && one.matrix === source.matrix && one.fits === false && source.fits === true;
  if (byGrid && !apart) return true;
  if (!atOnce) return false;
  if ((one.fits === false) !== (source.fits === false)) return one.fits === false;
  return Number.isFinite(numberOf(one)) && numberOf(one) > numberOf(source);
}

/** Thicker than its source by so much, a stack was made of several of its slices. */
const thickerBy = 1.5;

function isThicker({ placed: one }: Scan, { placed: source }: Scan): boolean {
  const [thick, thin] = [one.acquisition.geometry.sliceThicknessMm, source.acquisition.geometry.sliceThicknessMm];
  return thick !== null && thin !== null && thick >= thin * thickerBy;
}

function isAlong(one: Scan, source: Scan): boolean {
  return one.normal !== null && source.normal !== null && sameDirection(one.normal, source.normal);
}

function sameTiming({ placed: { acquisition: a } }: Scan, { placed: { acquisition: b } }: Scan): boolean {
  const [m, n] = [a.timing, b.timing];
  return (
    m.repetitionTimeMs !== null &&
    m.echoTimeMs !== null &&
    m.repetitionTimeMs === n.repetitionTimeMs &&
    m.echoTimeMs === n.echoTimeMs &&
    m.inversionTimeMs === n.inversionTimeMs &&
    m.flipAngleDeg === n.flipAngleDeg
  );
}

/**
 * Times of day that tell scans apart. Midnight is what de-identification leaves, and a time that two acquisitions of different
 * repetition times share is of neither: a scanner does one thing at a time.
 */
function believedStarts(placed: readonly Placed[]): ReadonlySet<string> {
  const starts = placed.flatMap(({ images, acquisition }) => {
    const start = acquisitionStart(images);
    return start === null || start.includes('T00:00:00') ? [] : [{ start, tr: acquisition.timing.repetitionTimeMs }];
  });
  return new Set(
    [...Map.groupBy(starts, ({ start }) => start)]
      .filter(([, same]) => new Set(same.map(({ tr }) => tr)).size === 1)
      .map(([start]) => start),
  );
}

function statedMatrix(image: Image | undefined): string | null {
  const { AcquisitionMatrix, AcquisitionSteps } = image?.attributes ?? {};
  return AcquisitionMatrix?.join() ?? AcquisitionSteps?.join() ?? null;
}

function numberOf({ placed }: Scan): number {
  return placed.acquisition.seriesNumber ?? Number.POSITIVE_INFINITY;
}

function idOf({ placed }: Scan): string {
  return placed.acquisition.id;
}

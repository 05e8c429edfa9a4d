import { type Image, positive, typical } from './image.ts';
import { projected, sliceNormal } from './orientation.ts';

/** Of a station that is worth the name. */
const fewestSlices = 3;

/**
 * Stations of one series that overlap along their normal: numbered through, their positions run on evenly, jump back and run on again
 * from another place. One stack of all of them would have half the spacing where they overlap. Not stations are slices that are
 * acquired in several passes (the next begins within a step or so of the last) and volumes over time (each begins where the last did).
 *
 * @param images of one orientation and place, by number
 */
export function splitByRuns(images: readonly Image[]): readonly (readonly Image[])[] {
  const normal = images.map(({ attributes }) => sliceNormal(attributes.ImageOrientationPatient)).find(Boolean);
  if (!normal || images.length < 2 * fewestSlices) return [images];
  const along = images.map(({ attributes }) => {
    const position = attributes.ImagePositionPatient;
    return position?.length === 3 && position.every(Number.isFinite) ? projected(position, normal) : null;
  });
  if (along.includes(null) || images.some(({ attributes }) => positive(attributes.InstanceNumber) === null))
    return [images];
  const places = along.map((mm) => mm ?? 0);
  const steps = places.slice(1).map((mm, index) => mm - (places[index] ?? mm));
  const forward = steps.filter((step) => step > 0).length * 2 > steps.length ? 1 : -1;
  const runs: number[][] = [[0]];
  steps.forEach((step, index) => {
    if (step * forward > 0) runs.at(-1)?.push(index + 1);
    else runs.push([index + 1]);
  });
  return runs.length > 1 && areStations(runs, places)
    ? runs.map((run) => run.flatMap((index) => images[index] ?? []))
    : [images];
}

function areStations(runs: readonly (readonly number[])[], places: readonly number[]): boolean {
  const steps = runs.map((run) => typicalStep(run, places));
  const [step = 0] = steps;
  if (step === 0 || runs.some((run) => run.length < fewestSlices)) return false;
  if (steps.some((other) => Math.abs(other - step) > 0.1 * step)) return false;
  return runs.every((run) =>
    runs.every((other) => run === other || slicesBeyond(run, other, places, step) >= fewestSlices),
  );
}

/** How many slices of a run lie outside of what another one spans: slices that are only repeated lie within it. */
function slicesBeyond(
  run: readonly number[],
  other: readonly number[],
  places: readonly number[],
  step: number,
): number {
  const [from, to] = [places[other[0] ?? 0] ?? 0, places[other.at(-1) ?? 0] ?? 0];
  const [low, high] = [Math.min(from, to) - step / 2, Math.max(from, to) + step / 2];
  return run.filter((index) => (places[index] ?? low) < low || (places[index] ?? low) > high).length;
}

/** Its most frequent distance, mm, to a hundredth. */
function typicalStep(run: readonly number[], places: readonly number[]): number {
  const distances = run
    .slice(1)
    .map((index, before) => Math.abs((places[index] ?? 0) - (places[run[before] ?? 0] ?? 0)));
  return typical(distances.map((mm) => Math.round(mm * 100) / 100)) ?? 0;
}

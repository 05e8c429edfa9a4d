import { type Image, positive, typical } from './image.ts';
import type { Placed } from './placed.ts';

/**
 * The same spoiled gradient echo again with another flip angle, one of them far below T1 weighting or with magnetization transfer, is
 * acquired to compute maps (variable flip angle, MTsat: Helms 2008): its T1-weighted member is one of that set. One that was acquired
 * after contrast stays a T1.
 */
export function withQuantitativeSets(placed: readonly Placed[]): readonly Placed[] {
  const weaklyWeighted = placed.filter(({ acquisition }) =>
    isWeaklyWeighted(acquisition.sequence, acquisition.evidence),
  );
  return placed.map((one) => {
    const { acquisition } = one;
    if (acquisition.sequence !== 'T1w' || acquisition.contrastEnhanced === 'yes') return one;
    const partner = weaklyWeighted.find((other) => areOfOneSet(one, other));
    if (partner === undefined) return one;
    return {
      ...one,
      acquisition: {
        ...acquisition,
        sequence: 'OTHER' as const,
        confidence: Math.min(acquisition.confidence, 0.8),
        evidence: [
          `${partOf(partner)} is the same gradient echo without T1 weighting: a set for quantitative maps, of which this is the T1-weighted one`,
          ...acquisition.evidence,
        ],
      },
    };
  });
}

/** What the recognition says of a spoiled gradient echo below the Ernst angle or with magnetization transfer. */
function isWeaklyWeighted(sequence: string, evidence: readonly string[]): boolean {
  return (
    sequence === 'OTHER' &&
    evidence.some((says) => /too small an angle for T1 weighting|with magnetization transfer/.test(says))
  );
}

function areOfOneSet(one: Placed, other: Placed): boolean {
  const [a, b] = [one.acquisition, other.acquisition];
  const [angle, smaller] = [a.timing.flipAngleDeg, b.timing.flipAngleDeg];
  return (
    one.frameOfReference === other.frameOfReference &&
    a.plane === b.plane &&
    a.dimension === b.dimension &&
    same(a.timing.echoTimeMs, b.timing.echoTimeMs, 0.1) &&
    same(a.geometry.sliceThicknessMm, b.geometry.sliceThicknessMm, 0.05) &&
    same(matrixOf(one.images), matrixOf(other.images), 0) &&
    angle !== null &&
    smaller !== null &&
    angle > smaller * 1.3
  );
}

function matrixOf(images: readonly Image[]): number | null {
  return typical(images.map(({ attributes }) => positive(attributes.Rows)));
}

function same(a: number | null, b: number | null, tolerance: number): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= tolerance;
}

function partOf({ acquisition }: Placed): string {
  return acquisition.seriesNumber === null ? 'another series' : `series ${acquisition.seriesNumber}`;
}

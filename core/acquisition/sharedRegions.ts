import { distanceMm } from './orientation.ts';
import type { Placed } from './placed.ts';

/** Further apart than this, two stacks do not show the same part of the body. */
const samePartMm = 90;

/**
 * An acquisition that does not say itself what was imaged takes the region of the nearest stack that does, in the same frame of
 * reference: the patient was not moved between them. What only the examination says (BodyPartExamined, the study's description)
 * gives way, since a cord series of a combined examination often keeps the head's entry.
 */
export function withSharedRegions(placed: readonly Placed[]): readonly Placed[] {
  const sure = placed.filter(({ ownRegion, acquisition }) => ownRegion && acquisition.sequence !== 'LOCALIZER');
  return placed.map((one) => {
    const { acquisition, frameOfReference, centre, ownRegion } = one;
    if (ownRegion || frameOfReference === null || centre === null || acquisition.region === 'other') return one;
    const [nearest] = sure
      .filter((other) => other.frameOfReference === frameOfReference && other.centre !== null)
      .map((other) => ({ region: other.acquisition.region, mm: distanceMm(other.centre ?? centre, centre) }))
      .filter(({ mm }) => mm <= samePartMm)
      .sort((a, b) => a.mm - b.mm || (a.region < b.region ? -1 : 1));
    if (nearest === undefined || nearest.region === acquisition.region) return one;
    return {
      ...one,
      acquisition: {
        ...acquisition,
        region: nearest.region,
        evidence: [...acquisition.evidence, `lies with the ${nearest.region} series of the same frame of reference`],
      },
    };
  });
}

import type { Acquisition, BodyRegion } from '../acquisition/index.ts';
import { isCompared, isRecognised } from './matchAcquisitions.ts';
import { isExamination, isOfRegion } from './selectCandidates.ts';

/**
 * What of an earlier study can be compared with a later one. `best`: a sequence of the brain, or of any region where the later one does
 * not show the brain; `some`: only one of another region than the brain, which the later one shows; `none`: nothing.
 *
 * The best is wanted even where it is older: the intervals between MRIs are those of the brain, and a cord in between says nothing of
 * how long ago the brain was seen.
 */
export type PriorFit = 'best' | 'some' | 'none';

export function priorFit(study: readonly Acquisition[], prior: readonly Acquisition[]): PriorFit {
  const common = kindsInCommon(study, prior);
  if (common.length === 0) return 'none';
  const showsBrain = study.some((acquisition) => isExamination(acquisition) && isOfRegion(acquisition, 'brain'));
  return !showsBrain || common.some(({ region }) => region === 'brain') ? 'best' : 'some';
}

/** The acquisitions of the other study that are of a sequence and region that the study has too. */
export function kindsInCommon(study: readonly Acquisition[], other: readonly Acquisition[]): readonly Acquisition[] {
  const kinds = new Set(comparable(study).map(kindOf));
  return comparable(other).filter((acquisition) => kinds.has(kindOf(acquisition)));
}

/** Why nothing of the two can be compared, in words; `null` where something can, or too little was recognised to say. */
export function whyNothingInCommon(study: readonly Acquisition[], prior: readonly Acquisition[]): string | null {
  if (kindsInCommon(study, prior).length > 0) return null;
  const [now, then] = [regionsOf(study), regionsOf(prior)];
  if (now === null || then === null) return null;
  if (now.isDisjointFrom(then))
    return 'the earlier study shows another part of the body: nothing of the two can be compared';
  return 'the two studies have no sequence of one part of the body in common: nothing of the two can be compared';
}

/** The regions of what would be compared; `null` where there is nothing, or something of it was not recognised. */
function regionsOf(acquisitions: readonly Acquisition[]): ReadonlySet<BodyRegion> | null {
  const examined = acquisitions.map((acquisition) => ({ acquisition, facts: null })).filter(isCompared);
  if (examined.length === 0 || !examined.every(isRecognised)) return null;
  return new Set(examined.map(({ acquisition }) => acquisition.region));
}

function comparable(acquisitions: readonly Acquisition[]): readonly Acquisition[] {
  return acquisitions.filter((acquisition) => {
    const compared = { acquisition, facts: null };
    return isCompared(compared) && isRecognised(compared);
  });
}

function kindOf({ sequence, region }: Acquisition): string {
  return `${sequence} ${region}`;
}

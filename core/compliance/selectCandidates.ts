import type { Acquisition, BodyRegion } from '../acquisition/index.ts';
import type { ExamRegion, OneAcquisition } from '../protocol/index.ts';

/** What an acquisition would have to be, to count, and is not known to be. */
export type Doubt = 'sequence' | 'region' | 'original';

/** An acquisition that is, or may be, of the wanted sequence and region; without doubts it is. */
export type Candidate = { readonly acquisition: Acquisition; readonly doubts: readonly Doubt[] };

const bodyRegionsOf: Readonly<Record<ExamRegion, readonly BodyRegion[]>> = {
  brain: ['brain'],
  cord: ['cervical-cord', 'thoracic-cord', 'whole-cord'],
  orbit: ['orbit'],
};

export function isOfRegion(acquisition: Acquisition, region: ExamRegion): boolean {
  return bodyRegionsOf[region].includes(acquisition.region);
}

/** Original images that a guideline may be about; a localizer only finds the way. */
export function isExamination(acquisition: Acquisition): boolean {
  return !acquisition.derived && acquisition.sequence !== 'LOCALIZER';
}

/**
 * What may answer `ask`. An unrecognised sequence or region does not rule an acquisition out, but leaves a doubt:
 * absence of evidence is neither a pass nor a fail.
 */
export function candidatesFor(
  ask: OneAcquisition,
  region: ExamRegion,
  acquisitions: readonly Acquisition[],
): readonly Candidate[] {
  return acquisitions.flatMap((acquisition) => {
    if (acquisition.derived && !(ask.derived === true && acquisition.sequence !== 'UNKNOWN')) return [];
    // A map of diffusion, b0 alone or a phase image belongs to the sequence, and is not the image that is asked for.
    if (acquisition.withoutItsContrast === true) return [];
    const isWanted = ask.sequence.includes(acquisition.sequence);
    if (!isWanted && acquisition.sequence !== 'UNKNOWN') return [];
    const doubts: readonly Doubt[] = [
      ...(isWanted ? [] : ['sequence' as const]),
      ...(acquisition.mayBeComputed === true && !acquisition.derived ? ['original' as const] : []),
    ];
    return withRegionDoubt(acquisition, region, doubts);
  });
}

/** Every original acquisition that is, or may be, of the region. `OTHER` serves no requirement and is left out. */
export function membersOf(region: ExamRegion, acquisitions: readonly Acquisition[]): readonly Candidate[] {
  return acquisitions
    .filter((acquisition) => isExamination(acquisition) && acquisition.sequence !== 'OTHER')
    .flatMap((acquisition) => withRegionDoubt(acquisition, region, []));
}

function withRegionDoubt(acquisition: Acquisition, region: ExamRegion, doubts: readonly Doubt[]): readonly Candidate[] {
  if (isOfRegion(acquisition, region)) return [{ acquisition, doubts }];
  if (acquisition.region === 'unknown') return [{ acquisition, doubts: [...doubts, 'region'] }];
  return [];
}

import type { Acquisition } from '../../../core/acquisition/index.ts';
import type { ComparedStudy, Comparison, FurtherFacts } from '../../../core/compliance/index.ts';

/** A study to compare. Slices lie straight unless said otherwise. */
export function aComparedStudy(
  acquisitions: readonly Acquisition[],
  differing: Partial<ComparedStudy> = {},
  facts: Partial<FurtherFacts> = {},
): ComparedStudy {
  return {
    studyInstanceUid: '1.2',
    studyDate: '2025-01-01',
    acquisitions,
    furtherFacts: new Map(
      acquisitions.map(({ id }) => [
        id,
        { deviceSerial: '1', receiveCoil: 'Head_32', sliceNormal: [0, 0, 1], ...facts },
      ]),
    ),
    ...differing,
  };
}

/** What is not met or cannot be told, as "status constraint sequence: then → now (weight)". */
export function differencesOf({ findings }: Pick<Comparison, 'findings'>): readonly string[] {
  return findings
    .filter(({ status }) => status !== 'met')
    .map(
      ({ status, constraint, sequence, prior, observed, weight }) =>
        `${status} ${constraint} ${sequence}: ${String(prior)} → ${String(observed)} (${weight})`,
    );
}

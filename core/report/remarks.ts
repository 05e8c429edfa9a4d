import type { GroupedRequirement } from './requirementGroups.ts';
import { indicationWord } from './words.ts';

/**
 * Why a requirement is not met or cannot be judged, where no acquisition came near: there, the remedy says it. Also why it is met where
 * no acquisition of the study can be named: by another study.
 */
export function reasonsOf({ findings, nearest, status, satisfiedBy }: GroupedRequirement): readonly string[] {
  if (status === 'met' && satisfiedBy.length === 0) {
    return distinct(findings.flatMap(({ constraint, note }) => (constraint === 'imaged' ? (note ?? []) : [])));
  }
  if (status === 'met' || nearest !== null) return [];
  return distinct(findings.flatMap((finding) => (finding.status === 'met' ? [] : (finding.note ?? []))));
}

/** What is remarked on the acquisitions that satisfied it, and why an indication asks at another level than usual. */
export function remarksOf({ findings, satisfiedBy, status, demands }: GroupedRequirement): readonly string[] {
  const remarked = findings.filter(
    ({ remark, acquisition }) => remark && (acquisition === null || satisfiedBy.includes(acquisition)),
  );
  return distinct([
    ...(status === 'met' ? remarked.flatMap(({ note }) => note ?? []) : []),
    ...demands.flatMap(({ indication, exception }) =>
      exception === null ? [] : `${indicationWord(indication)}: ${exception}`,
    ),
  ]);
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

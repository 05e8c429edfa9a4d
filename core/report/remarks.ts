import type { GroupedRequirement } from './requirementGroups.ts';

/**
 * What is said beside a requirement's status: the remarks of the acquisitions that satisfied it; and where there is no
 * nearest acquisition whose remedy says it already, why it is not met or cannot be judged.
 */
export function remarksOf({ findings, satisfiedBy, nearest, status }: GroupedRequirement): readonly string[] {
  const worthSaying = findings.filter((finding) => {
    if (status === 'met') {
      return finding.remark && (finding.acquisition === null || satisfiedBy.includes(finding.acquisition));
    }
    return nearest === null && finding.status !== 'met';
  });
  return [...new Set(worthSaying.flatMap(({ note }) => note ?? []))];
}

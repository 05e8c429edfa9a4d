import type { Outcome, RequirementVerdict, Verdict } from '../compliance/index.ts';
import type { ExamRegion, Indication, Level, Verification } from '../protocol/index.ts';

/**
 * The verdicts of one protocol and region, for reading. A study is judged for each indication, and the same
 * acquisition answers the same requirement each time: said once, with the demand that each indication makes.
 */
export type VerdictGroup = {
  readonly protocol: string;
  readonly revision: number;
  readonly region: ExamRegion | null;
  readonly outcomes: readonly { readonly indication: Indication | null; readonly outcome: Outcome }[];
  readonly requirements: readonly GroupedRequirement[];
};

export type GroupedRequirement = Pick<
  RequirementVerdict,
  'id' | 'title' | 'status' | 'satisfiedBy' | 'nearest' | 'findings'
> & { readonly demands: readonly GroupedDemand[] };

export type GroupedDemand = {
  readonly indication: Indication | null;
  readonly level: Level;
  readonly verification: Verification;
  readonly citation: string;
};

/** Groups in the order in which their first verdict comes; requirements in the order of their protocol. */
export function groupVerdicts(verdicts: readonly Verdict[]): readonly VerdictGroup[] {
  const byEditionAndRegion = Map.groupBy(verdicts, (v) => JSON.stringify([v.protocol, v.revision, v.region]));
  return [...byEditionAndRegion.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        protocol: first.protocol,
        revision: first.revision,
        region: first.region,
        outcomes: group.map(({ indication, outcome }) => ({ indication, outcome })),
        requirements: groupRequirements(group),
      },
    ];
  });
}

function groupRequirements(verdicts: readonly Verdict[]): readonly GroupedRequirement[] {
  const entries = verdicts.flatMap(({ indication, requirements }) =>
    requirements.map((requirement) => ({ indication, requirement })),
  );
  const alike = Map.groupBy(entries, ({ requirement: { id, title, status, satisfiedBy, nearest, findings } }) =>
    JSON.stringify([id, title, status, satisfiedBy, nearest, findings]),
  );
  const order = entries.map(({ requirement }) => requirement.id);
  const grouped = [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { id, title, status, satisfiedBy, nearest, findings } = first.requirement;
    const demands = same.map(({ indication, requirement: { level, verification, citation } }) => ({
      indication,
      level,
      verification,
      citation,
    }));
    return [{ id, title, status, satisfiedBy, nearest, findings, demands }];
  });
  return grouped.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

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
  /** Why the level is another one than the indication has as a rule; `null` where it is the rule. */
  readonly exception: string | null;
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
    requirements.map((requirement) => withDemand(requirement, indication)),
  );
  const alike = Map.groupBy(entries, ({ answer, demand }) => JSON.stringify([answer, demand.level === 'discouraged']));
  const order = entries.map(({ answer }) => answer.id);
  return [...alike.values()]
    .flatMap((same) => same.slice(0, 1).map(({ answer }) => ({ ...answer, demands: same.map(({ demand }) => demand) })))
    .sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

/** Takes what an indication asks apart from how the acquisitions answer it. */
function withDemand(
  { level, verification, citation, findings, ...answer }: RequirementVerdict,
  indication: Indication | null,
): { readonly answer: Omit<GroupedRequirement, 'demands'>; readonly demand: GroupedDemand } {
  const exception = findings.find(
    ({ constraint, status }) => ['unless', 'when'].includes(constraint) && status === 'met',
  );
  return {
    answer: { ...answer, findings: findings.filter((finding) => finding !== exception) },
    demand: { indication, level, verification, citation, exception: exception?.note ?? null },
  };
}

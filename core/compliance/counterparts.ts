import { ascending } from './ascending.ts';
import type { ComparisonFinding } from './comparison.ts';
import { isRecognised, sameKind } from './matchAcquisitions.ts';
import type { Compared } from './propertyComparison.ts';
import type { Status } from './verdict.ts';

export type CounterpartsInput = {
  readonly now: readonly Compared[];
  readonly then: readonly Compared[];
  /** Objects that could not be read and may be what is missing. */
  readonly unreadNow: number;
  readonly unreadThen: number;
};

/**
 * For each sequence of a region that one study has and the other lacks, or may lack: that nothing can be compared. A remark, since what
 * both have may still be compared.
 */
export function counterparts({ now, then, unreadNow, unreadThen }: CounterpartsInput): readonly ComparisonFinding[] {
  return [
    ...lacking(now, then, unreadThen).map((each) => finding(each, 'now')),
    ...lacking(then, now, unreadNow).map((each) => finding(each, 'then')),
  ].sort((a, b) => ascending(sortKey(a), sortKey(b)));
}

type Lacking = { readonly those: readonly Compared[]; readonly status: Status };

function lacking(ours: readonly Compared[], theirs: readonly Compared[], unread: number): readonly Lacking[] {
  const kinds = Map.groupBy(
    ours.filter(isRecognised),
    ({ acquisition: { sequence, region } }) => `${region} ${sequence}`,
  );
  return [...kinds.values()].flatMap((those) => {
    const answers = theirs.flatMap((other) => those.map((one) => sameKind(one, other)));
    if (answers.includes('yes')) return [];
    return [{ those, status: answers.includes('maybe') || unread > 0 ? 'cannot-tell' : 'not-met' }];
  });
}

function finding({ those, status }: Lacking, side: 'now' | 'then'): ComparisonFinding {
  const ids = those.map(({ acquisition }) => acquisition.id).sort();
  const [name = null] = those.map(({ acquisition }) => acquisition.sequence);
  const other = side === 'now' ? 'the earlier study' : 'this study';
  return {
    constraint: 'counterpart',
    sequence: name,
    acquisitions: side === 'now' ? ids : [],
    priorAcquisitions: side === 'then' ? ids : [],
    status,
    observed: side === 'now' ? true : status === 'not-met' ? false : null,
    prior: side === 'then' ? true : status === 'not-met' ? false : null,
    change: null,
    limit: { same: true },
    unit: null,
    weight: 'remark',
    atRisk: [],
    evidence: [],
    note:
      status === 'not-met'
        ? `${other} has none of this region to compare it with`
        : `whether ${other} has one of this region to compare it with cannot be told`,
  };
}

function sortKey({ sequence, acquisitions, priorAcquisitions }: ComparisonFinding): string {
  return `${sequence} ${acquisitions.join()} ${priorAcquisitions.join()}`;
}

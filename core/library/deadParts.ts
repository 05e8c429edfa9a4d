import type { Ask, Protocol, Requirement } from '../protocol/index.ts';
import { implies } from './implies.ts';
import { whyUnreachable } from './whyUnreachable.ts';

type Path = readonly (string | number)[];

/** A part of a file that can never matter, where it stands, and how to mend it. */
export type DeadPart = { readonly path: Path; readonly problem: string };

/** Alternatives that are never needed, asks that nothing can meet, conditions that change nothing. */
export function deadParts(protocol: Protocol): readonly DeadPart[] {
  return protocol.requirements.flatMap((requirement, index) => {
    const at = ['requirements', index] as const;
    return [
      ...deadIn(requirement.asks, [...at, 'asks'], protocol, requirement),
      ...deadCondition(requirement, [...at, 'onlyWhere'], protocol),
      ...Object.entries(requirement.indications).flatMap(
        ([indication, { level, verification, unless, when, verifiedPart }]) => {
          const here = [...at, 'indications', indication];
          const same = (what: string) =>
            `${what} leaves the level at "${level}", so it changes nothing: remove it or give another level`;
          return [
            ...(unless?.level === level ? [{ path: [...here, 'unless'], problem: same('unless') }] : []),
            ...(when?.level === level ? [{ path: [...here, 'when'], problem: same('when') }] : []),
            ...(unless === undefined ? [] : deadIn(unless.ask, [...here, 'unless', 'ask'], protocol, requirement)),
            ...(verifiedPart !== undefined && verification === 'pending'
              ? [
                  {
                    path: [...here, 'verifiedPart'],
                    problem:
                      'all of a pending demand is pending: remove verifiedPart, or say how the part was verified',
                  },
                ]
              : []),
          ];
        },
      ),
    ];
  });
}

function deadCondition(requirement: Requirement, path: Path, protocol: Protocol): readonly DeadPart[] {
  const { asks, onlyWhere } = requirement;
  if (onlyWhere === undefined) return [];
  const isAlwaysMet = implies(onlyWhere, asks);
  const problem = 'whatever meets this meets what is asked, so nothing can be missing: remove it, or ask for more';
  return [...(isAlwaysMet ? [{ path, problem }] : []), ...deadIn(onlyWhere, path, protocol, requirement)];
}

function deadIn(ask: Ask, path: Path, protocol: Protocol, requirement: Requirement): readonly DeadPart[] {
  const alternatives = alternativesOf(ask, path);
  if (alternatives.length > 1) {
    return [
      ...neverNeeded(alternatives),
      ...alternatives.flatMap((each) => deadIn(each.ask, each.path, protocol, requirement)),
    ];
  }
  switch (ask.kind) {
    case 'one':
    case 'every': {
      const why = whyUnreachable(ask, protocol, requirement);
      return why === null ? [] : [{ path, problem: `nothing can meet this: ${why}` }];
    }
    case 'anyOf':
    case 'atLeast':
      return ask.of.flatMap((place, index) => deadIn(place, [...path, 'of', index], protocol, requirement));
    case 'imaged':
      return ask.region === requirement.region
        ? [
            {
              path: [...path, 'region'],
              problem: `the ${ask.region} is always imaged where it is judged: name another region`,
            },
          ]
        : [];
  }
}

/** One of several things that would do, also where alternatives are alternatives of others: "2.1" is the first within the second. */
type Alternative = { readonly ask: Ask; readonly path: Path; readonly number: string };

function alternativesOf(ask: Ask, path: Path, number = ''): readonly Alternative[] {
  const isChoice = ask.kind === 'anyOf' || (ask.kind === 'atLeast' && ask.count === 1);
  if (!isChoice) return [{ ask, path, number }];
  return ask.of.flatMap((each, index) =>
    alternativesOf(each, [...path, 'of', index], [number, index + 1].filter((part) => part !== '').join('.')),
  );
}

function neverNeeded(alternatives: readonly Alternative[]): readonly DeadPart[] {
  return alternatives.flatMap(({ ask, path }, place): readonly DeadPart[] => {
    const wider = alternatives.find(
      (other, index) => index !== place && implies(ask, other.ask) && (index < place || !implies(other.ask, ask)),
    );
    if (wider === undefined) return [];
    const problem = `this alternative is never needed: whatever meets it meets alternative ${wider.number} too; remove one of the two`;
    return [{ path, problem }];
  });
}

import type { Acquisition } from '../acquisition/index.ts';
import { evaluateStudy, regionInWords, sequenceInWords } from '../compliance/index.ts';
import type {
  Ask,
  CategoryConstraint,
  Constraint,
  NumericConstraint,
  NumericProperty,
  OneAcquisition,
  Protocol,
  Requirement,
} from '../protocol/index.ts';
import { exampleStudy } from './exampleStudy.ts';

/** A part of a file that can never matter, where it stands, and how to mend it. */
export type DeadPart = { readonly path: readonly (string | number)[]; readonly problem: string };

/** Alternatives that are never needed, asks that nothing can meet, conditions that change nothing. */
export function deadParts(protocol: Protocol): readonly DeadPart[] {
  return protocol.requirements.flatMap((requirement, index) => {
    const at = ['requirements', index] as const;
    return [
      ...deadIn(requirement.asks, [...at, 'asks'], protocol, requirement),
      ...Object.entries(requirement.indications).flatMap(
        ([indication, { level, verification, unless, when, verifiedPart }]) => {
          const here = [...at, 'indications', indication];
          const same = (what: string) =>
            `${what} leaves the level at "${level}", so it changes nothing: remove it or give another level`;
          return [
            ...(unless?.level === level ? [{ path: [...here, 'unless'], problem: same('unless') }] : []),
            ...(when?.level === level ? [{ path: [...here, 'when'], problem: same('when') }] : []),
            ...(unless === undefined ? [] : deadIn(unless.ask, [...here, 'unless', 'ask'], protocol, requirement)),
            ...(unless?.without === undefined
              ? []
              : deadIn(unless.without, [...here, 'unless', 'without'], protocol, requirement)),
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

function deadIn(
  ask: Ask,
  path: readonly (string | number)[],
  protocol: Protocol,
  requirement: Requirement,
): readonly DeadPart[] {
  switch (ask.kind) {
    case 'one': {
      const why = whyUnreachable(ask, protocol, requirement);
      return why === null ? [] : [{ path, problem: `nothing can meet this: ${why}` }];
    }
    case 'anyOf':
      return [
        ...ask.of.flatMap((branch, index): readonly DeadPart[] => {
          const wider = ask.of.findIndex(
            (other, place) => place !== index && implies(branch, other) && (place < index || !implies(other, branch)),
          );
          if (wider < 0) return [];
          const problem = `this alternative is never needed: whatever meets it meets alternative ${wider + 1} too; remove one of the two`;
          return [{ path: [...path, 'of', index], problem }];
        }),
        ...ask.of.flatMap((branch, index) => deadIn(branch, [...path, 'of', index], protocol, requirement)),
      ];
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
    case 'every':
      return [];
  }
}

/** Whether whatever meets `a` meets `b`. */
function implies(a: Ask, b: Ask): boolean {
  if (a.kind !== 'one' || b.kind !== 'one') return JSON.stringify(a) === JSON.stringify(b);
  const isOfThem = a.sequence.every((sequence) => b.sequence.includes(sequence));
  const isAllowed = a.derived !== true || b.derived === true;
  return (
    isOfThem && isAllowed && b.constraints.every((wanted) => a.constraints.some((given) => isAsStrict(given, wanted)))
  );
}

function isAsStrict(given: Constraint, wanted: Constraint): boolean {
  if (given.property !== wanted.property) return false;
  if ('unit' in given && 'unit' in wanted) {
    const max = (each: NumericConstraint) => each.tolerated?.max ?? each.max ?? Infinity;
    const min = (each: NumericConstraint) => each.tolerated?.min ?? each.min ?? -Infinity;
    return max(given) <= max(wanted) && min(given) >= min(wanted);
  }
  if ('unit' in given || 'unit' in wanted) return false;
  const allowed: readonly (string | boolean)[] = wanted.oneOf;
  return given.oneOf.every((value) => allowed.includes(value));
}

/** Tries the best acquisition that the ask describes; why even that one fails, or null. */
function whyUnreachable(ask: OneAcquisition, protocol: Protocol, requirement: Requirement): string | null {
  for (const sequence of ask.sequence) {
    const probe: Protocol = {
      ...protocol,
      requirements: [
        {
          ...requirement,
          asks: { ...ask, sequence: [sequence] },
          indications: { diagnosis: { level: 'required', verification: 'primary', citation: 'probe' } },
        },
      ],
    };
    const study = bestAcquisition({ ...ask, sequence: [sequence] }, requirement);
    const [verdict] = evaluateStudy(study, probe, { regions: [requirement.region], indications: ['diagnosis'] });
    const [answer] = verdict?.requirements ?? [];
    if (answer?.status === 'met') continue;
    const unmet = answer?.findings.find(({ status, limit }) => status !== 'met' && Object.keys(limit).length > 0);
    if (unmet !== undefined)
      return `its demands on ${unmet.constraint} contradict each other, the region or what can be known`;
    return sequence === 'ADC'
      ? 'ADC is always a derived image: say derived: true'
      : `no ${sequenceInWords(sequence)} that it describes is of ${regionInWords(requirement.region)}`;
  }
  return null;
}

function bestAcquisition(ask: OneAcquisition, { region }: Requirement): readonly Acquisition[] {
  const limit = (property: NumericProperty): number | undefined => {
    const numeric = ask.constraints.filter(
      (each): each is NumericConstraint => 'unit' in each && each.property === property,
    );
    const bounds = numeric.flatMap(({ max, min }) => max ?? min ?? []);
    return bounds.length === 0 ? undefined : Math.min(...bounds);
  };
  const thickness = limit('sliceThickness') ?? 1;
  const percent = limit('sliceGapPercent');
  const gaps = [limit('sliceGap'), percent === undefined ? undefined : (percent * thickness) / 100].filter(
    (each) => each !== undefined,
  );
  const gap = gaps.length === 0 ? 0 : Math.min(...gaps);
  const spacing = Math.min(limit('sliceSpacing') ?? Infinity, thickness + gap);
  const inPlane = limit('inPlaneResolution') ?? 1;
  const [study] = exampleStudy(
    [
      {
        sequence: ask.sequence[0] ?? 'OTHER',
        thickness,
        spacing,
        inPlane,
        pixels: limit('pixelSpacing') ?? inPlane,
        field: limit('fieldStrength') ?? 3,
        coverage: limit('coverage') ?? 150,
        delay: limit('contrastDelay') ?? null,
        derived: ask.sequence[0] === 'ADC',
      },
    ],
    region,
  );
  return study === undefined ? [] : [ask.constraints.reduce(withCategory, study)];
}

function withCategory(acquisition: Acquisition, constraint: Constraint): Acquisition {
  if ('unit' in constraint) return acquisition;
  const current = acquisition[constraint.property];
  const allowed: CategoryConstraint['oneOf'] = constraint.oneOf;
  const isGood = allowed.some((value) => value === current);
  return isGood ? acquisition : { ...acquisition, [constraint.property]: allowed[0] };
}

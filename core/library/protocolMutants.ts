import type { Sequence } from '../acquisition/index.ts';
import {
  type Ask,
  type CategoryConstraint,
  type Constraint,
  type Demand,
  type Example,
  type Indication,
  indications,
  levels,
  type NumericConstraint,
  type OneAcquisition,
  type Protocol,
  type Requirement,
  verifications,
} from '../protocol/index.ts';
import { brokenExamples } from './checkExamples.ts';
import { implies } from './implies.ts';

/** A protocol with one thing changed in one place, where the file itself may name it once for many. */
export type ProtocolMutant = {
  readonly requirement: string;
  /** Index of the requirement in the file. */
  readonly index: number;
  /** "asks, 2nd of anyOf: sliceThickness max 3 → 3.1" */
  readonly what: string;
  readonly protocol: Protocol;
};

/**
 * Every limit a little higher, a little lower, and the other way round; every level and verification as every other; every count and word;
 * every plane, region, sequence and the like that is not asked for, asked for as well.
 */
export function protocolMutants(protocol: Protocol): readonly ProtocolMutant[] {
  return protocol.requirements.flatMap((requirement, index) =>
    requirementMutants(requirement).map(({ what, changed }) => ({
      requirement: requirement.id,
      index,
      what,
      protocol: { ...protocol, requirements: protocol.requirements.with(index, changed) },
    })),
  );
}

/** The mutants that no example of the file notices. */
export function survivors(protocol: Protocol, examples: readonly Example[]): readonly ProtocolMutant[] {
  const byRequirement = Map.groupBy(examples, ({ requirement }) => requirement);
  return protocolMutants(protocol).filter((mutant) => {
    const concerned = byRequirement.get(mutant.requirement) ?? [];
    return !concerned.some((example) => brokenExamples(mutant.protocol, [example]).length > 0);
  });
}

type Mutant<T> = { readonly what: string; readonly changed: T };

function requirementMutants(requirement: Requirement): readonly Mutant<Requirement>[] {
  const { onlyWhere, ...always } = requirement;
  return [
    ...inside('asks', askMutants(requirement.asks), (asks) => ({ ...requirement, asks })),
    ...(onlyWhere === undefined
      ? []
      : [
          { what: 'asked everywhere', changed: always },
          ...inside('onlyWhere', askMutants(onlyWhere), (ask): Requirement => ({ ...requirement, onlyWhere: ask })),
        ]),
    ...indications.flatMap((indication) => {
      const demand = requirement.indications[indication];
      if (demand === undefined) return [];
      const put = (changed: Demand) => withDemand(requirement, indication, changed);
      return inside(indication, demandMutants(demand), put);
    }),
  ];
}

function withDemand(requirement: Requirement, indication: Indication, demand: Demand): Requirement {
  return { ...requirement, indications: { ...requirement.indications, [indication]: demand } };
}

function demandMutants(demand: Demand): readonly Mutant<Demand>[] {
  const { verifiedPart, unless, when } = demand;
  return [
    ...levelMutants(demand),
    ...verificationMutants(demand),
    ...(verifiedPart === undefined
      ? []
      : inside('verifiedPart', askMutants(verifiedPart), (ask): Demand => ({ ...demand, verifiedPart: ask }))),
    ...(unless === undefined
      ? []
      : [
          ...inside('unless', levelMutants(unless), (changed): Demand => ({ ...demand, unless: changed })),
          ...inside('unless', askMutants(unless.ask), (ask): Demand => ({ ...demand, unless: { ...unless, ask } })),
        ]),
    ...(when === undefined
      ? []
      : inside('when', levelMutants(when), (changed): Demand => ({ ...demand, when: changed }))),
  ];
}

/** Whether what is missing is a fault hangs on this as much as on the level. */
function verificationMutants(demand: Demand): readonly Mutant<Demand>[] {
  const { verifiedPart, ...whole } = demand;
  return [
    ...verifications
      .filter((verification) => verification !== demand.verification)
      .map((verification) => ({
        what: `verification ${demand.verification} → ${verification}`,
        changed: { ...demand, verification },
      })),
    ...(verifiedPart === undefined ? [] : [{ what: 'all of it verified', changed: whole }]),
  ];
}

function levelMutants<T extends { readonly level: Demand['level'] }>(holder: T): readonly Mutant<T>[] {
  return levels
    .filter((level) => level !== holder.level)
    .map((level) => ({ what: `level ${holder.level} → ${level}`, changed: { ...holder, level } }));
}

/** `sequences`: all that the ask is about. That no other one is asked for is held by a test of the files, for all at once. */
function askMutants(ask: Ask, sequences: readonly Sequence[] = sequencesOf(ask)): readonly Mutant<Ask>[] {
  switch (ask.kind) {
    case 'one':
      return [
        ...constraintListMutants(ask.constraints).map(({ what, changed }) => ({
          what: `${ask.sequence.join(' or ')}: ${what}`,
          changed: { ...ask, constraints: changed },
        })),
        ...without(ask.sequence).map(({ what, changed }) => ({ what, changed: { ...ask, sequence: changed } })),
        ...sequences
          .filter((sequence) => !ask.sequence.includes(sequence))
          .map((sequence) => ({
            what: `${ask.sequence.join(' or ')}: also ${sequence}`,
            changed: { ...ask, sequence: [...ask.sequence, sequence] },
          })),
        // That nothing else takes derived images is held by a test of the files, for all at once.
        ...(ask.derived === true
          ? [{ what: `${ask.sequence.join(' or ')}: derived → not`, changed: { ...ask, derived: false } }]
          : []),
      ];
    case 'every':
      return constraintListMutants(ask.constraints).map(({ what, changed }) => ({
        what,
        changed: { ...ask, constraints: changed },
      }));
    case 'anyOf':
    case 'atLeast':
      return [
        ...ask.of.flatMap((each, index) =>
          inside(
            `${index + 1}. of ${ask.kind}`,
            askMutants(each, sequences).filter(
              ({ changed }) => ask.kind === 'atLeast' || !isInOthers(changed, each, ask),
            ),
            (changed) => ({ ...ask, of: ask.of.with(index, changed) }),
          ),
        ),
        ...without(ask.of.map((each, index) => ({ each, index }))).map(({ changed }) => ({
          what: `${ask.kind} of ${changed.length} instead of ${ask.of.length}`,
          changed: { ...ask, of: changed.map(({ each }) => each) },
        })),
        ...(ask.kind === 'atLeast' ? countMutants(ask) : []),
      ];
    case 'imaged':
      return [-1, 1].map((step) => ({
        what: `within ${ask.withinDays} → ${ask.withinDays + step} days`,
        changed: { ...ask, withinDays: ask.withinDays + step },
      }));
  }
}

function sequencesOf(ask: Ask): readonly Sequence[] {
  if (ask.kind === 'anyOf' || ask.kind === 'atLeast') return [...new Set(ask.of.flatMap(sequencesOf))];
  return ask.kind === 'one' ? ask.sequence : [];
}

/** Whether what an alternative now lets in besides is what another one lets in anyway: that changes nothing. */
function isInOthers(changed: Ask, alternative: Ask, whole: Ask): boolean {
  return implies(alternative, changed) && oneValueEach(changed).every((each) => implies(each, whole));
}

/** The asks of one sequence, one plane and so on that it takes together. */
function oneValueEach(ask: Ask): readonly Ask[] {
  if (ask.kind !== 'one') return [ask];
  return ask.constraints.reduce<readonly OneAcquisition[]>(
    (sofar, constraint, index) => {
      if (isNumeric(constraint)) return sofar;
      return constraint.oneOf.flatMap((value) =>
        sofar.map((each) => ({ ...each, constraints: each.constraints.with(index, withOnly(constraint, [value])) })),
      );
    },
    ask.sequence.map((sequence) => ({ ...ask, sequence: [sequence] })),
  );
}

function withOnly(constraint: CategoryConstraint, oneOf: readonly (string | boolean)[]): CategoryConstraint {
  // Its own values, or others of its property.
  return { ...constraint, oneOf } as CategoryConstraint;
}

function countMutants(ask: Extract<Ask, { kind: 'atLeast' }>): readonly Mutant<Ask>[] {
  return [-1, 1]
    .map((step) => ask.count + step)
    .filter((count) => count > 0 && count <= ask.of.length)
    .map((count) => ({ what: `at least ${ask.count} → ${count}`, changed: { ...ask, count } }));
}

function constraintListMutants(constraints: readonly Constraint[]): readonly Mutant<readonly Constraint[]>[] {
  return constraints.flatMap((constraint, index) => [
    { what: `${constraint.property} not asked`, changed: constraints.toSpliced(index, 1) },
    ...(isNumeric(constraint)
      ? limitMutants(constraint).map(({ what, changed }) => ({ what, changed: constraints.with(index, changed) }))
      : categoryMutants(constraint).map(({ what, changed }) => ({ what, changed: constraints.with(index, changed) }))),
  ]);
}

/** Each value that does not do, as one that does too, and each that does as one that does not. */
function categoryMutants(constraint: CategoryConstraint): readonly Mutant<CategoryConstraint>[] {
  const asked: readonly (string | boolean)[] = constraint.oneOf;
  const said = (what: string) => `${constraint.property} ${what}`;
  return [
    ...values[constraint.property]
      .filter((value) => !asked.includes(value))
      .map((value) => ({ what: said(`also ${value}`), changed: withOnly(constraint, [...asked, value]) })),
    ...without(asked).map(({ what, changed }) => ({ what: said(what), changed: withOnly(constraint, changed) })),
  ];
}

/** What is not known is never asked for; that no oblique plane is, a test of the files holds, for all at once. */
const values: Readonly<Record<CategoryConstraint['property'], readonly (string | boolean)[]>> = {
  dimension: ['2D', '3D'],
  plane: ['axial', 'sagittal', 'coronal'],
  contrastEnhanced: ['yes', 'no'],
  fatSuppressed: [true, false],
  region: ['cervical-cord', 'thoracic-cord', 'whole-cord'],
};

function isNumeric(constraint: Constraint): constraint is NumericConstraint {
  return 'unit' in constraint;
}

/** Steps a little larger than what tolerances allow. */
const steps: Readonly<Record<NumericConstraint['unit'], number>> = { mm: 0.1, T: 0.1, '%': 2, min: 0.1 };

function limitMutants(constraint: NumericConstraint): readonly Mutant<NumericConstraint>[] {
  const step = steps[constraint.unit];
  const { max, min, tolerated, ...rest } = constraint;
  const said = (what: string) => `${constraint.property} ${what}`;
  const moved = (value: number, by: number) => Math.round((value + by) * 1000) / 1000;
  return [
    ...(['max', 'min'] as const).flatMap((direction) => {
      const value = constraint[direction];
      if (value === undefined) return [];
      return [-step, step].map((by) => ({
        what: said(`${direction} ${value} → ${moved(value, by)}`),
        changed: { ...constraint, [direction]: moved(value, by) },
      }));
    }),
    {
      what: said('the other way round'),
      changed: { ...rest, ...(max === undefined ? {} : { min: max }), ...(min === undefined ? {} : { max: min }) },
    },
    ...(tolerated?.max === undefined
      ? []
      : [-step, step].map((by) => ({
          what: said(`tolerated max ${tolerated.max} → ${moved(tolerated.max ?? 0, by)}`),
          changed: { ...constraint, tolerated: { ...tolerated, max: moved(tolerated.max ?? 0, by) } },
        }))),
    ...(tolerated === undefined
      ? []
      : [{ what: said('nothing tolerated'), changed: { ...rest, ...limits({ max, min }) } }]),
  ];
}

function limits({ max, min }: { readonly max: number | undefined; readonly min: number | undefined }) {
  return { ...(max === undefined ? {} : { max }), ...(min === undefined ? {} : { min }) };
}

/** The list without each of its entries, where more than one is left or there were several. */
function without<T>(list: readonly T[]): readonly Mutant<readonly T[]>[] {
  if (list.length < 2) return [];
  return list.map((entry, index) => ({ what: `without ${String(entry)}`, changed: list.toSpliced(index, 1) }));
}

function inside<Part, Whole>(
  where: string,
  mutants: readonly Mutant<Part>[],
  put: (part: Part) => Whole,
): readonly Mutant<Whole>[] {
  return mutants.map(({ what, changed }) => ({ what: `${where}, ${what}`, changed: put(changed) }));
}

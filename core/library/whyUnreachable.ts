import { type Acquisition, type Sequence, sequenceInWords } from '../acquisition/index.ts';
import { evaluateStudy, regionInWords } from '../compliance/index.ts';
import type {
  CategoryConstraint,
  Constraint,
  EveryAcquisition,
  NumericConstraint,
  NumericProperty,
  OneAcquisition,
  Protocol,
  Requirement,
} from '../protocol/index.ts';
import { exampleStudy } from './exampleStudy.ts';

/** What a series may be recognised as, and no guideline can ask for. */
const neverAsked: Readonly<Partial<Record<Sequence, string>>> = {
  LOCALIZER: 'a LOCALIZER only finds the way and answers no requirement',
  OTHER: 'OTHER is what answers no requirement',
  UNKNOWN: 'UNKNOWN is what was not recognised, which may be anything',
};

/** Tries the best acquisition that the ask describes; why even that one fails, or null. */
export function whyUnreachable(
  ask: OneAcquisition | EveryAcquisition,
  protocol: Protocol,
  requirement: Requirement,
): string | null {
  if (ask.kind === 'every') return whyNotMet(ask, 'T2w', protocol, requirement);
  for (const sequence of ask.sequence) {
    const why = neverAsked[sequence];
    const reason =
      why === undefined
        ? whyNotMet({ ...ask, sequence: [sequence] }, sequence, protocol, requirement)
        : `${why}; name another sequence`;
    if (reason !== null) return reason;
  }
  return null;
}

function whyNotMet(
  ask: OneAcquisition | EveryAcquisition,
  sequence: Sequence,
  protocol: Protocol,
  requirement: Requirement,
): string | null {
  const { onlyWhere: _condition, ...always } = requirement;
  const probe: Protocol = {
    ...protocol,
    requirements: [
      {
        ...always,
        asks: ask,
        indications: { diagnosis: { level: 'required', verification: 'primary', citation: 'probe' } },
      },
    ],
  };
  const study = bestAcquisition(ask.constraints, sequence, requirement);
  const [verdict] = evaluateStudy(study, probe, { regions: [requirement.region], indications: ['diagnosis'] });
  const [answer] = verdict?.requirements ?? [];
  if (answer?.status === 'met') return null;
  const unmet = answer?.findings.find(({ status, limit }) => status !== 'met' && Object.keys(limit).length > 0);
  if (unmet !== undefined) {
    return `its demands on ${unmet.constraint} contradict each other, the region or what can be known`;
  }
  if (ask.kind === 'every') return `no acquisition that it describes is of ${regionInWords(requirement.region)}`;
  return sequence === 'ADC'
    ? 'ADC is always a derived image: say derived: true'
    : `no ${sequenceInWords(sequence)} that it describes is of ${regionInWords(requirement.region)}`;
}

function bestAcquisition(
  constraints: readonly Constraint[],
  sequence: Sequence,
  { region }: Requirement,
): readonly Acquisition[] {
  const limit = (property: NumericProperty) => best(constraints, property);
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
        sequence,
        thickness,
        spacing,
        inPlane,
        pixels: limit('pixelSpacing') ?? inPlane,
        field: limit('fieldStrength') ?? 3,
        coverage: limit('coverage') ?? 150,
        delay: limit('contrastDelay') ?? null,
        derived: sequence === 'ADC',
      },
    ],
    region,
  );
  return study === undefined ? [] : [constraints.reduce(withCategory, study)];
}

/** The value that meets every limit on a property, if any does. */
function best(constraints: readonly Constraint[], property: NumericProperty): number | undefined {
  const limits = constraints.filter((each): each is NumericConstraint => 'unit' in each && each.property === property);
  const [most, least] = [limits.flatMap(({ max }) => max ?? []), limits.flatMap(({ min }) => min ?? [])];
  if (most.length > 0) return Math.min(...most);
  return least.length > 0 ? Math.max(...least) : undefined;
}

function withCategory(acquisition: Acquisition, constraint: Constraint): Acquisition {
  if ('unit' in constraint) return acquisition;
  const current = acquisition[constraint.property];
  const allowed: CategoryConstraint['oneOf'] = constraint.oneOf;
  const isGood = allowed.some((value) => value === current);
  return isGood ? acquisition : { ...acquisition, [constraint.property]: allowed[0] };
}

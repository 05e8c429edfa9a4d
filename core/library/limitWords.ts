import { sequenceInWords } from '../acquisition/index.ts';
import type {
  Ask,
  Constraint,
  ExamRegion,
  NumericConstraint,
  NumericProperty,
  OneAcquisition,
} from '../protocol/index.ts';

const names: Readonly<Record<NumericProperty, string>> = {
  fieldStrength: 'field strength',
  sliceThickness: 'slice thickness',
  sliceSpacing: 'distance of slice centres',
  sliceGap: 'slice gap',
  sliceGapPercent: 'slice gap',
  inPlaneResolution: 'in-plane resolution',
  pixelSpacing: 'reconstructed pixel',
  coverage: 'coverage',
  contrastDelay: 'time since the injection',
};

const categoryNames = {
  dimension: '2D or 3D',
  plane: 'plane',
  contrastEnhanced: 'contrast',
  fatSuppressed: 'fat suppression',
  region: 'part of the region',
} as const;

/** What a constraint is about and what it asks, apart: "slice gap" and "none". */
export type ConstraintWords = { readonly about: string; readonly asked: string };

/** A constraint as a neuroradiologist says it, in the words of its source where the file quotes them. */
export function constraintWords(constraint: Constraint): ConstraintWords {
  if ('unit' in constraint) return { about: names[constraint.property], asked: limitWords(constraint) };
  return { about: categoryNames[constraint.property], asked: constraint.oneOf.map(categoryWord).join(' or ') };
}

/** "3D FLAIR: slice thickness at most 1 mm, in-plane resolution at most 1 mm" */
export function oneInWords(ask: OneAcquisition): string {
  const words = ask.constraints.map(constraintWords);
  const limits = ask.constraints.flatMap((constraint, index) => {
    const said = words[index];
    return 'unit' in constraint && said !== undefined ? [`${said.about} ${said.asked}`] : [];
  });
  const kinds = ask.constraints.flatMap((constraint, index) =>
    'unit' in constraint ? [] : (words[index]?.asked ?? []),
  );
  const what = [ask.sequence.map(sequenceInWords).join(' or '), ...kinds].join(', ');
  const derived = ask.derived === true ? ' (also as a derived image)' : '';
  return `${what}${derived}${limits.length === 0 ? '' : `: ${limits.join(', ')}`}`;
}

/** An ask that holds no others. */
export type Leaf = Exclude<Ask, { kind: 'anyOf' | 'atLeast' }>;

export const regionNames: Readonly<Record<ExamRegion, string>> = {
  brain: 'Brain',
  cord: 'Spinal cord',
  orbit: 'Optic nerves',
};

/** What one acquisition, every acquisition or another examination is asked to be, with every limit. */
export function leafInWords(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'one':
      return oneInWords(leaf);
    case 'every':
      return `every acquisition: ${leaf.constraints
        .map(constraintWords)
        .map(({ about, asked }) => `${about} ${asked}`)
        .join(', ')}`;
    case 'imaged':
      return `examination of the ${regionNames[leaf.region].toLowerCase()}, here or within ${leaf.withinDays} days`;
  }
}

/** The source's words, and what is judged where they say more than a limit can. */
function limitWords({ property, max, min, unit, asWritten, tolerated }: NumericConstraint): string {
  const isNone = max === 0 && min === undefined && ['sliceGap', 'sliceGapPercent'].includes(property);
  const plain = [
    ...(min === undefined ? [] : [`at least ${min} ${unit}`]),
    ...(max === undefined ? [] : [`at most ${max} ${unit}`]),
  ].join(' and ');
  const beyond = tolerated?.max ?? tolerated?.min;
  const judged = isNone ? 'none' : plain;
  const words = asWritten === undefined ? judged : `${asWritten} (judged: ${judged})`;
  return `${words}${beyond === undefined ? '' : ` (up to ${beyond} ${unit} tolerated)`}`;
}

function categoryWord(value: string | boolean): string {
  if (value === true) return 'with fat suppression';
  if (value === false) return 'without fat suppression';
  return (
    { yes: 'after contrast', no: 'without contrast', unknown: 'contrast not known' }[value] ?? value.replace('-', ' ')
  );
}

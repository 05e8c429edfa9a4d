import { sequenceInWords } from '../acquisition/index.ts';
import type { Ask, ExamRegion, OneAcquisition } from '../protocol/index.ts';

/** What an ask wants, for a technologist: "sagittal 2D FLAIR", "3D FLAIR or sagittal 2D FLAIR and axial 2D FLAIR". */
export function askInWords(ask: Ask): string {
  switch (ask.kind) {
    case 'one':
      return oneInWords(ask);
    case 'every':
      return 'every acquisition';
    case 'anyOf':
      return oneOf(ask.of.map(askInWords));
    case 'atLeast':
      return someOf(ask.count, ask.of.map(askInWords));
    case 'imaged':
      return `examination of ${regionInWords(ask.region)}`;
  }
}

/** "the brain", "the spinal cord", "the optic nerves". */
export function regionInWords(region: ExamRegion): string {
  return { brain: 'the brain', cord: 'the spinal cord', orbit: 'the optic nerves' }[region];
}

/** Alternatives, each named once. */
export function oneOf(options: readonly string[]): string {
  return [...new Set(options)].join(' or ');
}

/** `count` of the options: all of them, one, or so many. */
export function someOf(count: number, options: readonly string[]): string {
  if (count >= options.length) return options.join(' and ');
  if (count === 1) return oneOf(options);
  return `${count} of: ${options.join(', ')}`;
}

/** "a sagittal 2D FLAIR and an axial 2D FLAIR" */
export function withArticle(words: string): string {
  if (words.includes(' of: ')) return words;
  return words
    .split(' and ')
    .map((each) => `${/^([aeio]|SWI)/i.test(each) ? 'an' : 'a'} ${each}`)
    .join(' and ');
}

function oneInWords({ sequence, constraints }: OneAcquisition): string {
  const isFatSuppressed = constraints
    .find((constraint) => constraint.property === 'fatSuppressed')
    ?.oneOf.every((value) => value);
  const isAfterContrast = constraints
    .find((constraint) => constraint.property === 'contrastEnhanced')
    ?.oneOf.every((value) => value === 'yes');
  return [
    constraints.find((constraint) => constraint.property === 'plane')?.oneOf.join(' or '),
    constraints.find((constraint) => constraint.property === 'dimension')?.oneOf.join(' or '),
    isFatSuppressed ? 'fat-suppressed' : undefined,
    sequence.map(sequenceInWords).join(' or '),
    isAfterContrast ? 'after contrast' : undefined,
  ]
    .filter((word) => word !== undefined)
    .join(' ');
}

import type { Sequence } from './acquisition.ts';
import { acquisitionPhysics } from './acquisitionPhysics.ts';
import { type Image, rounded, typicalText } from './image.ts';
import { type Clue, physicsClues } from './physicsClues.ts';
import { foldWords, sequenceWords } from './sequenceWords.ts';

export type SequenceRecognition = {
  readonly sequence: Sequence;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: readonly string[];
};

/** Less than this in favour of the best hypothesis is too little to name it. */
const leastWeight = 2;
/** Two hypotheses closer than this are too close to call. */
const leastMargin = 0.6;

/**
 * Recognises what one stack is. Every clue adds its weight to one hypothesis; the heaviest wins if it stands clear,
 * otherwise the answer is `UNKNOWN`. Physics weighs more than words.
 *
 * @param orientations how many directions the series was imaged in: three at once is a localizer's habit
 */
export function recogniseSequence(images: readonly Image[], orientations: number): SequenceRecognition {
  const physics = acquisitionPhysics(images);
  const clues = [
    ...physicsClues(physics),
    ...(orientations >= 3 && images.length <= 60 && !physics.imageType.has('PROJECTION IMAGE')
      ? [{ sequence: 'LOCALIZER', weight: 6, says: `${orientations} orientations in one short series` } as const]
      : []),
    ...wordClues(images).filter(({ sequence }) => sequence !== 'DIR' || physics.inversionRecovery !== false),
  ];
  const hypotheses = weigh(clues);
  const [best, second] = hypotheses;
  const evidence = clues.map((clue) => clue.says);
  if (best === undefined) {
    return { sequence: 'UNKNOWN', confidence: 0, evidence: ['nothing in the header says what it is'] };
  }
  const margin = best.weight - (second?.weight ?? 0);
  const confidence = confidenceOf(hypotheses);
  if (best.weight < leastWeight || margin <= leastMargin) {
    const rivals = hypotheses.slice(0, 2).map(({ sequence }) => sequence);
    return { sequence: 'UNKNOWN', confidence, evidence: [...evidence, `too little to tell: ${rivals.join(' or ')}`] };
  }
  return {
    sequence: best.sequence,
    confidence,
    evidence: [...supporting(clues, best.sequence), ...opposing(clues, best.sequence)],
  };
}

type Hypothesis = { readonly sequence: Sequence; readonly weight: number };

function weigh(clues: readonly Clue[]): readonly Hypothesis[] {
  const weights = new Map<Sequence, number>();
  for (const { sequence, weight } of clues) weights.set(sequence, (weights.get(sequence) ?? 0) + weight);
  return [...weights]
    .map(([sequence, weight]) => ({ sequence, weight }))
    .sort((a, b) => b.weight - a.weight || (a.sequence < b.sequence ? -1 : 1));
}

/** Softmax against the rivals and against "something else", which weighs 1. No header makes it certain. */
function confidenceOf(hypotheses: readonly Hypothesis[]): number {
  const best = hypotheses[0]?.weight ?? 0;
  const total = hypotheses.reduce((sum, { weight }) => sum + Math.exp(weight - best), Math.exp(1 - best));
  return Math.min(0.99, rounded(1 / total, 2));
}

function wordClues(images: readonly Image[]): readonly Clue[] {
  const texts = [
    typicalText(images.map(({ attributes }) => attributes.SeriesDescription)),
    typicalText(images.map(({ attributes }) => attributes.ProtocolName)),
  ].flatMap((text) => (text === null ? [] : [foldWords(text)]));
  const clues: Clue[] = [];
  for (const { pattern, sequence, weight, says } of sequenceWords) {
    if (texts.some((text) => pattern.test(text))) clues.push({ sequence, weight, says: `named ${says}` });
  }
  return withoutShadowedWords(clues);
}

/** "T2 FLAIR", "T2 STIR", "T1 MP2RAGE", "DIR FLAIR": the particular name says more than the weighting beside it. */
const particular: Readonly<Partial<Record<Sequence, readonly Sequence[]>>> = {
  FLAIR: ['T2w', 'STIR'],
  STIR: ['T2w', 'T1w'],
  DIR: ['FLAIR', 'T2w', 'DWI', 'T1w'],
  PSIR: ['T1w', 'T2w', 'FLAIR'],
  MP2RAGE: ['T1w'],
  T2starw: ['T2w'],
  SWI: ['T2starw', 'T2w', 'T1w'],
  ADC: ['DWI'],
  ASL: ['PERF', 'T1w', 'T2w'],
  FMAP: ['BOLD', 'DWI', 'T2starw'],
  LOCALIZER: ['T1w', 'T2w', 'FLAIR'],
  ANGIO: ['T1w', 'T2w'],
};

function withoutShadowedWords(clues: readonly Clue[]): readonly Clue[] {
  const shadowed = new Set(clues.flatMap(({ sequence }) => particular[sequence] ?? []));
  // "T1 FLAIR" is T1-weighted: there the weighting is the particular word.
  const t1Flair = clues.some(({ says }) => says.includes('T1 FLAIR'));
  return clues.filter(({ sequence }) => (t1Flair ? sequence !== 'FLAIR' : !shadowed.has(sequence)));
}

function supporting(clues: readonly Clue[], sequence: Sequence): readonly string[] {
  return clues.filter((clue) => clue.sequence === sequence).map((clue) => clue.says);
}

function opposing(clues: readonly Clue[], sequence: Sequence): readonly string[] {
  return clues
    .filter((clue) => clue.sequence !== sequence && clue.weight >= 2)
    .map((clue) => `but also ${clue.says} (${clue.sequence})`);
}

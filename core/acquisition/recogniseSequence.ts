import type { Sequence } from './acquisition.ts';
import { acquisitionPhysics } from './acquisitionPhysics.ts';
import { believableWords } from './believableWords.ts';
import type { Clue } from './clue.ts';
import { mayBeOfDiffusion } from './derivedWords.ts';
import { diffusionWeighted } from './diffusionClues.ts';
import { type Image, rounded, typicalText } from './image.ts';
import { withoutWeightings } from './phaseImages.ts';
import { physicsClues, type SeriesContext } from './physicsClues.ts';
import { wordClues } from './sequenceWords.ts';

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
 */
export function recogniseSequence(images: readonly Image[], series: SeriesContext): SequenceRecognition {
  const physics = acquisitionPhysics(images);
  const descriptions = [
    typicalText(images.map(({ attributes }) => attributes.SeriesDescription)),
    typicalText(images.map(({ attributes }) => attributes.ProtocolName)),
  ];
  const words = believableWords(wordClues(descriptions), physics, series);
  const clues = withoutWeightings(
    [
      ...withoutWhatAMapKeeps(physicsClues(physics, series), words, images),
      ...orientationClues(images, series, physics.imageType),
      ...words,
    ],
    physics,
  );
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

/** A map that is called ADC keeps the readout of the images that it was computed from: no evidence against its name. */
function withoutWhatAMapKeeps(
  clues: readonly Clue[],
  words: readonly Clue[],
  images: readonly Image[],
): readonly Clue[] {
  const isMap = words.some(({ sequence }) => sequence === 'ADC') && mayBeOfDiffusion(images);
  return isMap && !diffusionWeighted(acquisitionPhysics(images))
    ? clues.filter(({ sequence }) => sequence !== 'DWI')
    : clues;
}

/** A few images in each of three directions plan the examination; the projections of an angiogram turn about an axis. */
function orientationClues(
  images: readonly Image[],
  { orientations, directions }: SeriesContext,
  imageType: ReadonlySet<string>,
): readonly Clue[] {
  if (orientations < 3 || directions > 6 || images.length > 60 || imageType.has('PROJECTION IMAGE')) return [];
  return [{ sequence: 'LOCALIZER', weight: 6, says: `${orientations} orientations in one short series` }];
}

type Hypothesis = { readonly sequence: Sequence; readonly weight: number };

function weigh(clues: readonly Clue[]): readonly Hypothesis[] {
  const weights = new Map<Sequence, number>();
  for (const { sequence, weight } of clues) weights.set(sequence, (weights.get(sequence) ?? 0) + weight);
  return [...weights]
    .map(([sequence, weight]) => ({ sequence, weight }))
    .sort((a, b) => b.weight - a.weight || (a.sequence < b.sequence ? -1 : 1));
}

/** What "something else" weighs, so that an answer of confidence 0.9 is right about nine times in ten on labelled series. */
const somethingElse = 0.5;

/** Softmax against the rivals and against something else. No header makes it certain. */
function confidenceOf(hypotheses: readonly Hypothesis[]): number {
  const best = hypotheses[0]?.weight ?? 0;
  const total = hypotheses.reduce((sum, { weight }) => sum + Math.exp(weight - best), Math.exp(somethingElse - best));
  return Math.min(0.99, rounded(1 / total, 2));
}

function supporting(clues: readonly Clue[], sequence: Sequence): readonly string[] {
  return clues.filter((clue) => clue.sequence === sequence).map((clue) => clue.says);
}

function opposing(clues: readonly Clue[], sequence: Sequence): readonly string[] {
  return clues
    .filter((clue) => clue.sequence !== sequence && clue.weight >= 2)
    .map((clue) => `but also ${clue.says} (${clue.sequence})`);
}

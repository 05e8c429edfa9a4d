import type { Sequence } from './acquisition.ts';
import { acquisitionPhysics } from './acquisitionPhysics.ts';
import words from './data/derivedWords.json' with { type: 'json' };
import { type Image, typicalText } from './image.ts';
import { allPhrases, finds, foldText, type PhrasesByLanguage, patternOf } from './phrases.ts';

/** What a description says of images that were computed; `kind` where it matters of which sort they are. */
export type DerivedWord = { readonly says: string; readonly kind: 'diffusion map' | 'diffusion trace' | null };

type Entry = {
  readonly says: string;
  readonly kind?: string;
  /** Only images that may be of these sequences: elsewhere the words mean something else. */
  readonly of?: readonly string[];
  readonly names: PhrasesByLanguage;
};

const table: readonly Entry[] = words;
const matchers = table.map((entry) => ({ ...entry, pattern: patternOf(allPhrases(entry.names)) }));

/** What people and programs write on images that they computed, by `data/derivedWords.json`, whatever ImageType calls them. */
export function derivedWord(images: readonly Image[], sequence: Sequence): DerivedWord | null {
  const text = typicalText(images.map(({ attributes }) => attributes.SeriesDescription));
  if (text === null) return null;
  const folded = foldText(text);
  const found = matchers.find(
    ({ kind, of, pattern }) =>
      (of === undefined || of.includes(sequence)) &&
      finds(pattern, folded) &&
      (kind === undefined || mayBeOfDiffusion(images)),
  );
  if (found === undefined) return null;
  const kind = found.kind === 'diffusion map' || found.kind === 'diffusion trace' ? found.kind : null;
  return { says: found.says, kind };
}

/**
 * A map has one image of a slice, and its protocol's name on it; the measured images may carry that name too, where the scanner says that
 * nothing was computed (`DIFFUSION\\NONE`), or more of them than one.
 */
export function mayBeOfDiffusion(images: readonly Image[]): boolean {
  const { imageType, gradientEcho, echoPlanar, repeatsPerSlice } = acquisitionPhysics(images);
  const measured = imageType.has('DIFFUSION') && imageType.has('NONE');
  return !measured && repeatsPerSlice < 2 && (gradientEcho !== true || echoPlanar === true);
}

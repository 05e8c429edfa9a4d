import type { Sequence } from './acquisition.ts';
import { acquisitionPhysics } from './acquisitionPhysics.ts';
import { derivedWord } from './derivedWords.ts';
import { diffusionMaps, diffusionTraces } from './diffusionProducts.ts';
import { type Image, typicalText } from './image.ts';
import { foldText } from './phrases.ts';

/** Below this, s/mm², what is bright is bright by T2: restricted diffusion is read at 500 and more (ACR and vendors' brain protocols use 800 to 1000). */
const leastReadBValue = 500;

/**
 * Why images that belong to a sequence do not show what it is asked for; `null` where they do. A map of anisotropy, an unweighted echo-planar
 * image, the phase of a susceptibility-weighted one and the fat of a Dixon are made with the sequence, and nobody finds in them what
 * guidelines ask it for.
 */
export function contrastNotShown(images: readonly Image[], sequence: Sequence): string | null {
  if (!asked.has(sequence)) return null;
  const { phaseImage, imageType } = acquisitionPhysics(images);
  if (phaseImage || showsFilteredPhase(images)) return 'phase images, which are not read like the magnitude';
  if (sequence === 'DWI') return withoutDiffusion(images);
  if (['FAT', 'F', 'OPP_PHASE', 'OUT_PHASE', 'OPPOSED_PHASE', 'OUTPHASE', 'OP'].some((value) => imageType.has(value))) {
    return 'the fat or the opposed-phase image of a Dixon, not its water';
  }
  return null;
}

/** What guidelines ask for and what is taken for it. PSIR is left out, whose images are made of the phase. */
const asked: ReadonlySet<Sequence> = new Set([
  'T1w',
  'T2w',
  'PDw',
  'FLAIR',
  'STIR',
  'DIR',
  'MP2RAGE',
  'DWI',
  'SWI',
  'T2starw',
]);

/** GE's `FILT_PHA` and Siemens' `Pha_Images` of a susceptibility-weighted scan, where ImageType does not say it. */
function showsFilteredPhase(images: readonly Image[]): boolean {
  const text = foldText(typicalText(images.map(({ attributes }) => attributes.SeriesDescription)) ?? '');
  return /\b(?:filt pha|pha images|filtered phase)\b/.test(text);
}

function withoutDiffusion(images: readonly Image[]): string | null {
  const { imageType, bValues } = acquisitionPhysics(images);
  const trace = diffusionTraces.some((value) => imageType.has(value));
  if (!trace && diffusionMaps.some((value) => imageType.has(value))) return notWeighted;
  if (!trace && derivedWord(images, 'DWI')?.kind === 'diffusion map') return notWeighted;
  const strongest = bValues.at(-1) ?? (onlyNamedB0(images) ? 0 : null);
  return strongest !== null && strongest < leastReadBValue
    ? `weighted by diffusion with b ${strongest} s/mm² at most, too little to show where it is restricted`
    : null;
}

const notWeighted = 'a map computed from diffusion, not an image weighted by it';

/** Siemens: `*ep_b0` alone, where no b-value is written. */
function onlyNamedB0(images: readonly Image[]): boolean {
  return (
    images.length > 0 &&
    images.every(({ attributes }) => /^\*?(?:ep|ez|re)_b0$/.test(attributes.SequenceName?.trim().toLowerCase() ?? ''))
  );
}

import type { BodyRegion, Plane, Sequence } from './acquisition.ts';
import type { CoilSight } from './coilRegion.ts';

export type StackSize = {
  readonly plane: Plane | null;
  readonly slices: number;
  readonly coverageMm: number | null;
  /** The longer side of the image. */
  readonly fieldOfViewMm: number | null;
};

export type SizeClue = { readonly region: 'brain' | 'spine'; readonly weight: number; readonly says: string };

/** As wide as a slab over the spine is planned: vertebrae measure 30 to 55 mm across. */
const narrowMm = 55;
/** Slices of a cord are no further apart; those over the middle of a brain, or over lumbar vertebrae, are. */
const cordSpacingMm = 4;
/** The longest side of a head from crown to chin, with air around it. */
const headHighMm = 270;

/**
 * Whether it is a sagittal slab of a part of the width of the body, as the spine is planned in: 30 to 80 mm wide. Of few thick slices
 * such a slab may also lie over the middle of a brain.
 */
export function isSagittalSlab({ plane, slices, coverageMm, fieldOfViewMm }: StackSize): boolean {
  if (plane !== 'sagittal' || coverageMm === null || fieldOfViewMm === null || slices < 7) return false;
  return coverageMm >= 23.5 && coverageMm < 85.5 && fieldOfViewMm >= 204.5;
}

/** Whether a slab is narrow, and of thin enough slices, to be planned over a spine and not over the middle of a brain. */
export function isNarrowSlab(size: StackSize): boolean {
  const { slices, coverageMm, fieldOfViewMm } = size;
  if (!isSagittalSlab(size) || coverageMm === null || fieldOfViewMm === null) return false;
  return fieldOfViewMm > headHighMm || (coverageMm <= narrowMm && coverageMm / slices <= cordSpacingMm);
}

/**
 * What a stack is by its size alone. An adult head is about 150 mm wide, 190 mm long and 230 mm high; the spine is planned axial in a
 * field that a head would fold over in.
 */
export function regionBySize(size: StackSize): SizeClue | null {
  const { plane, coverageMm, fieldOfViewMm } = size;
  if (coverageMm === null || fieldOfViewMm === null) return null;
  const [wide, high] = [Math.round(coverageMm), Math.round(fieldOfViewMm)];
  if (isNarrowSlab(size)) {
    return { region: 'spine', weight: 3.4, says: `a sagittal slab of ${wide} mm, too narrow for a brain` };
  }
  if (isSagittalSlab(size)) {
    return {
      region: 'spine',
      weight: 1.2,
      says: `a sagittal slab of ${wide} mm, as over a spine or the middle of a brain`,
    };
  }
  if ((plane === 'sagittal' || plane === 'coronal') && wide >= 120 && wide <= 260 && high >= 180 && high <= 290) {
    return { region: 'brain', weight: 3.6, says: 'the volume has the size of a head' };
  }
  if (plane === 'sagittal' && wide >= 120 && wide <= 260 && high > 290 && high <= 360) {
    return { region: 'brain', weight: 2.2, says: 'the volume is as wide as a head, and long enough for the neck too' };
  }
  if (wide >= 110 && wide <= 260 && high >= 205 && high <= 290) {
    return { region: 'brain', weight: 1.5, says: 'the volume has the size of a head' };
  }
  if (plane === 'axial' && wide >= 75 && high <= 180) {
    return { region: 'spine', weight: 1.4, says: `axial slices over ${wide} mm in a field too small for a head` };
  }
  return null;
}

/** Sequences that suppress fluid or measure brain function are made for the brain; in the cord they are rare. */
export function regionBySequence(sequence: Sequence): SizeClue | null {
  return ['FLAIR', 'DIR', 'MP2RAGE', 'BOLD', 'ASL'].includes(sequence)
    ? { region: 'brain', weight: 1.2, says: `${sequence} is used in the brain` }
    : null;
}

type CordPart = Extract<BodyRegion, 'cervical-cord' | 'thoracic-cord' | 'whole-cord'>;

/** What else bears on which part of the spine is shown. */
export type SpineSight = {
  readonly coil: CoilSight;
  /** Whether the examination is named as one of the head. */
  readonly headExamined: boolean;
  /** Whether the patient went in feet first, as for the legs and loins. */
  readonly feetFirst: boolean;
};

/**
 * Which part of the spine: a sagittal field is as high as the part that is planned in it. Vertebral columns measure about 12 cm
 * (C1 to C7), 28 cm (T1 to T12) and 18 cm (L1 to L5), and some of the neighbour is shown with each. So a field of 22 to 30 cm fits
 * the neck and the loins alike, and one of 33 to 36 cm the chest and the loins: what else is known must tell them apart.
 */
export function spinePart(size: StackSize, sight: SpineSight): { part: CordPart; says: string } | null {
  const { plane, fieldOfViewMm } = size;
  const { coil, feetFirst } = sight;
  // A field whose height is not known may be that of the whole spine.
  if (plane === null || fieldOfViewMm === null) return null;
  if (plane !== 'sagittal') return feetFirst ? null : overTheNeck(coil);
  const high = Math.round(fieldOfViewMm);
  if (high >= 450) return { part: 'whole-cord', says: `${high} mm high, as the whole spine` };
  if (high > 300)
    return isThoracic(high, sight) ? { part: 'thoracic-cord', says: `${high} mm high, as the thoracic spine` } : null;
  if (feetFirst || coil.back !== null) return null;
  if (sight.headExamined && isNarrowSlab(size) && high >= 220 && high <= 260) {
    return { part: 'cervical-cord', says: `${high} mm high, as the cervical spine, in an examination of the head` };
  }
  return overTheNeck(coil);
}

function overTheNeck(coil: CoilSight): { part: CordPart; says: string } | null {
  return coil.overNeck ? { part: 'cervical-cord', says: 'received with elements over the neck' } : null;
}

function isThoracic(high: number, { coil, feetFirst }: SpineSight): boolean {
  if (high < 330 || high > 420 || coil.overNeck || coil.back === 'from the loins') return false;
  return high > 365 || (coil.back === 'from the chest' && !feetFirst);
}

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

/**
 * What a stack is by its size alone. An adult head is about 150 mm wide, 190 mm long and 230 mm high; the spine with its muscles is
 * planned sagittal as a slab of 30 to 80 mm, and axial in a field that a head would fold over in.
 */
export function regionBySize({ plane, slices, coverageMm, fieldOfViewMm }: StackSize): SizeClue | null {
  if (coverageMm === null || fieldOfViewMm === null) return null;
  const [wide, high] = [Math.round(coverageMm), Math.round(fieldOfViewMm)];
  if (plane === 'sagittal' && wide >= 24 && wide <= 85 && slices >= 7 && high >= 205) {
    return { region: 'spine', weight: 3.6, says: `a sagittal slab of ${wide} mm, too narrow for a brain` };
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

/**
 * Which part of the spine: a sagittal field is as high as the part that is planned in it. Vertebral columns measure about 12 cm
 * (C1 to C7), 28 cm (T1 to T12) and 18 cm (L1 to L5), and some of the neighbour is shown with each. Between the heights given here
 * the lumbar spine is imaged too, so there the part stays open.
 */
export function spinePart(
  { plane, fieldOfViewMm }: StackSize,
  coil: CoilSight,
): { part: CordPart; says: string } | null {
  if (plane === 'sagittal' && fieldOfViewMm !== null) {
    const high = Math.round(fieldOfViewMm);
    if (high >= 450) return { part: 'whole-cord', says: `${high} mm high, as the whole spine` };
    if (high >= 330 && high <= 420 && !coil.overNeck)
      return { part: 'thoracic-cord', says: `${high} mm high, as the thoracic spine` };
    if (high <= 260 && !coil.underBackOnly)
      return { part: 'cervical-cord', says: `${high} mm high, as the cervical spine` };
    if (high > 300) return null;
  }
  return coil.overNeck ? { part: 'cervical-cord', says: 'received with elements over the neck' } : null;
}

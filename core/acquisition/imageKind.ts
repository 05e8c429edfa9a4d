import type { Image } from './image.ts';

export type ComplexComponent = 'MAGNITUDE' | 'PHASE' | 'REAL' | 'IMAGINARY' | 'MIXED';

/**
 * Values of ImageType that say how an image was filtered or corrected on its way from the same signal, and nothing of what it
 * shows: Siemens NORM (intensity normalised), ND, DIS2D, DIS3D (distortion not corrected, corrected in 2D, in 3D), FIL and SH
 * (image filters), MFSPLIT (cut from a multi-frame image for export); UIH UCA (uniformity) and IF (image filter); Canon GDC
 * (geometric distortion corrected).
 */
const processingValues: ReadonlySet<string> = new Set([
  'NORM',
  'ND',
  'DIS2D',
  'DIS3D',
  'FIL',
  'SH',
  'MFSPLIT',
  'UCA',
  'IF',
  'GDC',
]);

/** What the images of one stack share of ImageType: its values without processing and without the complex component. */
export function imageKind(image: Image): string {
  return valuesOf(image)
    .filter((value, index) => !processingValues.has(value) && !(index > 1 && componentNamed(value) !== null))
    .join('\\');
}

/** How the image was filtered and corrected, in the vendor's words. */
export function imageProcessing(image: Image): string {
  return valuesOf(image)
    .filter((value) => processingValues.has(value))
    .sort()
    .join('\\');
}

/**
 * The part of the complex signal that an image shows: (0008,9208), or the vendor's value of ImageType (Siemens and UIH M, P, R, I;
 * Philips M_FFE, P_SE, …). Of two statements the one that is not the default, magnitude, counts. `null`: nothing says it.
 */
export function complexComponent(image: Image): ComplexComponent | null {
  const stated = componentNamed(image.attributes.ComplexImageComponent?.trim().toUpperCase() ?? '');
  const named = valuesOf(image)
    .slice(2)
    .map(componentNamed)
    .filter((component) => component !== null);
  const said = [...named, ...(stated === null ? [] : [stated])];
  return said.find((component) => component !== 'MAGNITUDE') ?? said[0] ?? null;
}

const components: readonly (readonly [pattern: RegExp, component: ComplexComponent])[] = [
  [/^(?:M|MAGNITUDE|M_\w+)$/, 'MAGNITUDE'],
  [/^(?:P|PHASE|PHASE MAP|P_\w+)$/, 'PHASE'],
  [/^(?:R|REAL|R_\w+)$/, 'REAL'],
  [/^(?:I|IMAGINARY|I_\w+)$/, 'IMAGINARY'],
  [/^MIXED$/, 'MIXED'],
];

function componentNamed(value: string): ComplexComponent | null {
  return components.find(([pattern]) => pattern.test(value))?.[1] ?? null;
}

function valuesOf({ attributes }: Image): readonly string[] {
  return (attributes.ImageType ?? []).map((value) => value.trim().toUpperCase()).filter((value) => value !== '');
}

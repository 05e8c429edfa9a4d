import { type Sequence, sequences } from './acquisition.ts';
import type { AcquisitionPhysics } from './acquisitionPhysics.ts';
import type { Clue } from './clue.ts';
import values from './data/imageTypes.json' with { type: 'json' };

type Entry = {
  readonly sequence: Sequence;
  readonly weight: number;
  readonly values: readonly string[];
  readonly says: string;
};

const table: readonly Entry[] = values.map(({ sequence, ...entry }) => {
  const named = sequences.find((name) => name === sequence);
  if (named === undefined)
    throw new Error(`imageTypes.json: "${sequence}" is no sequence; use one of ${sequences.join(', ')}.`);
  return { ...entry, sequence: named };
});

/** Value 3 and 4 of ImageType are the scanner's own statement of what it computed (PS3.3 C.8.3.1.1.1, C.8.13.3.1.1). */
export function imageTypeClues({ imageType }: Pick<AcquisitionPhysics, 'imageType'>): readonly Clue[] {
  const found = table.filter((entry) => entry.values.some((value) => imageType.has(value)));
  // A flow map computed from spin labelling carries both marks, and an ADC map that of diffusion: one statement, not two rivals.
  const labelled = found.some(({ sequence }) => sequence === 'ASL');
  return found.filter(({ sequence }) => !(labelled && sequence === 'PERF'));
}

/** AcquisitionContrast (0008,9209) of Enhanced MR, and value 3 of its FrameType, say it in the standard's own terms. */
export function statedContrastClues({ statedContrast }: Pick<AcquisitionPhysics, 'statedContrast'>): readonly Clue[] {
  return [...statedContrast].flatMap((contrast) => {
    const sequence = statedContrasts[contrast];
    return sequence === undefined
      ? []
      : [{ sequence, weight: 2.5, says: `the scanner states the contrast ${contrast}` }];
  });
}

/** PS3.3 C.8.13.3.1.3. */
const statedContrasts: Readonly<Record<string, Sequence>> = {
  T1: 'T1w',
  T2: 'T2w',
  T2_STAR: 'T2starw',
  PROTON_DENSITY: 'PDw',
  FLUID_ATTENUATED: 'FLAIR',
  STIR: 'STIR',
  DIFFUSION: 'DWI',
  PERFUSION: 'PERF',
};

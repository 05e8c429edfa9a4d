import type { Sequence } from '../../core/acquisition/index.ts';

type LabelClass = {
  readonly label: string;
  /** Right answers; for a series of several echoes, one list for each, the shortest echo first. */
  readonly echoes: readonly (readonly Sequence[])[];
  readonly contrast?: 'yes';
  /** Where the class alone says that it was computed from other images, whatever the row says. */
  readonly derived?: true;
  readonly reason: string;
};

/** The labels of both collections in the words of `core/acquisition`. */
export const labelClasses: readonly LabelClass[] = [
  { label: 'T1w', echoes: [['T1w']], reason: 'BIDS suffix' },
  {
    label: 'T1w-Gd',
    echoes: [['T1w']],
    contrast: 'yes',
    reason: 'contrast is a property beside the sequence: a T1 after injection is still T1-weighted',
  },
  { label: 'T2w', echoes: [['T2w']], reason: 'BIDS suffix' },
  { label: 'PD', echoes: [['PDw']], reason: 'BIDS suffix PDw' },
  {
    label: 'PD+T2',
    echoes: [['PDw'], ['T2w']],
    reason: 'one series, two acquisitions: the early echo is weighted by proton density, the late one by T2',
  },
  { label: 'FLAIR', echoes: [['FLAIR']], reason: 'BIDS suffix' },
  { label: 'DWI', echoes: [['DWI']], reason: 'BIDS suffix' },
  {
    label: 'DWI-derived',
    echoes: [['DWI']],
    derived: true,
    reason: 'FA, tensor and their like: computed from diffusion, no sequence of their own; told by `derived`',
  },
  {
    label: 'ADC',
    echoes: [['ADC']],
    derived: true,
    reason: 'a map that guidelines name beside DWI; always computed, also where a vendor calls it ORIGINAL',
  },
  { label: 'T2*', echoes: [['T2starw']], reason: 'BIDS suffix T2starw' },
  { label: 'SWI', echoes: [['SWI']], reason: 'guidelines ask for it by name' },
  { label: 'MP2RAGE', echoes: [['MP2RAGE']], reason: 'BIDS suffix; inversion images and their combination alike' },
  { label: 'STIR', echoes: [['STIR']], reason: 'guidelines ask for it by name' },
  { label: 'DIR', echoes: [['DIR']], reason: 'guidelines ask for it by name' },
  { label: 'PSIR', echoes: [['PSIR']], reason: 'guidelines ask for it by name' },
  { label: 'localizer', echoes: [['LOCALIZER']], reason: 'the same' },
  { label: 'BOLD', echoes: [['BOLD']], reason: 'functional MRI' },
  { label: 'ASL', echoes: [['ASL']], reason: 'arterial spin labelling, label, control and M0 images alike' },
  {
    label: 'perfusion-derived',
    echoes: [['PERF', 'ASL']],
    derived: true,
    reason: 'flow maps: "perfusion" by what they show, "ASL" by what they were computed from; both are right',
  },
  {
    label: 'fieldmap',
    echoes: [['FMAP']],
    reason: 'gradient-echo field maps, and spin-echo EPI pairs that serve as one',
  },
  { label: 'SE-EPI', echoes: [['FMAP']], reason: 'spin-echo EPI pair for distortion correction' },
  { label: 'MRA', echoes: [['ANGIO']], reason: 'angiography' },
  { label: 'MRS', echoes: [['MRS']], reason: 'spectroscopy' },
  {
    label: 'MT',
    echoes: [['OTHER']],
    reason: 'images of a magnetization transfer protocol: no guideline asks for them',
  },
  { label: 'qT1', echoes: [['OTHER']], reason: 'quantitative: no guideline asks for it' },
  { label: 'qT2', echoes: [['OTHER']], reason: 'quantitative, multi-echo spin echo: no guideline asks for it' },
  { label: 'other', echoes: [['OTHER']], reason: 'nothing that a guideline asks for' },
];

/** The classes that MS guidelines ask for or that must be told from them; F1 is averaged over these. */
export const msClasses = [
  'T1w',
  'T1w post',
  'T2w',
  'PDw',
  'FLAIR',
  'DWI',
  'T2*/SWI',
  'STIR',
  'DIR',
  'PSIR',
  'MP2RAGE',
  'LOCALIZER',
] as const;
export type MsClass = (typeof msClasses)[number];

/** The MS class of a sequence; `null` for those that no MS guideline asks for. T2* and SWI serve the same purpose there. */
export function msClassOf(sequence: Sequence, contrast: 'yes' | 'no' | 'unknown' | null): MsClass | null {
  if (sequence === 'T1w') return contrast === 'yes' ? 'T1w post' : 'T1w';
  if (sequence === 'T2starw' || sequence === 'SWI') return 'T2*/SWI';
  return msClasses.find((name) => name === sequence) ?? null;
}

/** @throws Error for a label that the table does not have */
export function labelClassOf(label: string): LabelClass {
  const found = labelClasses.find((entry) => entry.label === label);
  if (found === undefined) {
    throw new Error(`The label "${label}" has no class: add it to bench/recognise/labelClasses.ts, with the reason.`);
  }
  return found;
}

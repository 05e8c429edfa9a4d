import type { Sequence } from './acquisition.ts';

/** What a word in a description suggests. Words are about one in ten wrong, so none outweighs clear physics. */
export type SequenceWord = {
  readonly pattern: RegExp;
  readonly sequence: Sequence;
  readonly weight: number;
  readonly says: string;
};

/**
 * Vendor product names and the field's own words, as they stand in SeriesDescription and ProtocolName.
 * `_`, `-`, `.` and case are folded before matching, so that `\b` is a word's edge.
 */
export const sequenceWords: readonly SequenceWord[] = [
  {
    pattern:
      /\b(?:loc(?:ali[sz]er|ator|al)?s?|scouts?|survey|surv|topogram|plan ?scan|3 ?p(?:l|lane) ?loc|aahead scout|aaspine scout|ubersicht|übersicht|reperage|repérage|localizador|centraggio|smartbrain|smart brain)\b/,
    sequence: 'LOCALIZER',
    weight: 3.5,
    says: 'a localizer',
  },
  {
    pattern: /\b(?:calib(?:ration)?|cal head|asset cal|coil sens|ref(?:erence)? ?scan|senseref|b1 ?map|shim)\b/,
    sequence: 'OTHER',
    weight: 4,
    says: 'a calibration',
  },
  {
    pattern: /\bflair\b|\bdark ?fluid\b|tirm dark|\bspcir\b/,
    sequence: 'FLAIR',
    weight: 2.5,
    says: 'FLAIR',
  },
  {
    pattern: /\bt1 ?(?:w ?)?flair\b|\bflair ?t1\b/,
    sequence: 'T1w',
    weight: 4,
    says: 'T1 FLAIR, which is T1-weighted',
  },
  {
    pattern: /(?<!\d )\bdir\b(?! ?\d)|\bdouble (?:ir|inversion)\b/,
    sequence: 'DIR',
    weight: 10,
    says: 'double inversion recovery',
  },
  {
    pattern: /\bpsir\b|\bphase ?sens(?:itive)?\b/,
    sequence: 'PSIR',
    weight: 5,
    says: 'phase-sensitive inversion recovery',
  },
  { pattern: /\bstir\b|\bt2 ?stir\b|\bturbo ?stir\b/, sequence: 'STIR', weight: 2.5, says: 'STIR' },
  { pattern: /\bmp2 ?rage\b/, sequence: 'MP2RAGE', weight: 6, says: 'MP2RAGE' },
  {
    pattern:
      /\b(?:mp ?rage|me ?mprage|memprage|bravo|ir ?fspgr|irfspgr|fspgr|spgr|3d ?tfe|t1 ?tfe|t1 ?ffe|vibe|mpr|ir ?spgr|thrive|lava|quick3d|quick 3d|t1 ?space|t1 ?cube|t1 ?vista)\b/,
    sequence: 'T1w',
    weight: 2,
    says: 'a T1-weighted product sequence',
  },
  {
    pattern: /\bt1(?:w|wi| weighted)?\b|\bt1 ?(?:se|tse|fse|gre|3d|w3d)\b/,
    sequence: 'T1w',
    weight: 2.5,
    says: 'T1-weighted',
  },
  {
    pattern:
      /\bt2(?:w|wi| weighted)?\b(?! ?(?:\*|star|flair|gre|stir|tirm|dark))|\bt2 ?(?:tse|fse|frfse|space|cube|vista|blade|propeller|mv)\b/,
    sequence: 'T2w',
    weight: 2.5,
    says: 'T2-weighted',
  },
  {
    pattern: /\bpd(?:w|wi)?\b|\bproton ?dens(?:ity)?\b|\bdp\b/,
    sequence: 'PDw',
    weight: 2.2,
    says: 'proton-density-weighted',
  },
  {
    pattern: /\bt2 ?(?:\*|star)|\bt2 ?gre\b|\bmerge\b|\bmedic\b|\bm ?ffe\b|\bhemo\b|\bgre me\b|\bt2s\b/,
    sequence: 'T2starw',
    weight: 3,
    says: 'T2*-weighted',
  },
  {
    pattern: /\b(?:swi|swan|swip|sw ip|ven ?bold|suscept\w*|qsm|fsbb)\b/,
    sequence: 'SWI',
    weight: 4,
    says: 'susceptibility-weighted',
  },
  { pattern: /\b(?:adc|e ?adc|dadc|apparent diffusion)\b/, sequence: 'ADC', weight: 3, says: 'an ADC map' },
  {
    pattern:
      /\b(?:dwi|dti|diff(?:usion)?|ep2d ?diff|tracew?|s?b ?[1-9][0-9]{2,3}|resolve|hardi|dsi|dki|dir[0-9]+ ?(?:ap|pa))\b/,
    sequence: 'DWI',
    weight: 4.7,
    says: 'diffusion-weighted',
  },
  { pattern: /\b(?:asl|pcasl|pasl|3dasl|tgse)\b/, sequence: 'ASL', weight: 8, says: 'arterial spin labelling' },
  {
    pattern: /\b(?:bold|fmri|func(?:tional)?|rest(?:ing)?(?: state)?|rsfmri|task)\b/,
    sequence: 'BOLD',
    weight: 3,
    says: 'functional MRI',
  },
  {
    pattern: /\b(?:field ?map(?:ping)?|fieldmap[0-9]*|fmap|b0 ?map|topup|gre field)\b/,
    sequence: 'FMAP',
    weight: 5,
    says: 'a field map',
  },
  {
    pattern: /\b(?:tof|mra|mrv|angio\w*|venogra\w*|pc ?angio|inhance|trance|twist|tricks|4d ?trak|grasp)\b/,
    sequence: 'ANGIO',
    weight: 4,
    says: 'angiography',
  },
  { pattern: /\b(?:perf(?:usion)?|dsc|dce|cbf|cbv|mtt|ttp|tmax)\b/, sequence: 'PERF', weight: 3, says: 'perfusion' },
  { pattern: /\b(?:svs|csi|mrs|spectro\w*|press)\b/, sequence: 'MRS', weight: 3, says: 'spectroscopy' },
  {
    pattern:
      /\b(?:mt[cr01]?|magneti[sz]ation transfer|mton|mtoff|t1 ?map|t2 ?map|relax\w*|megre|mese|fiesta|ciss|trufi|b ?ffe|ssfp|cine|elastogra\w*|myelogra\w*|mrcp)\b/,
    sequence: 'OTHER',
    weight: 3,
    says: 'another kind of sequence',
  },
];

/** Lower case, separators as spaces, camel-case digits kept: `t2_tse-dark.FLUID` → `t2 tse dark fluid`. */
export function foldWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[_\-./\\,;:()[\]#]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

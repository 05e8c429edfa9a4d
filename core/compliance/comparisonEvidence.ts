import type { Verification } from '../protocol/index.ts';

/** What was published on why serial scans should be alike: what it says, and no more. */
export type CitedEvidence = {
  readonly id: string;
  readonly claim: string;
  readonly source: string;
  readonly verification: Verification;
};

export const comparisonEvidence = {
  'same-acquisition': {
    id: 'same-acquisition',
    claim:
      'A program cleared for serial MRI measures changes between images "acquired on the same scanner, with the same image acquisition protocol and with same contrast".',
    source: 'FDA 510(k) K181939 (icobrain)',
    verification: 'primary',
  },
  'between-scanners': {
    id: 'between-scanners',
    claim:
      'In 21 people with MS on three 3 T scanners, the smallest change of a volume that six programs could detect was 1.02 to 14.55 % within one scanner and 4.83 to 29.25 % between scanners, depending on program and part of the brain.',
    source: 'Neuroradiology (PMC10497452), abstract',
    verification: 'primary',
  },
  '2d-flair': {
    id: '2d-flair',
    claim: 'In 8 patients at 3 T, 41 % fewer lesions were found with 2D FLAIR than with 3D FLAIR.',
    source: 'Eur Radiol 2006;16:1104–1110, doi 10.1007/s00330-005-0107-z, abstract',
    verification: 'primary',
  },
  'same-angulation': {
    id: 'same-angulation',
    claim: 'The Polish recommendations ask for an angulation identical to that of the previous study.',
    source: 'Polish recommendations 2020 (PMC7315047)',
    verification: 'primary',
  },
} as const satisfies Readonly<Record<string, CitedEvidence>>;

export type EvidenceId = keyof typeof comparisonEvidence;

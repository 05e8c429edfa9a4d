import { type IntervalSituation, type ScanInterval, situationFacts } from './scanInterval.ts';

const words: Readonly<Record<IntervalSituation, string>> = {
  'every-patient': 'every patient',
  'on-treatment': 'on treatment',
  'without-treatment': 'without treatment',
  'cis-or-ris': 'CIS or RIS',
  'high-risk-cis': 'high-risk CIS',
  'low-risk-cis-or-ris': 'low-risk CIS or RIS',
  'low-pml-risk': 'low PML risk',
  'medium-pml-risk': 'medium PML risk',
  'high-pml-risk': 'high PML risk',
  'natalizumab-switch': 'after a switch from natalizumab',
  'treatment-start': 're-baseline after the start of a treatment',
  'treatment-switch': 're-baseline after a switch of treatment',
};

/** "high PML risk (JCV-positive, 18 months of natalizumab or more)" */
export function situationInWords({ situation, who }: Pick<ScanInterval, 'situation' | 'who'>): string {
  return who === undefined ? words[situation] : `${words[situation]} (${who})`;
}

/** "every 3 to 4 months", "at least every 12 months", or the source's own words where the file quotes them. */
export function intervalInWords({ situation, min, max, asWritten }: ScanInterval): string {
  if (asWritten !== undefined) return asWritten;
  const isAfterTreatment = situationFacts(situation).countedFrom === 'treatment';
  const [onlyMax, onlyMin] = isAfterTreatment ? ['at most ', 'at least '] : ['at least ', 'at most '];
  const bounds = min === max ? [max] : [min, max].filter((each) => each !== undefined);
  const how = min === undefined ? onlyMax : max === undefined ? onlyMin : '';
  const last = bounds.at(-1);
  if (isAfterTreatment) return `${how}${bounds.join(' to ')} ${last === 1 ? 'month' : 'months'} after it`;
  return `${how}every ${bounds.length === 1 && last === 1 ? 'month' : `${bounds.join(' to ')} months`}`;
}

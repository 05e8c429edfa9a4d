import { oneOf, someOf, withArticle } from './askInWords.ts';
import { type Absent, type Attempt, type Filled, isFilled } from './attempt.ts';
import { seriesInWords } from './judgeAsk.ts';
import type { Finding, RequirementVerdict } from './verdict.ts';

/** What came closest and what would mend it, in a technologist's words; `null` when nothing came close. */
export function nearestMiss(attempt: Attempt): RequirementVerdict['nearest'] {
  const filled = attempt.parts.filter(isFilled);
  const faulty = filled.filter((part) => mendsOf(part).length > 0);
  const nearest = faulty[0] ?? filled[0];
  if (nearest === undefined) return null;
  const absent = attempt.parts.filter((part) => !isFilled(part));
  const sentences = [...mendAll(faulty), ...absent.map((part) => whatToAdd(part, attempt.instead))];
  return { acquisition: nearest.candidate.acquisition.id, remedy: sentences.join('; ') };
}

/** "add a sagittal 2D FLAIR (or a 3D FLAIR)": for places that are empty. */
export function whatToAdd({ count, options }: Absent, instead: readonly string[]): string {
  const wanted = someOf(count, options);
  const alternatives = instead.filter((other) => other !== wanted);
  const added = `add ${withArticle(wanted)}`;
  return alternatives.length === 0 ? added : `${added} (or ${withArticle(oneOf(alternatives))})`;
}

/** The same advice for several acquisitions is given once. */
function mendAll(parts: readonly Filled[]): readonly string[] {
  const advices = new Map<string, readonly Filled[]>();
  for (const part of parts) {
    const advice = mendsOf(part).join('; ');
    advices.set(advice, [...(advices.get(advice) ?? []), part]);
  }
  if (parts.length <= 1) return [...advices.keys()];
  return [...advices].map(([advice, those]) => {
    if (those.every(({ candidate }) => advice.includes(seriesInWords(candidate.acquisition)))) return advice;
    const series = [...new Set(those.map(({ candidate }) => seriesInWords(candidate.acquisition)))];
    const named =
      series.length > 4 ? `${series.slice(0, 3).join(', ')} and ${series.length - 3} more` : series.join(', ');
    return `${named}: ${advice}`;
  });
}

function mendsOf({ findings }: Filled): readonly string[] {
  return findings.flatMap((finding) => {
    if (finding.status === 'met') return [];
    return [finding.status === 'not-met' ? change(finding) : cannotTell(finding)];
  });
}

function cannotTell({ constraint, note }: Finding): string {
  const name = names[constraint];
  return name === undefined ? (note ?? constraint) : `${name} cannot be judged: ${note ?? 'not known'}`;
}

const names: Readonly<Record<string, string>> = {
  fieldStrength: 'field strength',
  sliceThickness: 'slice thickness',
  sliceSpacing: 'distance of slice centres',
  sliceGap: 'gap',
  sliceGapPercent: 'gap',
  inPlaneResolution: 'in-plane resolution',
  pixelSpacing: 'reconstructed pixel spacing',
  coverage: 'coverage',
  contrastDelay: 'time since the injection',
  plane: 'plane',
  dimension: '2D or 3D',
  contrastEnhanced: 'contrast',
  fatSuppressed: 'fat suppression',
};

/** "slice thickness 5 mm → at most 3 mm" */
function change({ constraint, observed, limit, unit }: Finding): string {
  switch (constraint) {
    case 'contrastEnhanced':
      return observed === 'no'
        ? 'acquired without contrast → after contrast'
        : 'acquired after contrast → without contrast';
    case 'fatSuppressed':
      return observed === true ? 'fat suppression → none' : 'no fat suppression → with fat suppression';
    case 'dimension':
      return `${observed} → ${wanted(constraint, limit, unit)}`;
    default:
      return `${names[constraint] ?? constraint} ${withUnit(observed, unit)} → ${wanted(constraint, limit, unit)}`;
  }
}

function wanted(constraint: string, { max, min, oneOf: values }: Finding['limit'], unit: string | null): string {
  if (constraint === 'sliceGap' && max === 0) return 'none';
  return [
    min === undefined ? undefined : `at least ${withUnit(min, unit)}`,
    max === undefined ? undefined : `at most ${withUnit(max, unit)}`,
    values?.join(' or '),
  ]
    .filter((text) => text !== undefined)
    .join(' and ');
}

function withUnit(value: Finding['observed'], unit: string | null): string {
  const shown = typeof value === 'number' ? Math.round(value * 100) / 100 : value;
  return [shown, unit].filter((part) => part !== null).join(' ');
}

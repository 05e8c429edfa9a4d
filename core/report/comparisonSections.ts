import { type ComparisonFinding, limitsAreOurs, type SerialMeasurement } from '../compliance/index.ts';
import { referencesOf } from './acquisitionWords.ts';
import {
  comparedPropertyWords,
  differenceWords,
  elapsedWords,
  graceWords,
  measurementWords,
  timingWords,
} from './comparisonWords.ts';
import type { ReportedAcquisition, ReportedComparison } from './report.ts';
import { indicationWords, listed, pendingLabel } from './words.ts';

/** A comparison as it is laid out, in text and on a page alike. */
export type ComparisonSection = {
  readonly title: string;
  readonly lines: readonly ComparisonLine[];
  /** What is put at risk by what differs, in words; `null` for nothing. */
  readonly atRisk: string | null;
  /** What is alike, in words; `null` for nothing. */
  readonly alike: string | null;
};

export type ComparisonLine = { readonly sign: '✓' | '✗' | '!' | '?'; readonly text: string };

/** The scanner first, then each pair of acquisitions, then what has no counterpart. */
export function comparisonSections(
  { findings, priorAcquisitions }: ReportedComparison,
  acquisitions: readonly ReportedAcquisition[],
): readonly ComparisonSection[] {
  const ofScanner = findings.filter(({ constraint }) => scannerProperties.has(constraint));
  const alone = findings.filter(({ constraint }) => constraint === 'counterpart');
  const ofPairs = findings.filter((each) => !ofScanner.includes(each) && !alone.includes(each));
  const pairs = Map.groupBy(ofPairs, (each) => JSON.stringify([each.acquisitions, each.priorAcquisitions]));
  return [
    ...(ofScanner.length === 0 ? [] : [section('Scanner', ofScanner)]),
    ...[...pairs.values()].map((those) => {
      const now = referencesOf(those[0]?.acquisitions ?? [], acquisitions);
      const then = referencesOf(those[0]?.priorAcquisitions ?? [], priorAcquisitions);
      return section(`${sentenceCase(now)}, earlier ${then}`, those);
    }),
    ...(alone.length === 0
      ? []
      : [{ title: 'Without a counterpart', lines: alone.map(aloneLine), atRisk: null, alike: null }]),
  ];

  function aloneLine(finding: ComparisonFinding): ComparisonLine {
    const here = referencesOf(finding.acquisitions, acquisitions);
    const there = referencesOf(finding.priorAcquisitions, priorAcquisitions);
    const which = there === '' ? here : `earlier ${there}`;
    return { sign: signOf(finding), text: `${which}: ${finding.note ?? ''}` };
  }
}

/** What is at risk by anything that certainly differs. */
export function atRiskInAll({ findings }: ReportedComparison): string | null {
  return riskWords(findings.filter(({ status }) => status === 'not-met'));
}

/** Why what differs matters, and whose the limits are. */
export function comparisonSources({ evidence }: ReportedComparison): readonly string[] {
  const cited = evidence.map(
    ({ claim, source, verification }) => `${claim} (${source}${verification === 'pending' ? `; ${pendingLabel}` : ''})`,
  );
  return [...cited, limitsAreOurs];
}

/** The time since the earlier study, and how each edition sees it; `null` without both dates. */
export function intervalSection({ interval, priorStudyDate }: ReportedComparison): ComparisonSection | null {
  if (interval === null) return null;
  const title = `Time since the study of ${priorStudyDate ?? '?'}: ${elapsedWords(interval)}`;
  const lines = interval.judgements.flatMap((judgement): ComparisonLine[] => {
    const { protocol, indication, timing, grace, situations, note } = judgement;
    const verified = situations.some((each) => each.timing === timing && each.verification !== 'pending');
    const sign = timing === 'on-time' ? '✓' : timing !== 'cannot-tell' && verified ? '!' : '?';
    const each = situations.map(
      ({ situation, asked, citation, verification, timing: then, byGrace }) =>
        `${situation}, ${asked}: ${timingWords[then]} (${[...(byGrace && grace !== null ? [graceWords(grace)] : []), citation, ...(verification === 'pending' ? [pendingLabel] : [])].join('; ')})`,
    );
    const why = note === null ? '' : `, since ${note}`;
    return [
      { sign, text: [`${protocol}, ${indicationWords[indication]}: ${timingWords[timing]}${why}`, ...each].join('; ') },
    ];
  });
  return { title, lines, atRisk: null, alike: null };
}

const scannerProperties: ReadonlySet<string> = new Set([
  'manufacturer',
  'model',
  'deviceSerial',
  'station',
  'fieldStrength',
  'software',
  'receiveCoil',
]);

function section(title: string, findings: readonly ComparisonFinding[]): ComparisonSection {
  const differing = findings.filter(({ status }) => status !== 'met');
  const alike = new Set(
    findings.filter(({ status }) => status === 'met').map(({ constraint }) => comparedPropertyWords[constraint]),
  );
  return {
    title,
    lines: differing.map((finding) => ({ sign: signOf(finding), text: differenceWords(finding) })),
    atRisk: riskWords(differing.filter(({ status }) => status === 'not-met')),
    alike: alike.size === 0 ? null : listed([...alike]),
  };
}

function signOf({ status, weight }: ComparisonFinding): ComparisonLine['sign'] {
  if (status === 'met') return '✓';
  if (status === 'cannot-tell') return '?';
  return weight === 'fault' ? '✗' : '!';
}

function riskWords(findings: readonly ComparisonFinding[]): string | null {
  const risks = new Set<SerialMeasurement>(findings.flatMap(({ atRisk }) => atRisk));
  return risks.size === 0 ? null : listed([...risks].sort().map((risk) => measurementWords[risk]));
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

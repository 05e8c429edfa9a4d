import {
  atRiskInAll,
  type ComparisonSection,
  comparisonSections,
  comparisonSources,
  intervalSection,
} from './comparisonSections.ts';
import { comparisonOutcomeSentences, comparisonOutcomeSigns, comparisonOutcomeWords } from './comparisonWords.ts';
import type { StudyReport } from './report.ts';
import { hangingText } from './textTable.ts';
import { studyWithoutDate } from './words.ts';

/** The comparison with an earlier study, as a technologist reads it in a terminal; no line without one. */
export function comparisonLines({ comparison, acquisitions }: StudyReport): readonly string[] {
  if (comparison === null) return [];
  const { outcome, priorStudyDate, priorStudyInstanceUid, notes } = comparison;
  const risk = atRiskInAll(comparison);
  const interval = intervalSection(comparison);
  return [
    ...hangingText(
      '',
      `COMPARED WITH THE EARLIER STUDY OF ${priorStudyDate ?? studyWithoutDate.toUpperCase()} (${priorStudyInstanceUid})`,
    ),
    ...hangingText(
      `${comparisonOutcomeSigns[outcome]} `,
      `${comparisonOutcomeWords[outcome].toUpperCase()}: ${comparisonOutcomeSentences[outcome]}.`,
    ),
    ...(risk === null ? [] : hangingText('  at risk: ', risk)),
    ...notes.flatMap((note) => hangingText('  note:    ', note)),
    ...comparisonSections(comparison, acquisitions).flatMap((each) => ['', ...sectionLines(each)]),
    ...(interval === null ? [] : ['', ...sectionLines(interval)]),
    '',
    '  Why it matters',
    ...comparisonSources(comparison).flatMap((source) => hangingText('   · ', source)),
    '',
  ];
}

function sectionLines({ title, lines, atRisk, alike }: ComparisonSection): readonly string[] {
  return [
    ...hangingText('  ', title),
    ...lines.flatMap(({ sign, text }) => hangingText(`  ${sign}   `, text)),
    ...(atRisk === null ? [] : hangingText('      at risk: ', atRisk)),
    ...(alike === null ? [] : hangingText('  ✓   ', `alike: ${alike}`)),
  ];
}

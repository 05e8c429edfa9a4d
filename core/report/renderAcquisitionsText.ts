import { acquisitionCells, acquisitionColumns, oddities } from './acquisitionWords.ts';
import { readingLines, studyHeading } from './renderText.ts';
import type { Report, ReportedAcquisition, StudyReport } from './report.ts';
import { hangingText, textTable } from './textTable.ts';
import { noAcquisitions, nothingRead } from './words.ts';

/** The result of `acquisitions`: one line for each, and under it why it was recognised so and what is odd. */
export function renderAcquisitionsText(report: Report): string {
  const studies = report.studies.length === 0 ? [[nothingRead]] : report.studies.map(recognisedStudy);
  return `${studies.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function recognisedStudy(study: StudyReport): readonly string[] {
  return [...studyHeading(study), ...acquisitionBlocks(study), '', ...readingLines(study.reading)];
}

function acquisitionBlocks({ studyInstanceUid, acquisitions }: StudyReport): readonly string[] {
  if (acquisitions.length === 0) return studyInstanceUid === null ? [] : [noAcquisitions];
  const [headings = '', ...lines] = textTable(acquisitionColumns, acquisitions.map(acquisitionCells));
  return [headings, ...acquisitions.flatMap((acquisition, index) => [lines[index] ?? '', ...why(acquisition)])];
}

function why(acquisition: ReportedAcquisition): readonly string[] {
  const odd = oddities(acquisition);
  const confidence = `${Math.round(acquisition.confidence * 100)} %`;
  return [
    ...hangingText(
      '        because: ',
      `${acquisition.evidence.join('; ') || 'nothing speaks for any sequence'} (${confidence})`,
    ),
    ...(odd.length === 0 ? [] : hangingText('        odd:     ', odd.join('; '))),
  ];
}

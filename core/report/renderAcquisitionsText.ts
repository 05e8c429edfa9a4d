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
  return [
    headings,
    ...acquisitions.flatMap((acquisition, index) => [lines[index] ?? '', ...why(acquisition, acquisitions[index - 1])]),
  ];
}

/** What speaks for it, and apart from that what does not fit; said once for the planes of one series that share it. */
function why(acquisition: ReportedAcquisition, before: ReportedAcquisition | undefined): readonly string[] {
  const contradictions = acquisition.evidence.filter(contradicts);
  const reasons = acquisition.evidence.filter((says) => !contradicts(says));
  const odd = [...contradictions, ...oddities(acquisition)];
  const confidence = `${Math.round(acquisition.confidence * 100)} %`;
  const because = sameReasons(acquisition, before)
    ? 'as the one above'
    : `${reasons.join('; ') || 'nothing speaks for any sequence'} (${confidence})`;
  return [
    ...hangingText('        because: ', because),
    ...(odd.length === 0 ? [] : hangingText('        odd:     ', odd.join('; '))),
  ];
}

/** Evidence against what was recognised begins so. */
function contradicts(says: string): boolean {
  return says.startsWith('but ');
}

function sameReasons(acquisition: ReportedAcquisition, before: ReportedAcquisition | undefined): boolean {
  return (
    before !== undefined &&
    before.seriesInstanceUid === acquisition.seriesInstanceUid &&
    before.sequence === acquisition.sequence &&
    before.confidence === acquisition.confidence &&
    before.evidence.join() === acquisition.evidence.join()
  );
}

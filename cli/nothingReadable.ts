import { count, printable, type Report } from '../core/report/index.ts';
import { type ExitStatus, exitStatus } from './exitStatus.ts';

/** Says on standard error that no study was found, and answers the status for it; `null` when there is one. */
export function sayIfNothingReadable(report: Report, paths: readonly string[]): ExitStatus | null {
  if (report.studies.some((study) => study.studyInstanceUid !== null)) return null;
  const files = report.studies.reduce((sum, study) => sum + study.reading.files, 0);
  const why =
    files === 0
      ? `there is no file in ${printable(paths.join(', '), 1000)}.`
      : `none of ${count(files, 'file')} could be used; the result names the reason for each.`;
  process.stderr.write(`ms-mri-check: nothing readable: ${why}\n`);
  return exitStatus.nothingReadable;
}

import { recogniseAcquisitions } from '../core/acquisition/index.ts';
import { renderAcquisitionsText, reportOf, type StudyReport, studyReport } from '../core/report/index.ts';
import { archiveLimitsOf } from './archiveLimits.ts';
import type { AcquisitionsOptions } from './commandLine.ts';
import { type ExitStatus, exitStatus } from './exitStatus.ts';
import { giveWay } from './giveWay.ts';
import { groupStudies } from './groupStudies.ts';
import { jsonDocument } from './jsonDocument.ts';
import { sayIfNothingReadable } from './nothingReadable.ts';
import { readPaths } from './readPaths.ts';
import { prepareDocument } from './writeDocument.ts';

/** `ms-mri-check acquisitions`: the report without verdicts. Status 0 when there is a study, 66 when there is none. */
export async function listAcquisitions(
  paths: readonly string[],
  options: AcquisitionsOptions,
  interruption: AbortSignal,
): Promise<ExitStatus> {
  const archiveLimits = archiveLimitsOf(options.archiveLimit);
  const write = await prepareDocument(options.out);
  const studies = groupStudies(await readPaths(paths, archiveLimits, interruption));
  await giveWay(interruption);
  const recognised: StudyReport[] = [];
  for (const study of studies) {
    recognised.push(studyReport({ ...study, acquisitions: recogniseAcquisitions(study.headers) }));
    await giveWay(interruption);
  }
  const report = reportOf(recognised);
  await write(options.format === 'json' ? jsonDocument(report) : renderAcquisitionsText(report));
  return sayIfNothingReadable(report, paths) ?? exitStatus.compliant;
}

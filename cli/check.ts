import { recogniseAcquisitions } from '../core/acquisition/index.ts';
import { evaluateStudy, type Outcome, overallOutcome, type Verdict } from '../core/compliance/index.ts';
import { makesAllDoubtful } from '../core/dicom/index.ts';
import { type Indication, indications, type Protocol, protocolsInForce } from '../core/protocol/index.ts';
import { type Report, renderPage, renderText, reportOf, type StudyReport, studyReport } from '../core/report/index.ts';
import { archiveLimitsOf } from './archiveLimits.ts';
import { chooseProtocols } from './chooseProtocols.ts';
import { notYet } from './commandError.ts';
import type { CheckOptions } from './commandLine.ts';
import { type ExitStatus, exitStatus } from './exitStatus.ts';
import { giveWay } from './giveWay.ts';
import { groupStudies, type ReadStudy } from './groupStudies.ts';
import { jsonDocument } from './jsonDocument.ts';
import { sayIfNothingReadable } from './nothingReadable.ts';
import { readPaths } from './readPaths.ts';
import { prepareDocument } from './writeDocument.ts';

/** `ms-mri-check check`: reads, judges, prints; answers the status to exit with. */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  interruption: AbortSignal,
): Promise<ExitStatus> {
  if (options.prior !== undefined) throw notYet('--prior', 'check each study by itself.');
  const chosen = options.protocol === undefined ? null : await chooseProtocols(options.protocol);
  const archiveLimits = archiveLimitsOf(options.archiveLimit);
  const write = await prepareDocument(options.out);

  const studies = groupStudies(await readPaths(paths, archiveLimits, interruption));
  await giveWay(interruption);
  const judged: StudyReport[] = [];
  for (const study of studies) {
    judged.push(judgeStudy(study, chosen, options));
    await giveWay(interruption);
  }
  const report = reportOf(judged);
  await write(render[options.format](report));
  return sayIfNothingReadable(report, paths) ?? statusOf(report);
}

const render: Readonly<Record<CheckOptions['format'], (report: Report) => string>> = {
  text: renderText,
  json: jsonDocument,
  html: renderPage,
};

function judgeStudy(study: ReadStudy, chosen: readonly Protocol[] | null, options: CheckOptions): StudyReport {
  const acquisitions = recogniseAcquisitions(study.headers);
  const editions = chosen ?? protocolsInForce(options.asOf ?? study.studyDate);
  const verdicts =
    study.studyInstanceUid === null
      ? []
      : editions.flatMap((protocol) =>
          evaluateStudy(acquisitions, protocol, {
            regions: options.region === 'all' ? 'imaged' : [options.region],
            indications: options.indication === 'all' ? indications : ([options.indication] satisfies Indication[]),
            unreadObjects: study.unreadObjects,
            symptoms: options.symptom ?? [],
            mayBeAltered: study.reading.rejected.some(({ code }) => makesAllDoubtful(code)),
          }),
        );
  return studyReport({ ...study, acquisitions, verdicts });
}

/** The worst of all studies decides; what is not applicable decides only where there is nothing else. */
function statusOf(report: Report): ExitStatus {
  const verdicts: readonly Verdict[] = report.studies.flatMap((study) => study.verdicts ?? []);
  return verdicts.length === 0 ? exitStatus.nothingApplicable : statusOfOutcome[overallOutcome(verdicts)];
}

const statusOfOutcome: Readonly<Record<Outcome, ExitStatus>> = {
  compliant: exitStatus.compliant,
  'compliant-with-remarks': exitStatus.compliant,
  'not-compliant': exitStatus.notCompliant,
  'cannot-tell': exitStatus.cannotTell,
  'not-applicable': exitStatus.nothingApplicable,
};

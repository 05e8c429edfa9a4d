import { type Acquisition, recogniseAcquisitions } from '../core/acquisition/index.ts';
import { evaluateStudy, type Outcome, overallOutcome, type Verdict } from '../core/compliance/index.ts';
import { makesAllDoubtful } from '../core/dicom/index.ts';
import { type Indication, indications, type Protocol, protocolsInForce } from '../core/protocol/index.ts';
import { type Report, renderPage, renderText, reportOf, studyReport } from '../core/report/index.ts';
import { archiveLimitsOf } from './archiveLimits.ts';
import { chooseProtocols } from './chooseProtocols.ts';
import { UsageError } from './commandError.ts';
import type { CheckOptions } from './commandLine.ts';
import { compareWithEarlier, mrStudy, readEarlierStudies } from './earlierStudies.ts';
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
  if (options.prior === '-' && paths.includes('-')) throw new UsageError('"-" can be given once only.');
  const chosen = options.protocol === undefined ? null : await chooseProtocols(options.protocol);
  const archiveLimits = archiveLimitsOf(options.archiveLimit);
  const write = await prepareDocument(options.out);

  const studies = groupStudies(await readPaths(paths, archiveLimits, interruption));
  await giveWay(interruption);
  const judged: JudgedStudy[] = [];
  const hidesAStudy = studies.some((study) => study.studyInstanceUid === null && study.unreadObjects.length > 0);
  for (const study of studies) {
    judged.push(judgeStudy(study, chosen, options));
    await giveWay(interruption);
  }
  const comparisons =
    options.prior === undefined
      ? noComparison
      : compareWithEarlier(
          judged.flatMap(mrStudy),
          await readEarlierStudies(options.prior, archiveLimits, interruption),
          { path: options.prior, indications: indicationsOf(options) },
        );
  const report = reportOf(
    judged.map((study) => studyReport({ ...study, comparison: comparisons.get(study.studyInstanceUid) ?? null })),
  );
  await write(render[options.format](report));
  return sayIfNothingReadable(report, paths) ?? statusOf(report, hidesAStudy);
}

const render: Readonly<Record<CheckOptions['format'], (report: Report) => string>> = {
  text: renderText,
  json: jsonDocument,
  html: renderPage,
};

const noComparison: ReturnType<typeof compareWithEarlier> = new Map();

type JudgedStudy = ReadStudy & {
  readonly acquisitions: readonly Acquisition[];
  readonly verdicts: readonly Verdict[];
  /** The editions that it was judged by. */
  readonly protocols: readonly Protocol[];
};

function judgeStudy(study: ReadStudy, chosen: readonly Protocol[] | null, options: CheckOptions): JudgedStudy {
  const acquisitions = recogniseAcquisitions(study.headers);
  const editions = chosen ?? protocolsInForce(options.asOf ?? study.studyDate);
  const verdicts =
    study.studyInstanceUid === null
      ? []
      : editions.flatMap((protocol) =>
          evaluateStudy(acquisitions, protocol, {
            regions: options.region === 'all' ? 'imaged' : [options.region],
            indications: indicationsOf(options),
            unreadObjects: study.unreadObjects,
            symptoms: options.symptom ?? [],
            mayBeAltered: study.reading.rejected.some(({ code }) => makesAllDoubtful(code)),
          }),
        );
  return { ...study, acquisitions, verdicts, protocols: editions };
}

function indicationsOf({ indication }: CheckOptions): readonly Indication[] {
  return indication === 'all' ? indications : [indication];
}

/**
 * The worst of all studies decides; what is not applicable decides only where there is nothing else. `hidesAStudy`: what belongs to none
 * of them may be images of another one, of which nothing can be told.
 */
function statusOf(report: Report, hidesAStudy: boolean): ExitStatus {
  const verdicts: readonly Verdict[] = report.studies.flatMap((study) => study.verdicts ?? []);
  const status = verdicts.length === 0 ? exitStatus.nothingApplicable : statusOfOutcome[overallOutcome(verdicts)];
  return hidesAStudy && status !== exitStatus.notCompliant ? exitStatus.cannotTell : status;
}

const statusOfOutcome: Readonly<Record<Outcome, ExitStatus>> = {
  compliant: exitStatus.compliant,
  'compliant-with-remarks': exitStatus.compliant,
  'not-compliant': exitStatus.notCompliant,
  'cannot-tell': exitStatus.cannotTell,
  'not-applicable': exitStatus.nothingApplicable,
};

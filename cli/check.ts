import { type Acquisition, recogniseAcquisitions } from '../core/acquisition/index.ts';
import { evaluateStudy, type Outcome, overallOutcome, type Verdict } from '../core/compliance/index.ts';
import { type Indication, type PmlRisk, type Protocol, protocolsInForce } from '../core/protocol/index.ts';
import { printable, type Report, renderPage, renderText, reportOf, studyReport } from '../core/report/index.ts';
import { archiveLimitsOf } from './archiveLimits.ts';
import { chooseProtocols } from './chooseProtocols.ts';
import { UsageError } from './commandError.ts';
import type { CheckOptions } from './commandLine.ts';
import { compareWithEarlier, type MrStudy, mrStudy, readEarlierStudies } from './earlierStudies.ts';
import { type ExitStatus, exitStatus } from './exitStatus.ts';
import { giveWay } from './giveWay.ts';
import { groupStudies, type ReadStudy } from './groupStudies.ts';
import { jsonDocument } from './jsonDocument.ts';
import { sayIfNothingReadable } from './nothingReadable.ts';
import { mayBeAltered, otherStudiesOf } from './otherStudies.ts';
import { readPaths } from './readPaths.ts';
import { type StatedFacts, statedFacts } from './statedFacts.ts';
import { unaskedSymptoms } from './unaskedSymptoms.ts';
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
  const hidesAStudy = studies.some((study) => study.studyInstanceUid === null && study.unreadObjects.length > 0);
  const recognised: RecognisedStudy[] = [];
  for (const study of studies) {
    recognised.push({ ...study, acquisitions: recogniseAcquisitions(study.headers) });
    await giveWay(interruption);
  }
  const earlier =
    options.prior === undefined ? [] : await readEarlierStudies(options.prior, archiveLimits, interruption);
  const known = [...recognised.flatMap(mrStudy), ...earlier];
  const judged: JudgedStudy[] = [];
  const remarked = new Set<string>();
  for (const study of recognised) {
    const facts = await statedFacts(study, options);
    const editions = chosen ?? protocolsInForce(options.asOf ?? study.studyDate);
    for (const remark of [facts.remark, unaskedSymptoms(facts.symptoms, editions)]) {
      // What holds for many studies alike is remarked once.
      if (remark === null || remarked.has(remark)) continue;
      remarked.add(remark);
      process.stderr.write(`ms-mri-check: ${printable(remark, 1000)}.\n`);
    }
    judged.push(judgeStudy(study, facts, known, editions));
    await giveWay(interruption);
  }
  const comparisons =
    options.prior === undefined ? noComparison : compareWithEarlier(judged.flatMap(mrStudy), earlier, options.prior);
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

type RecognisedStudy = ReadStudy & { readonly acquisitions: readonly Acquisition[] };

type JudgedStudy = RecognisedStudy & {
  readonly verdicts: readonly Verdict[];
  /** The editions that it was judged by. */
  readonly protocols: readonly Protocol[];
  readonly indications: readonly Indication[];
  readonly pmlRisk: PmlRisk | null;
};

/** @param known all studies that were given: those of the same patient may show what this one does not */
function judgeStudy(
  study: RecognisedStudy,
  facts: StatedFacts,
  known: readonly MrStudy[],
  editions: readonly Protocol[],
): JudgedStudy {
  const otherStudies = otherStudiesOf(study, known);
  const verdicts =
    study.studyInstanceUid === null
      ? []
      : editions.flatMap((protocol) =>
          evaluateStudy(study.acquisitions, protocol, {
            regions: facts.regions,
            indications: facts.indications,
            unreadObjects: study.unreadObjects,
            symptoms: facts.symptoms,
            mayBeAltered: mayBeAltered(study),
            otherStudies,
          }),
        );
  const { indications, pmlRisk } = facts;
  const reading = { ...study.reading, rejected: [...study.reading.rejected, ...facts.rejected] };
  return { ...study, reading, verdicts, protocols: editions, indications, pmlRisk };
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

import type { Acquisition } from '../../core/acquisition/index.ts';
import {
  evaluateStudy,
  type OtherStudies,
  type Outcome,
  type UnreadObject,
  type Verdict,
} from '../../core/compliance/index.ts';
import type { StudyItem } from '../../core/records/index.ts';
import {
  engineVersion,
  type Reading,
  type RecognisedStudy,
  type Rejected,
  type Report,
  type ReportedComparison,
  reportedComparison,
  reportOf,
  studyReport,
} from '../../core/report/index.ts';
import type { StudyInputs } from './readInputs.ts';
import type { PriorStudy } from './readPrior.ts';
import { mayBeAltered, mayBeAnMrImage, studyOutcome } from './studyOutcome.ts';

export type Judgement = {
  readonly outcome: Outcome;
  readonly verdicts: readonly Verdict[];
  readonly report: Report;
};

/** What was recognised in the study, and what else is known of the patient. */
export type Looked = {
  readonly acquisitions: readonly Acquisition[];
  readonly prior: PriorStudy | null;
  readonly otherStudies: OtherStudies;
};

/** The verdict on a study, and its report. Pure: the same inputs give the same judgement. */
export function judge(study: StudyItem, inputs: StudyInputs, { acquisitions, prior, otherStudies }: Looked): Judgement {
  const { headers, protocols, indications, studyDate, symptoms = [], unknownEditions = [] } = inputs;
  // Without one MR image there is nothing to hold against a region, whatever study.json says was to be imaged.
  const regions = headers.length === 0 ? 'imaged' : inputs.regions;
  const rejects = [...inputs.rejects, ...inputs.folderRejects];
  const unreadObjects = rejects
    .filter(mayBeAnMrImage)
    .map(({ seriesInstanceUid = null }): UnreadObject => ({ seriesInstanceUid }));
  const scope = {
    regions,
    indications,
    unreadObjects,
    mayBeAltered: mayBeAltered(rejects),
    symptoms,
    otherStudies,
  };
  const verdicts = protocols.flatMap((protocol) => evaluateStudy(acquisitions, protocol, scope));
  const { studyInstanceUid } = study;
  const reading = readingOf(inputs);
  const now = { studyInstanceUid, studyDate, headers, acquisitions, unreadObjects: unreadObjects.length };
  const comparison = prior === null ? null : comparisonOf(now, prior, inputs);
  const entry = studyReport({ studyInstanceUid, headers, acquisitions, verdicts, reading, studyDate, comparison });
  const leftOpen = unknownEditions.length > 0 && headers.length > 0;
  return { outcome: studyOutcome(verdicts, rejects, leftOpen), verdicts, report: reportOf([entry]) };
}

function comparisonOf(now: RecognisedStudy, prior: PriorStudy, inputs: StudyInputs): ReportedComparison {
  const unreadObjects = prior.rejects.filter(mayBeAnMrImage).length;
  return reportedComparison(
    now,
    { ...prior, unreadObjects },
    {
      protocols: inputs.protocols,
      indications: inputs.indications,
      pmlRisk: inputs.pmlRisk,
      // Found by the key of the patient.
      samePatient: true,
      notes: [],
    },
  );
}

/** More than this says nothing new and would not fit an item; the table keeps them all. */
const rejectsShown = 500;

function readingOf(inputs: StudyInputs): Reading {
  const { instances, expectedInstances, unknownEditions = [] } = inputs;
  const rejects = [...inputs.rejects, ...inputs.folderRejects];
  const objects = [...instances, ...rejects];
  return {
    files: objects.length,
    instances: instances.length,
    bytesRead: total(objects.map((object) => object.bytesRead)),
    bytesTotal: total(objects.map((object) => object.bytesTotal)),
    rejected: [
      ...unknownEditions.map(unknownEdition),
      ...missingObjects(instances.length + inputs.rejects.length, expectedInstances),
      ...rejects.slice(0, rejectsShown).map(({ keyDigest, code, reason }) => ({
        // Not the key: file names hold patients' names, and a report is passed on.
        path: `object ${keyDigest.slice(0, 12)}`,
        code,
        reason,
      })),
      ...leftOut(rejects.length - rejectsShown),
    ],
  };
}

function unknownEdition(name: string): Rejected {
  const reason = `The site is registered with the edition "${name}", which version ${engineVersion} does not know: nothing was judged by it. Register the site with another one, or install the version that knows it.`;
  return { path: 'site registration', code: 'unknown-edition', reason };
}

function missingObjects(present: number, expected: number | null): readonly Rejected[] {
  if (expected === null || present >= expected) return [];
  const reason = `study.json announces ${expected} objects, ${present} arrived: drop the others, and the study is judged again.`;
  return [{ path: 'study.json', code: 'incomplete-study', reason }];
}

function leftOut(more: number): readonly Rejected[] {
  if (more <= 0) return [];
  return [{ path: 'other objects', code: 'not-listed', reason: `${more} more objects were not used.` }];
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

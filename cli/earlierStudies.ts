import { type Acquisition, recogniseAcquisitions } from '../core/acquisition/index.ts';
import type { ArchiveLimits } from '../core/archive/index.ts';
import { kindsInCommon, type PriorFit, priorFit } from '../core/compliance/index.ts';
import { mayHoldAnImage } from '../core/dicom/index.ts';
import type { Indication, PmlRisk, Protocol } from '../core/protocol/index.ts';
import { count, type RecognisedStudy, type ReportedComparison, reportedComparison } from '../core/report/index.ts';
import { NothingReadableError, UsageError } from './commandError.ts';
import { groupStudies, type ReadStudy } from './groupStudies.ts';
import { isSamePatient } from './patientMark.ts';
import { readPaths } from './readPaths.ts';

/** A study with MR images, and what was recognised in it. */
export type MrStudy = ReadStudy & {
  readonly studyInstanceUid: string;
  readonly acquisitions: readonly Acquisition[];
};

/**
 * The studies that `--prior` names, of which each checked one finds its own.
 *
 * @throws NothingReadableError when there is no MR image in it
 */
export async function readEarlierStudies(
  path: string,
  archiveLimits: ArchiveLimits,
  interruption: AbortSignal,
): Promise<readonly MrStudy[]> {
  const studies = groupStudies(await readPaths([path], archiveLimits, interruption)).flatMap((study) =>
    mrStudy({ ...study, acquisitions: recogniseAcquisitions(study.headers) }),
  );
  if (studies.length > 0) return studies;
  throw new NothingReadableError(`--prior ${path}: no MR image was found in it; name the folder of an earlier study.`);
}

/** None for what holds no MR image. */
export function mrStudy<Study extends ReadStudy>(
  study: Study,
): readonly (Study & { readonly studyInstanceUid: string })[] {
  const { studyInstanceUid, headers } = study;
  return studyInstanceUid === null || headers.length === 0 ? [] : [{ ...study, studyInstanceUid }];
}

/** How the time between two studies is judged. */
export type CheckedStudy = MrStudy & {
  /** The editions that it is judged by. */
  readonly protocols: readonly Protocol[];
  readonly indications: readonly Indication[];
  /** `null` where nobody said. */
  readonly pmlRisk: PmlRisk | null;
};

/**
 * For each study the comparison with the latest one that is not newer and fits (`priorFit`), by the id of the study; those without one are left out, and
 * named on standard error.
 *
 * @param path what the user gave for --prior
 * @throws UsageError when there is MR to check and none of it has an earlier study, with the reason
 */
export function compareWithEarlier(
  studies: readonly CheckedStudy[],
  earlier: readonly MrStudy[],
  path: string,
): ReadonlyMap<string | null, ReportedComparison> {
  const choices = studies.map((study) => ({ study, choice: chooseEarlier(study, earlier) }));
  if (studies.length > 0 && choices.every(({ choice }) => choice === null)) {
    throw new UsageError(`--prior ${path}: ${whyNone(studies, earlier)}`);
  }
  return new Map(
    choices.flatMap(({ study, choice }) => {
      if (choice !== null) return [[study.studyInstanceUid, comparisonOf(study, choice)] as const];
      process.stderr.write(`ms-mri-check: --prior holds no earlier study than that of ${study.studyDate ?? '?'}.\n`);
      return [];
    }),
  );
}

type Choice = { readonly prior: MrStudy; readonly notes: readonly string[] };

function chooseEarlier(study: MrStudy, earlier: readonly MrStudy[]): Choice | null {
  const others = earlier.filter(({ studyInstanceUid }) => studyInstanceUid !== study.studyInstanceUid);
  const { studyDate } = study;
  const notNewer = others.filter(
    (other) => studyDate === null || other.studyDate === null || other.studyDate <= studyDate,
  );
  const latest = notNewer.toSorted(
    (a, b) => latestFirst(a, b) || inCommon(study, b) - inCommon(study, a) || byUid(a, b),
  );
  const fits = latest.map((prior) => ({ prior, fit: priorFit(study.acquisitions, prior.acquisitions) }));
  const chosen = fits.find(({ fit }) => fit === 'best') ?? fits.find(({ fit }) => fit === 'some') ?? fits[0];
  if (chosen === undefined) return null;
  const { prior, fit } = chosen;
  const notes = [
    ...(others.length > 1
      ? [`of ${count(others.length, 'other study', 'other studies')} that were given, ${why[fit]}`]
      : []),
    ...(studyDate === null || prior.studyDate === null
      ? ['a study does not state its date: whether this is the earlier one was not checked']
      : []),
    ...(studyDate !== null && studyDate === prior.studyDate ? ['both studies are of the same day'] : []),
  ];
  return { prior, notes };
}

const why: Readonly<Record<PriorFit, string>> = {
  best: 'this is the latest that is not newer and has a sequence of the same region',
  some: 'this is the latest that is not newer and has a sequence of the same region, though none of the brain',
  none: 'this is the latest that is not newer',
};

function comparisonOf(study: CheckedStudy, { prior, notes }: Choice): ReportedComparison {
  const samePatient = isSamePatient(study.patientMarks, prior.patientMarks);
  return reportedComparison(withUnread(study), withUnread(prior), {
    protocols: study.protocols,
    indications: study.indications,
    pmlRisk: study.pmlRisk,
    samePatient,
    notes: [...notes, ...patientNotes(samePatient)],
  });
}

function withUnread({ studyInstanceUid, studyDate, headers, acquisitions, reading }: MrStudy): RecognisedStudy {
  const unreadObjects = reading.rejected.filter(({ code }) => mayHoldAnImage(code)).length;
  return { studyInstanceUid, studyDate, headers, acquisitions, unreadObjects };
}

function patientNotes(samePatient: boolean | null): readonly string[] {
  if (samePatient === null) return ['whether both studies are of the same patient could not be checked'];
  if (samePatient) return [];
  return [
    'the patient ids of the two studies differ: make sure that they are of the same patient (two centres may number one patient differently)',
  ];
}

function whyNone(studies: readonly MrStudy[], earlier: readonly MrStudy[]): string {
  const uids = new Set(studies.map(({ studyInstanceUid }) => studyInstanceUid));
  const others = earlier.filter(({ studyInstanceUid }) => !uids.has(studyInstanceUid));
  if (others.length === 0) return 'this is the same study as the one to check; name an earlier one.';
  const dates = (those: readonly MrStudy[]) => those.flatMap(({ studyDate }) => studyDate ?? []).sort();
  const [first, last] = [dates(others)[0] ?? '?', dates(studies).at(-1) ?? '?'];
  return `what it holds is newer (${first}) than the study to check (${last}); name an earlier study, or swap the two.`;
}

function latestFirst(a: MrStudy, b: MrStudy): number {
  const [one, other] = [a.studyDate ?? '', b.studyDate ?? ''];
  return one === other ? 0 : one < other ? 1 : -1;
}

/** Brain and cord are often two studies of one day. */
function inCommon(study: MrStudy, other: MrStudy): number {
  return kindsInCommon(study.acquisitions, other.acquisitions).length;
}

function byUid(a: MrStudy, b: MrStudy): number {
  return a.studyInstanceUid < b.studyInstanceUid ? -1 : 1;
}

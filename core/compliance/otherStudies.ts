import type { Acquisition } from '../acquisition/index.ts';
import { type Ask, type ExamRegion, examRegions, type Protocol } from '../protocol/index.ts';
import { daysApart } from './calendar.ts';
import type { OtherStudies } from './judgeImaged.ts';
import { membersOf } from './selectCandidates.ts';

/** Another study of the same person. */
export type OtherStudy = {
  /** `YYYY-MM-DD`; `null` where it is not known. */
  readonly studyDate: string | null;
  /** As `regionsImaged` tells them. */
  readonly regions: readonly ExamRegion[];
};

/** The regions that a study is known to show: in original images, and not in localizers alone. */
export function regionsImaged(acquisitions: readonly Acquisition[]): readonly ExamRegion[] {
  return examRegions.filter((region) => membersOf(region, acquisitions).some(({ doubts }) => doubts.length === 0));
}

/**
 * What other studies tell beyond this one: for each region that it does not show itself, how far the nearest study that does is away.
 * Never that there are no more of them: another hospital may have imaged the rest. A study without a date tells nothing.
 */
export function knownOtherStudies(
  study: { readonly studyDate: string | null; readonly acquisitions: readonly Acquisition[] },
  others: readonly OtherStudy[],
): OtherStudies {
  const { studyDate } = study;
  if (studyDate === null) return { studies: [], areAll: false };
  const own = regionsImaged(study.acquisitions);
  const studies = examRegions.flatMap((region) => {
    if (own.includes(region)) return [];
    const distances = others.flatMap((other) =>
      other.studyDate !== null && other.regions.includes(region) ? [daysApart(studyDate, other.studyDate)] : [],
    );
    return distances.length === 0 ? [] : [{ regions: [region], daysApart: Math.min(...distances) }];
  });
  return { studies, areAll: false };
}

/** How many days before and after a study another one may count for it, by any of the protocols; `null` where none may. */
export function workUpDays(protocols: readonly Protocol[]): number | null {
  const days = protocols.flatMap(({ requirements }) =>
    requirements.flatMap(({ asks, indications }) => [
      ...daysAsked(asks),
      ...Object.values(indications).flatMap(({ verifiedPart, unless }) => [
        ...(verifiedPart === undefined ? [] : daysAsked(verifiedPart)),
        ...(unless === undefined ? [] : daysAsked(unless.ask)),
      ]),
    ]),
  );
  return days.length === 0 ? null : Math.max(...days);
}

function daysAsked(ask: Ask): readonly number[] {
  switch (ask.kind) {
    case 'imaged':
      return [ask.withinDays];
    case 'anyOf':
    case 'atLeast':
      return ask.of.flatMap(daysAsked);
    case 'one':
    case 'every':
      return [];
  }
}

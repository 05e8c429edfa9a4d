import type { Acquisition } from '../../core/acquisition/index.ts';
import { knownOtherStudies, type OtherStudies, workUpDays } from '../../core/compliance/index.ts';
import { type ExamRegion, examRegions, type Protocol, protocols } from '../../core/protocol/index.ts';
import type { StudyItem } from '../../core/records/index.ts';
import type { SettleQueue } from '../queues/settleQueue.ts';
import type { NearbyStudies } from '../tables/nearbyStudies.ts';
import type { StudyVerdicts } from '../tables/studyVerdicts.ts';
import { formerlyKnown } from './formerlyKnown.ts';

export type OtherStudiesDependencies = {
  readonly nearby: NearbyStudies;
  readonly verdicts: Pick<StudyVerdicts, 'readStudy' | 'recordRegionsTold'>;
  readonly settle: SettleQueue;
};

export type ReadOtherStudiesDependencies = {
  readonly nearby: NearbyStudies;
  readonly verdicts: Pick<StudyVerdicts, 'readStudy'>;
};

/** What is known of a study when others around it are looked for. */
export type StudyAmongOthers = {
  /** Editions that it is judged by. */
  readonly protocols: readonly Protocol[];
  /** `YYYY-MM-DD` */
  readonly studyDate: string | null;
  readonly acquisitions: readonly Acquisition[];
};

/**
 * What the patient's other studies at this site show beyond this one, within the days that its editions allow. A study that has not
 * been judged yet is not known to show anything: when it is, it has this one looked at again (`tellOtherStudies`).
 */
export async function readOtherStudies(
  study: StudyItem,
  among: StudyAmongOthers,
  { nearby, verdicts }: ReadOtherStudiesDependencies,
): Promise<OtherStudies> {
  const days = workUpDays(among.protocols);
  const uids = days === null ? [] : await nearby.within(days, study);
  const items = await Promise.all(uids.map((uid) => verdicts.readStudy(study.site, uid)));
  const others = items.flatMap((item) =>
    item === null ? [] : [{ studyDate: item.studyDate ?? null, regions: item.regionsImaged ?? [] }],
  );
  return knownOtherStudies(among, others);
}

/**
 * Has the patient's studies around this one looked at again when it turned out to show something that they do not: the cord of a brain
 * that was judged before it came. Of another patient, or day, than those know it by, all that it shows is news to them and to the studies
 * that are around it now. To be called once the study item says what the study shows. What was told is recorded after it was
 * told: after a crash between the two it is told again, which changes nothing.
 */
export async function tellOtherStudies(
  study: StudyItem,
  { revision, regions, editions }: Told,
  { nearby, verdicts, settle }: OtherStudiesDependencies,
): Promise<void> {
  const before = study.regionsTold ?? [];
  const former = formerlyKnown(study);
  const changed = examRegions.filter((region) =>
    former === null
      ? before.includes(region) !== regions.includes(region)
      : before.includes(region) || regions.includes(region),
  );
  if (changed.length === 0) return;
  // By what editions another study is judged depends on its own date.
  const days = workUpDays([...protocols, ...editions]);
  for (const studyInstanceUid of days === null ? [] : await around(study, former, days, nearby)) {
    const other = await verdicts.readStudy(study.site, studyInstanceUid);
    if (other === null || changed.every((region) => other.regionsImaged?.includes(region))) continue;
    // After the quiet period: should it be waiting still, nothing has arrived for as long as makes it quiet.
    await settle.send({ site: study.site, studyInstanceUid, arrival: other.arrivals, complete: false });
  }
  await verdicts.recordRegionsTold(study, revision, regions);
}

async function around(
  study: StudyItem,
  former: StudyItem | null,
  days: number,
  nearby: NearbyStudies,
): Promise<ReadonlySet<string>> {
  const before = former === null ? [] : await nearby.within(days, former);
  return new Set([...(await nearby.within(days, study)), ...before]);
}

export type Told = {
  /** Of the verdict that goes with it. */
  readonly revision: number;
  readonly regions: readonly ExamRegion[];
  readonly editions: readonly Protocol[];
};

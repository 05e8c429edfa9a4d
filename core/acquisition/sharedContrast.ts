import type { ContrastState } from './acquisition.ts';
import { followsInSession, minutesAfter, startOf } from './acquisitionOrder.ts';
import { contrastRoute } from './contrastRoute.ts';
import {
  type ContrastRecognition,
  contrastState,
  studyDeniesContrast,
  studySpeaksOfContrast,
} from './contrastState.ts';
import { rounded } from './image.ts';
import type { Placed } from './placed.ts';
import { repeatedAtOnce, sameT1 } from './repeatedScan.ts';

/** An acquisition with what its own header says of contrast, and what is known once the others are looked at. */
type Seen = {
  readonly placed: Placed;
  readonly own: ContrastRecognition;
  readonly state: ContrastState;
  readonly because: readonly string[];
};

/**
 * Contrast that only the other series of a study show. What is in the blood stays there for the rest of the session, so an
 * acquisition after one with a recorded agent is after contrast too, whatever its sequence; and the same T1 twice, with an
 * injection between, is before and after it. A recorded agent is never taken back to "no" here: only its times can do that.
 * A series that may not be of the same injection (computed, of another part of the body or of none that is known, given elsewhere than
 * into a vein) makes nothing more certain: after it contrast may have been given, and no more.
 */
export function withSharedContrast(placed: readonly Placed[]): readonly Placed[] {
  const alone = placed.map((one): Seen => {
    const own = contrastState(one.images);
    return { placed: one, own, state: own.contrastEnhanced, because: [] };
  });
  const followed = alone.map((one) => afterOthers(one, alone));
  const paired = followed.map((one) => inPairs(one, followed));
  return paired.map(({ placed: one, state, because }) =>
    because.length === 0
      ? one
      : {
          ...one,
          acquisition: {
            ...one.acquisition,
            contrastEnhanced: state,
            evidence: [...one.acquisition.evidence, ...because],
          },
        },
  );
}

/** An agent that is recorded counts as given unless its own times say otherwise, even where its series leaves it open. */
function hasRecord({ own }: Seen): boolean {
  return own.basis === 'record' && own.contrastEnhanced !== 'no';
}

/** Whether what it shows of contrast holds for the blood, at the time of the series and in this examination. */
function speaksForOthers({ placed: { acquisition, images } }: Seen): boolean {
  const { derived, mayBeComputed, region } = acquisition;
  if (derived || mayBeComputed === true || region === 'other' || region === 'unknown') return false;
  const route = contrastRoute(images);
  return route === 'vein' || route === 'not stated';
}

/** What was acquired in this examination, and not computed or of another part of the body. */
function isOfStudy({ placed: { acquisition } }: Seen): boolean {
  return !acquisition.derived && acquisition.region !== 'other';
}

function afterOthers(one: Seen, all: readonly Seen[]): Seen {
  const { own, placed } = one;
  if (own.basis === 'record' || own.contrastEnhanced === 'yes') return one;
  const others = all
    .filter((other) => !ofOneSeries(one, other) && (hasRecord(other) || other.own.contrastEnhanced === 'yes'))
    .map((other) => ({ other, follows: followsInSession(placed, other.placed) }))
    .filter(({ follows }) => follows !== false);
  const after = others.filter(({ follows }) => follows === true).map(({ other }) => other);
  const sure = after.filter(
    (other) => hasRecord(other) && other.own.contrastEnhanced === 'yes' && speaksForOthers(other),
  );
  if (own.basis === 'words')
    return after.some(hasRecord)
      ? changed(one, 'unknown', `but ${earlierInWords(placed, after.filter(hasRecord))} has a contrast agent recorded`)
      : one;
  if (sure.length > 0) {
    const says = `acquired after contrast: ${earlierInWords(placed, sure)} has it recorded`;
    // Its time may be that of the calculation.
    return changed(one, placed.acquisition.derived ? 'unknown' : 'yes', says);
  }
  if (own.basis !== 'absence' || others.length === 0) return one;
  if (after.length > 0) return changed(one, 'unknown', `but ${earlierInWords(placed, after)} may be after contrast`);
  return changed(one, 'unknown', 'but another series is after contrast, and which came first is not known');
}

/** Where the record changes within a series it speaks for each image. */
function ofOneSeries(one: Seen, other: Seen): boolean {
  return one.placed.acquisition.seriesInstanceUid === other.placed.acquisition.seriesInstanceUid;
}

/** "the series 12.5 min before": the first of them. */
function earlierInWords(placed: Placed, earlier: readonly Seen[]): string {
  const minutes = earlier.flatMap((other) => minutesAfter(startOf(other.placed), startOf(placed)) ?? []);
  return `the series ${rounded(Math.max(...minutes), 1)} min before`;
}

function inPairs(one: Seen, all: readonly Seen[]): Seen {
  const twins = all
    .filter((other) => other !== one)
    .map((other) => ({ other, same: sameT1(one.placed, other.placed) }))
    .filter(({ same }) => same !== 'no');
  if (twins.length === 0) return one;
  const sure = twins.flatMap(({ other, same }) => (same === 'yes' ? [other] : []));
  const apart = sure.filter((twin) => repeatedAtOnce(one.placed, twin.placed, placedOf(all)) === false);
  if (one.own.basis === 'record') return recordedThroughout(one, apart, all);
  if (one.state === 'unknown') return besideItsTwins(one, sure, apart, all);
  return one.state === 'no' && one.own.basis === 'absence'
    ? twiceWithoutAWord(
        one,
        twins.map(({ other }) => other),
        all,
      )
    : one;
}

/** The same T1 before and after: which of the two this is, by when contrast was given. */
function besideItsTwins(one: Seen, twins: readonly Seen[], apart: readonly Seen[], all: readonly Seen[]): Seen {
  if (one.own.basis === 'words' || !isDescribed(one)) return one;
  const withContrast = all.filter((other) => other !== one && (hasRecord(other) || other.state === 'yes'));
  if (withContrast.length === 0) return byTheStudy(one, apart, all);
  const since = withContrast.map((other) => minutesAfter(startOf(other.placed), startOf(one.placed)));
  const laterTwins = twins.filter((twin) => begins(one, twin));
  const isBefore = since.every((minutes) => minutes !== null && minutes < 0);
  const given = withContrast.filter(speaksForOthers);
  if (isBefore && laterTwins.some((twin) => given.some((other) => other === twin || begins(other, twin))))
    return changed(one, 'no', 'the same T1 was acquired again after contrast: this is the one before');
  const earlierTwins = twins.filter((twin) => begins(twin, one));
  const between = given.filter((other) => other.state === 'yes' && followsInSession(one.placed, other.placed) === true);
  if (!one.placed.acquisition.derived && earlierTwins.some((twin) => between.some((other) => begins(twin, other))))
    return changed(one, 'yes', 'the same T1 was acquired before contrast: this is the one after');
  return one;
}

/** A description that was taken out of the header may have said the opposite of what the order suggests. */
function isDescribed({ placed }: Seen): boolean {
  return placed.images.every(({ attributes: a }) => a.SeriesDescription !== undefined && a.ProtocolName !== undefined);
}

/** Nothing but the study's description speaks of contrast: then the first of the equal ones is before it and the last one after. */
function byTheStudy(one: Seen, apart: readonly Seen[], all: readonly Seen[]): Seen {
  if (apart.length === 0 || !all.some((each) => isOfStudy(each) && studySpeaksOfContrast(each.placed.images)))
    return one;
  if (apart.every((twin) => begins(one, twin)))
    return changed(one, 'no', 'the study is one with contrast, and the same T1 was acquired again later');
  if (apart.every((twin) => begins(twin, one)))
    return changed(one, 'yes', 'the study is one with contrast, and the same T1 was acquired before');
  return one;
}

/** An agent that was registered before the first series says nothing of the first of two equal T1. */
function recordedThroughout(one: Seen, apart: readonly Seen[], all: readonly Seen[]): Seen {
  const ofStudy = all.filter(isOfStudy);
  if (one.state !== 'yes' || !ofStudy.every(hasRecord)) return one;
  const timed = ofStudy.some(({ placed }) =>
    placed.images.some(({ attributes: a }) => a.ContrastBolusStartTime?.trim()),
  );
  if (timed || !apart.some((twin) => begins(one, twin))) return one;
  const says =
    'but it is recorded for every series, and the same T1 was acquired again later: this may be the one before';
  return changed(one, 'unknown', says);
}

/** Not every scanner records an injection: a T1 that is acquired again for no other reason that shows may be one after it. */
function twiceWithoutAWord(one: Seen, twins: readonly Seen[], all: readonly Seen[]): Seen {
  if (all.some((each) => isOfStudy(each) && studyDeniesContrast(each.placed.images))) return one;
  const isSecond = twins.some((twin) => {
    const minutes = minutesAfter(startOf(twin.placed), startOf(one.placed));
    if (minutes !== null && minutes <= 0) return false;
    return repeatedAtOnce(twin.placed, one.placed, placedOf(all)) !== true;
  });
  if (!isSecond) return one;
  return changed(one, 'unknown', 'but the same T1 was acquired earlier: this may be the one after contrast');
}

/** Whether the first is known to begin before the second; images of one moment do not. */
function begins(first: Seen, second: Seen): boolean {
  const minutes = minutesAfter(startOf(first.placed), startOf(second.placed));
  return minutes !== null && minutes > 0;
}

function placedOf(all: readonly Seen[]): readonly Placed[] {
  return all.map(({ placed }) => placed);
}

function changed(one: Seen, state: ContrastState, says: string): Seen {
  return { ...one, state, because: [...one.because, says] };
}

import type { Acquisition } from '../acquisition/index.ts';
import type { ExamRegion, RegionImaged } from '../protocol/index.ts';
import { ascending } from './ascending.ts';
import { askInWords, regionInWords } from './askInWords.ts';
import type { Attempt, Filled } from './attempt.ts';
import { membersOf } from './selectCandidates.ts';
import type { Finding, Status } from './verdict.ts';

/** What is known of the person's other studies around this one. */
export type OtherStudies = {
  readonly studies: readonly { readonly regions: readonly ExamRegion[]; readonly daysApart: number }[];
  /** Whether there are no others: only then is a region that none of them shows known not to have been imaged. */
  readonly areAll: boolean;
};

type Known = {
  readonly acquisitions: readonly Acquisition[];
  readonly unreadObjects: ReadonlyMap<string | null, number>;
  readonly otherStudies?: OtherStudies | undefined;
};

/** Whether a region was imaged too: here, in another study near in time, or nobody knows. */
export function judgeImaged(ask: RegionImaged, known: Known): Attempt {
  const { region, withinDays } = ask;
  const place = askInWords(ask);
  const members = membersOf(region, known.acquisitions);
  const sure = members.filter(({ doubts }) => doubts.length === 0);
  if (sure.length > 0) {
    const parts = sure
      .toSorted((a, b) => ascending(a.acquisition.id, b.acquisition.id))
      .map((candidate): Filled => {
        return { kind: 'filled', candidate, place, findings: [imaged('met', null, candidate.acquisition.id)] };
      });
    return { parts, instead: [] };
  }

  const apart = (known.otherStudies?.studies ?? [])
    .filter((study) => study.regions.includes(region))
    .map(({ daysApart }) => daysApart);
  const nearest = Math.min(...apart);
  const where = whereInWords(region);
  // Without any such study the nearest is infinitely far.
  if (nearest <= withinDays) {
    const note = `${where.was} imaged in another study, ${nearest === 1 ? '1 day' : `${nearest} days`} apart`;
    return { parts: [{ kind: 'absent', count: 0, options: [], findings: [imaged('met', note)] }], instead: [] };
  }
  const [status, note] = whyNotFound(where, withinDays, members.length > 0, known);
  return { parts: [{ kind: 'absent', count: 1, options: [place], findings: [imaged(status, note)] }], instead: [] };
}

type Where = { readonly name: string; readonly was: string; readonly it: string };

/** The region, which may be several: "the spinal cord was" and "it was", "the optic nerves were" and "they were". */
function whereInWords(region: ExamRegion): Where {
  const name = regionInWords(region);
  return region === 'orbit'
    ? { name, was: `${name} were`, it: 'they were' }
    : { name, was: `${name} was`, it: 'it was' };
}

function whyNotFound(
  where: Where,
  withinDays: number,
  mayBeHere: boolean,
  { unreadObjects, otherStudies }: Known,
): readonly [Status, string] {
  if (mayBeHere)
    return ['cannot-tell', `the body region of a series could not be recognised: it may show ${where.name}`];
  if (unreadObjects.size > 0) {
    return ['cannot-tell', `this study does not show ${where.name}, but objects of it could not be read and may`];
  }
  const elsewhere = `in another within ${withinDays} days`;
  if (otherStudies?.areAll === true) return ['not-met', `${where.was} imaged neither in this study nor ${elsewhere}`];
  return [
    'cannot-tell',
    `this study does not show ${where.name}; whether ${where.it} imaged ${elsewhere} is not known`,
  ];
}

function imaged(status: Status, note: string | null, acquisition: string | null = null): Finding {
  return { constraint: 'imaged', acquisition, status, observed: null, limit: {}, unit: null, note, remark: false };
}

import { sequenceInWords } from '../acquisition/index.ts';
import {
  type ExamRegion,
  examRegions,
  type Indication,
  indications,
  type Protocol,
  type Requirement,
} from '../protocol/index.ts';
import { changed } from './changed.ts';
import { conditionInWords, demandsInWords, indicationNames, levelInWords } from './demandWords.ts';
import { diffAsks } from './diffAsks.ts';
import { diffSources, type SourceDiff } from './diffSources.ts';
import { diffIntervals } from './intervalWords.ts';
import { regionNames } from './limitWords.ts';
import { counterparts, shareOf } from './takenOver.ts';

/** What changes from one edition to another, line by line, in words that a neuroradiologist reads. */
export function diffProtocols(before: Protocol, after: Protocol): readonly string[] {
  const sources = diffSources(before.requirements, after.requirements);
  const regions = examRegions.flatMap((region) => {
    const lines = diffRegion(region, { before, after, sources });
    return lines.length === 0 ? [] : ['', regionNames[region], ...lines.map((line) => `  ${line}`)];
  });
  const intervals = diffIntervals(before, after);
  return [
    `${before.id}@${before.revision} → ${after.id}@${after.revision}`,
    ...changed('in force', period(before), period(after)),
    ...changed('status', before.status, after.status),
    ...changed('territory', before.territory, after.territory),
    ...(['mm', 'T', 'percent'] as const).flatMap((unit) => {
      const [was, is] = [before, after].map(({ tolerance }) => `${tolerance[unit]} ${unit === 'percent' ? '%' : unit}`);
      return changed('allowed for rounding', was ?? '', is ?? '');
    }),
    ...sources.summary,
    ...(regions.length + intervals.length === 0 ? ['', 'The two ask the same.'] : [...regions, ...intervals]),
  ];
}

type Editions = { readonly before: Protocol; readonly after: Protocol; readonly sources: SourceDiff };

function diffRegion(region: ExamRegion, { before, after, sources }: Editions): readonly string[] {
  const [old = [], now = []] = [before, after].map(({ requirements }) =>
    requirements.filter((each) => each.region === region),
  );
  const successors = new Map(old.map((was) => [was, counterparts(was, old, now)]));
  const origins = new Map(now.map((is) => [is, counterparts(is, now, old)]));
  const ends = now.flatMap((is): readonly string[] => {
    const was = old.find(({ id }) => id === is.id) ?? null;
    const taken = old.filter((each) => successors.get(each)?.includes(is));
    // What is split off from what stays is told as new, with where it was.
    if (was === null && taken.length === 0) return [];
    const given = was === null ? [] : now.filter((each) => origins.get(each)?.includes(was));
    const lines = [...diffRequirement({ was, is, taken, given }), ...sources.of(is.id)];
    return lines.length === 0 ? [] : [`${is.title} (${is.id})`, ...lines.map((line) => `  ${line}`)];
  });
  const gone = old.filter(({ id }) => !now.some((each) => each.id === id));
  const added = now.filter((is) => !old.some((each) => each.id === is.id || successors.get(each)?.includes(is)));
  return [
    ...ends,
    ...gone.map(
      (was) => `${whereTo(was, successors.get(was) ?? [])}: ${was.title} (${was.id}; was ${demandsInWords(was)})`,
    ),
    ...added.map((is) => `${whereFrom(is, origins.get(is) ?? [])}: ${is.title} (${is.id}; ${demandsInWords(is)})`),
  ];
}

function whereTo(was: Requirement, successors: readonly Requirement[]): string {
  const share = shareOf(was, successors);
  if (share === null) return 'no longer asked';
  const without = share.rest.length === 0 ? '' : `, without ${share.rest.map(sequenceInWords).join(' and ')}`;
  return `now asked${share.isWhole ? '' : ' in part'} as ${idsOf(successors)}${without}`;
}

function whereFrom(is: Requirement, origins: readonly Requirement[]): string {
  const share = shareOf(is, origins);
  return share === null ? 'new' : `new by itself, ${share.isWhole ? '' : 'in part '}asked before as ${idsOf(origins)}`;
}

function idsOf(requirements: readonly Requirement[]): string {
  return requirements.map(({ id }) => id).join(' and ');
}

/** A requirement of both editions, with those of the one before that it takes the place of, and those of the one after that it gave to. */
type Pair = {
  readonly was: Requirement | null;
  readonly is: Requirement;
  readonly taken: readonly Requirement[];
  readonly given: readonly Requirement[];
};

function diffRequirement(pair: Pair): readonly string[] {
  const { was, is, taken } = pair;
  return [
    ...takesThePlaceOf(is, taken),
    ...indications.flatMap((indication) => diffLevel(indication, pair)),
    ...diffAsks(
      [...(was === null ? [] : [was]), ...taken].map(({ asks }) => asks),
      is.asks,
    ),
    ...diffCondition(was === null ? taken : [was], is),
  ];
}

function diffCondition(before: readonly Requirement[], is: Requirement): readonly string[] {
  const old = new Set(before.map(({ onlyWhere }) => conditionInWords(onlyWhere) || everywhere));
  return changed('asked', [...old].join(' or '), conditionInWords(is.onlyWhere) || everywhere);
}

const everywhere = 'everywhere';

function takesThePlaceOf(is: Requirement, taken: readonly Requirement[]): readonly string[] {
  if (taken.length === 0) return [];
  const isWhole = (each: Requirement) => shareOf(each, [is])?.isWhole === true;
  const [whole, part] = [taken.filter(isWhole), taken.filter((each) => !isWhole(each))];
  const inPart = part.length === 0 ? [] : [`in part of ${idsOf(part)}`];
  return [`takes the place ${[...(whole.length === 0 ? [] : [`of ${idsOf(whole)}`]), ...inPart].join(', and ')}`];
}

/** What was asked under another id was asked: where that was the whole and as strongly, there is nothing to say. */
function diffLevel(indication: Indication, { was, is, taken, given }: Pair): readonly string[] {
  const [old, now] = [levelInWords(was?.indications[indication]), levelInWords(is.indications[indication])];
  const what = `for ${indicationNames[indication]}`;
  const [from = [], to = []] = [taken, given].map((of) =>
    of.filter((each) => each.indications[indication] !== undefined),
  );
  const asWhole = from.find((each) => shareOf(each, [is])?.isWhole);
  if (old === '' && asWhole !== undefined && levelInWords(asWhole.indications[indication]) === now) return [];
  return changed(what, old || within(from, indication), now || within(to, indication));
}

/** "required as brain.pd-or-flair and brain.flair-sagittal" */
function within(requirements: readonly Requirement[], indication: Indication): string {
  const byLevel = Map.groupBy(requirements, ({ indications: demands }) => levelInWords(demands[indication]));
  return [...byLevel].map(([level, of]) => `${level} as ${idsOf(of)}`).join(', ');
}

function period({ inForce: { from, until } }: Protocol): string {
  return until === null ? `since ${from}` : `${from} to ${until}`;
}

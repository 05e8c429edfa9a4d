import { askInWords } from '../compliance/index.ts';
import {
  type Ask,
  type Demand,
  type ExamRegion,
  examRegions,
  indications,
  type OneAcquisition,
  type Protocol,
  type Requirement,
} from '../protocol/index.ts';
import { diffIntervals } from './intervalWords.ts';
import { constraintWords, oneInWords } from './limitWords.ts';
import { matchAsks } from './matchAsks.ts';

/** What changes from one edition to another, line by line, in words that a neuroradiologist reads. */
export function diffProtocols(before: Protocol, after: Protocol): readonly string[] {
  const regions = examRegions.flatMap((region) => {
    const lines = diffRegion(region, before, after);
    return lines.length === 0 ? [] : ['', regionNames[region], ...lines.map((line) => `  ${line}`)];
  });
  const intervals = diffIntervals(before, after);
  return [
    `${before.id}@${before.revision} → ${after.id}@${after.revision}`,
    ...changed('in force', period(before), period(after)),
    ...(regions.length + intervals.length === 0 ? ['', 'The two ask the same.'] : [...regions, ...intervals]),
  ];
}

const regionNames: Readonly<Record<ExamRegion, string>> = {
  brain: 'Brain',
  cord: 'Spinal cord',
  orbit: 'Optic nerves',
};

function diffRegion(region: ExamRegion, before: Protocol, after: Protocol): readonly string[] {
  const [old, now] = [before, after].map(({ requirements }) => requirements.filter((each) => each.region === region));
  if (old === undefined || now === undefined) return [];
  const both = old.flatMap((was) => now.filter(({ id }) => id === was.id).map((is) => [was, is] as const));
  const gone = old.filter(({ id }) => !now.some((each) => each.id === id));
  const added = now.filter(({ id }) => !old.some((each) => each.id === id));
  return [
    ...both.flatMap(([was, is]) => {
      const lines = diffRequirement(was, is);
      return lines.length === 0 ? [] : [`${is.title} (${is.id})`, ...lines.map((line) => `  ${line}`)];
    }),
    ...gone.map((each) => `no longer asked: ${each.title} (${each.id}; was ${demandsInWords(each)})`),
    ...added.map((each) => `new: ${each.title} (${each.id}; ${demandsInWords(each)})`),
  ];
}

function diffRequirement(was: Requirement, is: Requirement): readonly string[] {
  return [
    ...indications.flatMap((indication) =>
      changed(
        `for ${indication}`,
        demandInWords(was.indications[indication]),
        demandInWords(is.indications[indication]),
      ),
    ),
    ...diffAsks(was.asks, is.asks),
  ];
}

function diffAsks(was: Ask, is: Ask): readonly string[] {
  const { pairs, gone, added } = matchAsks(leaves(was), leaves(is));
  return [
    ...changed('together', together(was), together(is)),
    ...pairs.flatMap(([old, now]) => diffLeaf(old, now)),
    ...gone.map((leaf) => `no longer enough: ${leafInWords(leaf)}`),
    ...added.map((leaf) => `now also: ${leafInWords(leaf)}`),
  ];
}

type Leaf = Exclude<Ask, { kind: 'anyOf' | 'atLeast' }>;

function leaves(ask: Ask): readonly Leaf[] {
  return ask.kind === 'anyOf' || ask.kind === 'atLeast' ? ask.of.flatMap(leaves) : [ask];
}

/** Sets in words: how many of what must be there together. */
function together(ask: Ask): string {
  switch (ask.kind) {
    case 'atLeast':
      return askInWords(ask);
    case 'anyOf':
      return ask.of
        .map(together)
        .filter((words) => words !== '')
        .join(' or ');
    default:
      return '';
  }
}

function diffLeaf(was: Leaf, is: Leaf): readonly string[] {
  if (was.kind === 'imaged' || is.kind === 'imaged') return changed('asked', leafInWords(was), leafInWords(is));
  const name = is.kind === 'one' ? ` of ${askInWords(is)}` : '';
  const [old, now] = [wordsByProperty(was), wordsByProperty(is)];
  const sequences =
    was.kind === 'one' && is.kind === 'one'
      ? changed('sequence', was.sequence.join(' or '), is.sequence.join(' or '))
      : [];
  return [
    ...sequences,
    ...[...new Set([...old.keys(), ...now.keys()])].flatMap((about) =>
      changed(`${about}${name}`, old.get(about) ?? '', now.get(about) ?? '', 'any'),
    ),
  ];
}

function wordsByProperty({ constraints }: Exclude<Leaf, { kind: 'imaged' }>): ReadonlyMap<string, string> {
  return new Map(constraints.map(constraintWords).map(({ about, asked }) => [about, asked]));
}

function leafInWords(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'one':
      return oneInWords(leaf satisfies OneAcquisition);
    case 'every':
      return `every acquisition: ${[...wordsByProperty(leaf)].map((words) => words.join(' ')).join(', ')}`;
    case 'imaged':
      return `${askInWords(leaf)}, here or within ${leaf.withinDays} days`;
  }
}

function demandsInWords({ indications: demands }: Requirement): string {
  return indications
    .flatMap((indication) =>
      demands[indication] === undefined ? [] : `${demands[indication].level} for ${indication}`,
    )
    .join(', ');
}

function demandInWords(demand: Demand | undefined): string {
  if (demand === undefined) return '';
  const { level, unless, when } = demand;
  const exception = unless ?? when;
  return exception === undefined ? level : `${level}, but ${exception.level} where ${exception.because}`;
}

function period({ inForce: { from, until } }: Protocol): string {
  return until === null ? `since ${from}` : `${from} to ${until}`;
}

function changed(what: string, was: string, is: string, nothing = 'not asked'): readonly string[] {
  return was === is ? [] : [`${what}: ${was || nothing} → ${is || nothing}`];
}

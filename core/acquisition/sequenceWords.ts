import { type Sequence, sequences } from './acquisition.ts';
import type { Clue } from './clue.ts';
import words from './data/sequenceWords.json' with { type: 'json' };
import { foldWords } from './foldWords.ts';

/**
 * What the descriptions of a series suggest, by the words of `data/sequenceWords.json`: the field's own, those of seven languages and the
 * vendors' product names. About one description in ten is wrong, so no word outweighs clear physics.
 *
 * @param descriptions SeriesDescription, ProtocolName
 */
export function wordClues(descriptions: readonly (string | null)[]): readonly Clue[] {
  const texts = descriptions.flatMap((text) => (text === null || text === '' ? [] : [readable(text)]));
  if (texts.length === 0) return [];
  const found = matchers.filter(({ pattern }) => texts.some((text) => pattern.test(text)));
  return saidOnce(withoutShadowed(found)).map(({ sequence, weight, says }) => ({
    sequence,
    weight,
    says: `named ${says}`,
  }));
}

type Entry = {
  readonly sequence: string;
  readonly weight: number;
  readonly says: string;
  readonly names: Readonly<Record<string, readonly string[] | undefined>>;
  readonly replaces?: readonly string[];
  readonly notBesideNumber?: boolean;
};
type Matcher = {
  readonly sequence: Sequence;
  readonly weight: number;
  readonly says: string;
  readonly pattern: RegExp;
  readonly replaces: readonly string[];
};

const table: readonly Entry[] = words;
const matchers: readonly Matcher[] = table.map((entry) => ({
  sequence: sequenceNamed(entry.sequence),
  weight: entry.weight,
  says: entry.says,
  pattern: patternOf(entry),
  replaces: entry.replaces ?? [],
}));

function sequenceNamed(name: string): Sequence {
  const found = sequences.find((sequence) => sequence === name);
  if (found === undefined)
    throw new Error(`sequenceWords.json: "${name}" is no sequence; use one of ${sequences.join(', ')}.`);
  return found;
}

/** A name matches as whole words, with or without the spaces between them; `…` at its end stands for any ending. */
function patternOf({ names, notBesideNumber }: Entry): RegExp {
  const all = Object.values(names).flatMap((list) => list ?? []);
  const one = all
    .map((name) =>
      name
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll(' ', ' ?')
        .replace(/…$/, '[a-z]*'),
    )
    .join('|');
  const number = notBesideNumber === true;
  return new RegExp(`(?<![a-z0-9*]${number ? '|\\d ' : ''})(?:${one})(?![a-z0-9*]${number ? '| ?\\d' : ''})`);
}

/** "T2 FLAIR", "T2 STIR", "T1 MP2RAGE", "DIR FLAIR": the particular name says more than the weighting beside it. */
const particular: Readonly<Partial<Record<Sequence, readonly Sequence[]>>> = {
  FLAIR: ['T2w', 'STIR'],
  STIR: ['T2w', 'T1w'],
  DIR: ['FLAIR', 'T2w', 'DWI', 'T1w'],
  PSIR: ['T1w', 'T2w', 'FLAIR'],
  MP2RAGE: ['T1w'],
  T2starw: ['T2w'],
  SWI: ['T2starw', 'T2w', 'T1w'],
  ADC: ['DWI'],
  ASL: ['PERF', 'T1w', 'T2w'],
  FMAP: ['BOLD', 'DWI', 'T2starw'],
  LOCALIZER: ['T1w', 'T2w', 'FLAIR'],
  ANGIO: ['T1w', 'T2w'],
};

function withoutShadowed(found: readonly Matcher[]): readonly Matcher[] {
  const replaced = new Set(found.flatMap(({ replaces }) => replaces));
  const left = found.filter(({ sequence }) => !replaced.has(sequence));
  const shadowed = new Set(left.flatMap(({ sequence }) => particular[sequence] ?? []));
  return left.filter(({ sequence }) => !shadowed.has(sequence));
}

/** "T1 MPRAGE" says T1-weighted twice, which makes it no truer: the heaviest word of a sequence counts, the others hardly. */
function saidOnce(found: readonly Matcher[]): readonly Matcher[] {
  return found.map((one) => {
    const heavier = found.some(
      (other, index) =>
        other.sequence === one.sequence &&
        (other.weight > one.weight || (other.weight === one.weight && index < found.indexOf(one))),
    );
    return heavier ? { ...one, weight: one.weight * 0.2 } : one;
  });
}

/** Folded, without accents, and with the words apart that descriptions run together: `AXT2FLAIR`, `SagT1Post`, `3DT1`. */
function readable(text: string): string {
  const plain = foldWords(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/t2\*(?=[a-z])/g, 't2* ');
  return plain
    .replace(
      /\b(ax|axi|axial|sag|sagittal|cor|coronal|tra|trans|obl|3d|2d)(?=(?:t1|t2|pd|flair|stir|dwi|dti|swi|swan|mprage|bravo|gre|3d)(?!\d))/g,
      '$1 ',
    )
    .replace(/\b(3d|2d)(?=(?:t1|t2|pd|flair|stir|space|cube|mprage|bravo|gre|tse|fse|swi))/g, '$1 ')
    .replace(
      /\b(t1|t2|pd)(?=(?:flair|stir|tirm|tse|fse|se|gre|ffe|tfe|space|spc|cube|vista|mprage|blade|propeller|star|ax|sag|cor|tra|fs|post|pre)(?![a-z]))/g,
      '$1 ',
    )
    .replace(
      /(?<![a-z])(flair|stir|dwi|mprage|swi|t1|t2|t1w|t2w)(?=(?:3d|2d|cube|space|fs|ax|sag|cor|tra|post|pre|gd)(?![a-z]))/g,
      '$1 ',
    );
}

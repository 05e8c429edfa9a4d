import type { StudyItem } from '../core/records/index.ts';
import { count, engineVersion } from '../core/report/index.ts';
import type { Foreseen, VerdictChange } from '../functions/evaluate/index.ts';

/** What was foreseen of a study; `error` where it could not be. */
export type Foresight =
  | { readonly study: StudyItem; readonly foreseen: Foreseen }
  | { readonly study: StudyItem; readonly error: string };

export const foresightKinds = ['unchanged', 'same-outcome', 'other-outcome', 'nothing-to-judge', 'failed'] as const;
export type ForesightKind = (typeof foresightKinds)[number];

export function kindOf(foresight: Foresight): ForesightKind {
  if ('error' in foresight) return 'failed';
  const { foreseen } = foresight;
  if (foreseen.kind === 'nothing-to-judge') return 'nothing-to-judge';
  if (foreseen.kind === 'same-verdict') return 'unchanged';
  return foreseen.before === foreseen.after ? 'same-outcome' : 'other-outcome';
}

export function dryRunHead(): string {
  return `Judged by version ${engineVersion} on this machine; nothing is written and nothing is sent.\n`;
}

/** The lines of one study; none where nobody would see a difference. */
export function foresightLines(foresight: Foresight): readonly string[] {
  const { site, studyKey } = foresight.study;
  const line = (words: string) => `${site}  ${studyKey}  ${words}`;
  if ('error' in foresight) return [line(`could not be judged here (${foresight.error})`)];
  const { foreseen } = foresight;
  if (foreseen.kind !== 'new-verdict') return [];
  const { before, after, changes } = foreseen;
  if (before === after && changes.length === 0) return [];
  const outcome = before === after ? `${after} as before` : `${before ?? 'no verdict'} → ${after}`;
  return [line(`${outcome}, ${tellingWords[foreseen.telling]}`), ...changes.map(changeLine)];
}

const tellingWords = {
  nobody: 'nobody is told',
  first: 'the clinic is told',
  correction: 'the clinic is told of a correction',
} as const;

function changeLine({ protocol, region, indication, before, after }: VerdictChange): string {
  const what = [protocol, region, indication].filter((word) => word !== null).join(' ');
  return `    ${what}: ${before ?? 'not judged'} → ${after ?? 'not judged'}`;
}

/** How many studies come to what. */
export function dryRunSummary(counts: ReadonlyMap<ForesightKind, number>): string {
  const total = [...counts.values()].reduce((sum, number) => sum + number, 0);
  const found = foresightKinds.filter((kind) => counts.has(kind));
  const width = String(total).length;
  return [
    `${count(total, 'study', 'studies')} would be looked at again:`,
    ...found.map((kind) => `  ${String(counts.get(kind)).padStart(width)}  ${kindWords[kind]}`),
    'Nothing was sent; with --go they are.',
    '',
  ].join('\n');
}

const kindWords: Readonly<Record<ForesightKind, string>> = {
  unchanged: 'no new verdict: nothing that a verdict depends on has changed',
  'same-outcome': 'a new verdict with the same outcome, of which nobody is told',
  'other-outcome': 'a new verdict with another outcome',
  'nothing-to-judge': 'no verdict: nothing is recorded that could be judged',
  failed: 'could not be judged here',
};

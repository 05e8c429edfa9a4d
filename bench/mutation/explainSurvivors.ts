import type { Justification } from './justified.ts';

/** What is used of the report that StrykerJS writes (mutation testing elements). */
export type MutationReport = {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
};

type Place = { readonly line: number; readonly column: number };
type Mutant = {
  readonly status: string;
  readonly replacement?: string;
  readonly location: { readonly start: Place; readonly end: Place };
};

export type ExplainedScore = {
  readonly mutants: number;
  readonly noticed: number;
  readonly justified: number;
  /** "core/compliance/outcome.ts:17: status === 'met' → true" */
  readonly unexplained: readonly string[];
  /** Justifications of what does not survive, or is no longer there. */
  readonly needless: readonly string[];
};

/** Holds what survived against what is justified in writing. */
export function explainSurvivors(report: MutationReport, justified: readonly Justification[]): ExplainedScore {
  const mutants = Object.entries(report.files).flatMap(([file, { source, mutants: of }]) =>
    of.map(({ status, replacement = '', location }) => ({
      file,
      status,
      line: location.start.line,
      code: onOneLine(between(source, location)),
      replacement: onOneLine(replacement),
    })),
  );
  const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  const survivors = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const isOf = (mutant: (typeof mutants)[number]) => (each: Justification) =>
    each.file === mutant.file && each.code === mutant.code && each.replacement === mutant.replacement;
  const unexplained = survivors.filter((mutant) => !justified.some(isOf(mutant)));
  return {
    mutants: noticed.length + survivors.length,
    noticed: noticed.length,
    justified: survivors.length - unexplained.length,
    unexplained: unexplained.map(({ file, line, code, replacement }) => `${file}:${line}: ${code} → ${replacement}`),
    needless: justified
      .filter((each) => report.files[each.file] !== undefined && !survivors.some((mutant) => isOf(mutant)(each)))
      .map(({ file, code, replacement }) => `${file}: ${code} → ${replacement}`),
  };
}

/** Lines and columns count from 1; the end is the first that is no longer part of it. */
function between(source: string, { start, end }: Mutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  return lines
    .map((line, index) => (index === lines.length - 1 ? line.slice(0, end.column - 1) : line))
    .map((line, index) => (index === 0 ? line.slice(start.column - 1) : line))
    .join('\n');
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

import { count, printable, type Report } from '../core/report/index.ts';
import type { JudgedStudy } from './judgedStudies.ts';
import { outcomeWords } from './outcomeWords.ts';

type Verdict = NonNullable<Report['studies'][number]['verdicts']>[number];
type RequirementVerdict = Verdict['requirements'][number];

const signs = { met: '✓', 'not-met': '✗', 'cannot-tell': '?' } as const;

/** A study's outcome for each edition, region and indication, what is not met with its remedy, and the links. */
export function verdictTable(title: string, judged: JudgedStudy, lastObjectAtMs: number | null): string {
  const { verdict, report, links } = judged;
  if (verdict === null || report === null) return `${printable(title)}: no verdict yet\n`;
  const verdicts = report.studies.flatMap((study) => study.verdicts ?? []);
  const took =
    lastObjectAtMs === null ? '' : ` · ${seconds(verdict.judgedAtMs - lastObjectAtMs)} after its last object`;
  const lines = [
    `${printable(title)}: ${outcomeWords(verdict.outcome, report)} · revision ${verdict.revision}${took} · ${count(links.length, 'e-mail')}`,
    ...columns(
      verdicts.map(({ protocol, region, indication, outcome }) => [
        protocol,
        region ?? 'any region',
        indication ?? 'any indication',
        outcome,
      ]),
    ),
    ...shortcomings(verdicts),
    ...links.flatMap((link) => [`report       ${link}`, `report JSON  ${jsonLink(link)}`]),
  ];
  return `${lines.map((line, index) => (index === 0 ? line : `  ${line}`)).join('\n')}\n`;
}

/** The same report as the contract's JSON document. */
export function jsonLink(link: string): string {
  const url = new URL(link);
  url.searchParams.set('format', 'json');
  return url.href;
}

/** Each requirement that is not met or cannot be judged, once, with what would mend it. */
function shortcomings(verdicts: readonly Verdict[]): readonly string[] {
  const open = verdicts.flatMap(({ requirements }) => requirements.filter(isAsked));
  return [
    ...new Set(
      open.map(
        (requirement) => `${signs[requirement.status]} ${printable(`${requirement.id}: ${remedy(requirement)}`, 500)}`,
      ),
    ),
  ];
}

function isAsked({ status, level }: RequirementVerdict): boolean {
  return status !== 'met' && (level === 'required' || level === 'recommended');
}

function remedy({ nearest, title, level }: RequirementVerdict): string {
  return `${nearest?.remedy ?? `none found: ${title}`} (${level})`;
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

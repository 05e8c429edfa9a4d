import { findProtocol } from '../protocol/index.ts';
import { acquisitionCells, acquisitionColumns, referencesOf, repeatsOf, scannersOf } from './acquisitionWords.ts';
import { comparisonLines } from './comparisonText.ts';
import { printable } from './printable.ts';
import { reasonsOf, remarksOf } from './remarks.ts';
import type { Reading, Report, ReportedAcquisition, StudyReport } from './report.ts';
import { type GroupedDemand, type GroupedRequirement, groupVerdicts, type VerdictGroup } from './requirementGroups.ts';
import { hangingText, textTable } from './textTable.ts';
import { whyNothingJudged } from './whyNothingJudged.ts';
import {
  bytesWords,
  citationWords,
  count,
  demandWords,
  disclaimer,
  examRegionWords,
  indicationWord,
  looseObjects,
  noAcquisitions,
  nothingRead,
  outcomeSentences,
  outcomeSigns,
  outcomeWords,
  requirementSign,
  statusPhrase,
  studyWithoutDate,
} from './words.ts';

const rule = '─'.repeat(72);

/** The result of `check`, as a technologist reads it in a terminal. */
export function renderText(report: Report): string {
  const studies = report.studies.length === 0 ? [[nothingRead]] : report.studies.map(checkedStudy);
  return `${[...studies, hangingText('', disclaimer)].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Title, scanner and acquisition table: what both texts begin a study with. */
export function studyHeading(study: StudyReport): readonly string[] {
  if (study.studyInstanceUid === null) return [looseObjects, rule];
  const title = [`Study of ${study.studyDate ?? studyWithoutDate}`, study.studyDescription ?? ''];
  return [
    title.flatMap((part) => (part === '' ? [] : [printable(part)])).join(' · '),
    ...scannersOf(study.acquisitions).map((scanner) => printable(scanner)),
    printable(`Study UID ${study.studyInstanceUid}`),
    rule,
  ];
}

/** How much was read, and each object that was not used with its reason. */
export function readingLines({ files, instances, bytesRead, bytesTotal, rejected }: Reading): readonly string[] {
  const read = `Read ${count(files, 'file')}: ${count(instances, 'image object')}, ${bytesWords(bytesRead)} of ${bytesWords(bytesTotal)}.`;
  if (rejected.length === 0) return [read];
  return [
    `${read} Not used:`,
    ...rejected.flatMap(({ path, reason }) =>
      hangingText('  · ', `${printable(path, 300)}: ${printable(reason, 500)}`),
    ),
  ];
}

function checkedStudy(study: StudyReport): readonly string[] {
  return [
    ...studyHeading(study),
    ...(study.studyInstanceUid === null ? [] : acquisitionLines(study.acquisitions)),
    ...verdictLines(study),
    ...comparisonLines(study),
    ...readingLines(study.reading),
  ];
}

function acquisitionLines(acquisitions: readonly ReportedAcquisition[]): readonly string[] {
  if (acquisitions.length === 0) return [noAcquisitions, ''];
  return [
    ...textTable(acquisitionColumns, acquisitions.map(acquisitionCells)),
    ...repeatsOf(acquisitions).flatMap((repeat) => hangingText('', printable(repeat))),
    '',
  ];
}

function verdictLines(study: StudyReport): readonly string[] {
  if (study.studyInstanceUid === null) return [];
  if (study.verdicts === undefined || study.verdicts.length === 0) {
    return [...hangingText('', whyNothingJudged(study)), ''];
  }
  return groupVerdicts(study.verdicts).flatMap((group) => [...groupLines(group, study.acquisitions), '']);
}

function groupLines(group: VerdictGroup, acquisitions: readonly ReportedAcquisition[]): readonly string[] {
  const region = group.region === null ? '' : `${examRegionWords[group.region].toUpperCase()} · `;
  const title = findProtocol(group.protocol, group.revision)?.title;
  const edition = `${group.protocol}, revision ${group.revision}`;
  const sources = [...new Set(group.requirements.flatMap(({ demands }) => demands.map(({ citation }) => citation)))];
  return [
    ...hangingText('', region + (title === undefined ? edition : `${title} (${edition})`)),
    ...outcomeLines(group),
    ...group.requirements.flatMap((requirement) => ['', ...requirementLines(requirement, acquisitions, sources)]),
    ...(sources.length === 0 ? [] : ['', '  Sources']),
    ...sources.flatMap((source, index) => hangingText(`  [${index + 1}] `.padStart(7), source)),
  ];
}

function outcomeLines({ outcomes }: VerdictGroup): readonly string[] {
  const names = outcomes.map(({ indication }) => (indication === null ? '' : `For ${indicationWord(indication)}: `));
  const width = Math.max(...names.map((name) => name.length));
  return outcomes.map(
    ({ outcome }, index) =>
      `${outcomeSigns[outcome]} ${(names[index] ?? '').padEnd(width)}${outcomeWords[outcome].toUpperCase()}: ${outcomeSentences[outcome]}`,
  );
}

const indent = '      ';

function requirementLines(
  requirement: GroupedRequirement,
  acquisitions: readonly ReportedAcquisition[],
  sources: readonly string[],
): readonly string[] {
  const { title, satisfiedBy, nearest, demands } = requirement;
  const met = satisfiedBy.length > 0 ? ` by ${referencesOf(satisfiedBy, acquisitions)}` : '';
  return [
    ...hangingText(`  ${requirementSign(requirement)}   `, title),
    ...hangingText(indent, `${statusPhrase(requirement)}${met}; ${demandWords(demands)}`),
    ...(nearest === null
      ? []
      : [
          ...hangingText(`${indent}nearest: `, referencesOf([nearest.acquisition], acquisitions)),
          ...hangingText(`${indent}to mend: `, nearest.remedy),
        ]),
    ...reasonsOf(requirement).flatMap((reason) => hangingText(`${indent}why:     `, reason)),
    ...remarksOf(requirement).flatMap((remark) => hangingText(`${indent}remark:  `, remark)),
    ...hangingText(`${indent}source:  `, sourceNumbers(demands, sources)),
  ];
}

/** "[2], [3] (pending check against the paper)" */
function sourceNumbers(demands: readonly GroupedDemand[], sources: readonly string[]): string {
  const numbers = demands.map((demand) =>
    citationWords({ ...demand, citation: `[${sources.indexOf(demand.citation) + 1}]` }),
  );
  return [...new Set(numbers)].join(', ');
}

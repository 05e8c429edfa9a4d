import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { groupAnswers } from './answer.ts';
import { dicomCases } from './dicomCases.ts';
import { printedDropped, recogniseWithDropped } from './droppedAttributes.ts';
import type { LabelledStudies } from './labelledCase.ts';
import { printedMisses } from './printedMisses.ts';
import { type Condition, printedCondition, printedSummary, type Targets } from './printedScore.ts';
import { recogniseCases } from './recogniseCases.ts';
import { withResult } from './resultPage.ts';
import { scoreOf } from './score.ts';
import { sidecarCases } from './sidecarCases.ts';
import type { Blanking } from './withoutText.ts';

/**
 * `npm run bench:recognise`: how well sequences are recognised in labelled collections, with and without their texts. How it
 * is scored is in `docs/recognition.md`.
 */
const usage =
  'Usage: npm run bench:recognise -- [--labels FOLDER WITH labels.csv] [--sidecars FOLDER WITH dev.json] [--alone] [--errors] [--drop RUNS [--seed N]] [--page] [--json FILE]';
const options = {
  labels: { type: 'string' },
  sidecars: { type: 'string' },
  alone: { type: 'boolean', default: false },
  errors: { type: 'boolean', default: false },
  drop: { type: 'string' },
  seed: { type: 'string', default: '1' },
  page: { type: 'boolean', default: false },
  json: { type: 'string' },
} as const;
const values = parsedOptions();
const beside = join(import.meta.dirname, '../../../shared');
const labels = collection(values.labels, join(beside, 'dicom'), 'labels.csv');
const sidecars = collection(values.sidecars, join(beside, 'sidecars'), 'dev.json');
if (labels === null && sidecars === null)
  fail(`There is neither a collection of labelled images nor one of sidecars. ${usage}`);

const collections: readonly LabelledStudies[] = [
  ...(labels === null ? [] : [dicomCases(labels)]),
  ...(sidecars === null ? [] : [sidecarCases(sidecars, values.alone)]),
];
const all: LabelledStudies = {
  cases: collections.flatMap(({ cases }) => cases),
  studies: new Map(collections.flatMap(({ studies }) => [...studies])),
  notImages: collections.flatMap(({ notImages }) => notImages),
};
const trusted: LabelledStudies = { ...all, cases: all.cases.filter(({ doubt }) => doubt === null) };

const withText: Targets = { accuracy: 0.98, abstention: 0.05, contrast: 0.95 };
const withoutAnyText: Targets = { accuracy: 0.95, abstention: 0.1, contrast: 0.95 };
const conditions: readonly Condition[] = [
  condition('with text', 'none', withText),
  condition("people's words blanked", 'people', null),
  condition('all text blanked', 'all', withoutAnyText),
];

if (values.drop !== undefined) {
  const [runs, seed] = [Number(values.drop), Number(values.seed)];
  if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed))
    fail(`--drop takes how many times each study is recognised with fewer attributes, --seed a whole number. ${usage}`);
  console.log(`seed ${seed}; each of ${all.studies.size} studies ${runs} times\n`);
  for (const [title, blanking] of [
    ['with text', 'none'],
    ['all text blanked', 'all'],
  ] as const)
    console.log(`${printedDropped(title, recogniseWithDropped(all, blanking, runs, seed))}\n`);
  process.exit(0);
}

const summary = [
  `${all.cases.length} labelled series; ${all.cases.length - trusted.cases.length} of doubtful label left out; ${all.notImages.length} labelled objects hold no image (${all.notImages.map(({ label }) => label).join(', ') || 'none'})`,
  printedSummary(conditions),
];
console.log([...summary, ...conditions.map(printedCondition)].join('\n\n'));
if (values.errors) {
  for (const { title, answers } of conditions)
    console.log(`\n── ${title}: what was missed ──\n${printedMisses(answers)}`);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ conditions }, null, 1)}\n`);
if (values.page) {
  const page = join(import.meta.dirname, '../../docs/recognition.md');
  const aimed = conditions.filter(({ targets }) => targets !== null).map(printedCondition);
  writeFileSync(page, withResult(readFileSync(page, 'utf8'), [...summary, ...aimed].join('\n\n')));
}

function condition(title: string, blanking: Blanking, targets: Targets | null): Condition {
  const answers = groupAnswers(recogniseCases(trusted, blanking));
  return { title, targets, answers, score: scoreOf(answers) };
}

/** The folder that was named, which must hold the file; else the one beside the project, when it is there. */
function collection(named: string | undefined, fallback: string, file: string): string | null {
  if (named !== undefined && !existsSync(join(named, file))) fail(`There is no ${file} in ${named}. ${usage}`);
  return named ?? (existsSync(join(fallback, file)) ? fallback : null);
}

function parsedOptions() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error} ${usage}`);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(64);
}

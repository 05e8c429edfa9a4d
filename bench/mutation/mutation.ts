import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { explainSurvivors } from './explainSurvivors.ts';
import { justified } from './justified.ts';
import { mutateProtocols } from './mutateProtocols.ts';

/**
 * `npm run test:mutation`: how many small changes of the rules the tests notice. First every limit, level, direction, set and interval of each
 * protocol file, against that file's own examples (half a minute); then the code that judges, by StrykerJS (half an hour at first,
 * minutes afterwards, since it remembers). Each mutant of the code that survives must be justified in `justified.ts`.
 * `-- --files` does the first alone; `-- --mutate core/compliance/outcome.ts` limits the second.
 */
const leastPercent = 95;
const [only, ...rest] = process.argv.slice(2);

let mutants = 0;
let noticed = 0;
for (const { file, mutants: of, survivors } of mutateProtocols()) {
  mutants += of;
  noticed += of - survivors.length;
  console.log(`${file}: ${of - survivors.length} of ${of} noticed by the file's own examples`);
  for (const survivor of survivors) console.log(`  survives: ${survivor}`);
}
const percent = (100 * noticed) / mutants;
console.log(`protocols/: ${noticed} of ${mutants} noticed, ${percent.toFixed(1)} %`);
if (percent < leastPercent) process.exitCode = 1;

if (only !== '--files') {
  const root = join(import.meta.dirname, '../..');
  const reportFile = join(root, '.local/mutation.json');
  rmSync(reportFile, { force: true });
  const args = [
    'run',
    join(import.meta.dirname, 'stryker.config.json'),
    ...(only === undefined ? [] : [only, ...rest]),
  ];
  spawnSync(join(root, 'node_modules/.bin/stryker'), args, { stdio: 'inherit', cwd: root });
  const score = explainSurvivors(JSON.parse(readFileSync(reportFile, 'utf8')), justified);
  const percentNoticed = (100 * score.noticed) / score.mutants;
  for (const survivor of score.unexplained) console.log(`survives unexplained: ${survivor}`);
  for (const justification of score.needless) console.log(`justified, and does not survive: ${justification}`);
  console.log(
    `core/compliance, without what is written in string literals: ` +
      `${score.noticed} of ${score.mutants} noticed, ${percentNoticed.toFixed(1)} %; ` +
      `${score.justified} survive and are justified, ${score.unexplained.length} survive unexplained`,
  );
  if (percentNoticed < leastPercent || score.unexplained.length + score.needless.length > 0) process.exitCode = 1;
}

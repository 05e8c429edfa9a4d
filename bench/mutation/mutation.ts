import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { mutateProtocols } from './mutateProtocols.ts';

/**
 * `npm run test:mutation`: how many small changes of the rules the tests notice. First every limit, level, direction, set and interval of each
 * protocol file, against that file's own examples (half a minute); then the code that judges, by StrykerJS (an hour at first, minutes
 * afterwards, since it remembers). `-- --files` does the first alone; `-- --mutate core/compliance/outcome.ts` limits the second.
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
  const stryker = join(import.meta.dirname, '../../node_modules/.bin/stryker');
  const args = [
    'run',
    join(import.meta.dirname, 'stryker.config.json'),
    ...(only === undefined ? [] : [only, ...rest]),
  ];
  const { status } = spawnSync(stryker, args, { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

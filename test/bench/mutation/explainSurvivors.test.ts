import { expect, test } from 'vitest';
import { explainSurvivors, type MutationReport } from '../../../bench/mutation/explainSurvivors.ts';

const source = `function f(a: number) {
  return a > 0
    && a < 9;
}
`;
const file = 'core/f.ts';
const at = (line: number, from: number, to: number, endLine = line) => ({
  start: { line, column: from },
  end: { line: endLine, column: to },
});
const report: MutationReport = {
  files: {
    [file]: {
      source,
      mutants: [
        { status: 'Killed', replacement: 'true', location: at(2, 10, 15) },
        { status: 'Timeout', replacement: 'false', location: at(2, 10, 15) },
        { status: 'Ignored', replacement: '""', location: at(2, 10, 15) },
        { status: 'Survived', replacement: 'a > 0 ||\n a < 9', location: at(2, 10, 13, 3) },
        { status: 'NoCoverage', replacement: 'true', location: at(3, 8, 13) },
      ],
    },
  },
};
const each = { file, because: 'so it is' };

test('what survives and is not justified is named, with its line', () => {
  expect(explainSurvivors(report, [])).toEqual({
    mutants: 4,
    noticed: 2,
    justified: 0,
    unexplained: [`${file}:2: a > 0 && a < 9 → a > 0 || a < 9`, `${file}:3: a < 9 → true`],
    needless: [],
  });
});

test('what is justified is counted, where file, code and replacement are the same', () => {
  const both = { ...each, code: 'a > 0 && a < 9', replacement: 'a > 0 || a < 9' };
  expect(explainSurvivors(report, [both])).toMatchObject({
    justified: 1,
    unexplained: [`${file}:3: a < 9 → true`],
    needless: [],
  });
  expect(explainSurvivors(report, [{ ...both, replacement: 'a > 0' }]).unexplained).toHaveLength(2);
});

test('a justification of what is noticed, or no longer there, is named; one of a file that was not looked at is not', () => {
  const noticed = { ...each, code: 'a > 0', replacement: 'true' };
  const gone = { ...each, code: 'a > 1', replacement: 'true' };
  expect(explainSurvivors(report, [noticed, gone, { ...gone, file: 'core/g.ts' }]).needless).toEqual([
    `${file}: a > 0 → true`,
    `${file}: a > 1 → true`,
  ]);
});

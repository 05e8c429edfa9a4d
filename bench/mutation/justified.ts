/** A change of the code that no test can or need notice, and why. */
export type Justification = {
  readonly file: string;
  /** The changed piece of the source as it stands there, on one line. */
  readonly code: string;
  readonly replacement: string;
  readonly because: string;
};

const neverEmpty =
  'judgeAsk always gives an attempt: the guard tells the compiler, and whoever breaks that, what is wrong';
const onlyNumbers = 'a row whose limit is a number compares numbers alone: the filter tells the compiler so';

export const justified: readonly Justification[] = [
  { file: 'core/compliance/judgeAsk.ts', code: 'best === undefined', replacement: 'false', because: neverEmpty },
  {
    file: 'core/compliance/judgeAsk.ts',
    code: "throw new Error('An ask has no attempt at all; judgeAsk always gives at least an absent one.');",
    replacement: ';',
    because: neverEmpty,
  },
  {
    file: 'core/compliance/compareProperty.ts',
    code: "[value] .flat() .filter((each) => typeof each === 'number')",
    replacement: '[value].flat()',
    because: onlyNumbers,
  },
  {
    file: 'core/compliance/compareProperty.ts',
    code: "typeof each === 'number'",
    replacement: 'true',
    because: onlyNumbers,
  },
];

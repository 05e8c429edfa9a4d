import { type ProtocolFile, ProtocolFileError, readProtocolFile } from '../protocol/compileProtocol.ts';
import { brokenExamples } from './checkExamples.ts';
import { brokenIntervalExamples } from './checkIntervalExamples.ts';
import { deadParts } from './deadParts.ts';
import { doubtfulLimits } from './doubtfulLimits.ts';
import { intervalSurvivors } from './intervalMutants.ts';
import { misdirectedExamples } from './misdirectedExamples.ts';
import { survivors } from './protocolMutants.ts';

/** What is wrong with a protocol file: a fault makes it unusable; an advice names a limit that is doubtful, or what its examples leave unshown. */
export type LintFinding =
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'advice'; readonly about: 'limits' | 'examples'; readonly message: string };

export type LintedFile = {
  /** `null` where a fault makes it unusable. */
  readonly file: ProtocolFile | null;
  readonly findings: readonly LintFinding[];
};

/** A protocol file with everything that is wrong with it, each with its line and how to mend it. */
export function lintProtocol(fileName: string, yaml: string): LintedFile {
  const checked = checkProtocol(fileName, yaml);
  if (checked.file === null) return checked;
  return { ...checked, findings: [...doubtful(fileName, checked.file), ...unshown(fileName, checked.file)] };
}

/** The faults alone, which take no time to find: what a file must not have to be judged by. */
export function checkProtocol(fileName: string, yaml: string): LintedFile {
  try {
    const file = readProtocolFile(fileName, yaml);
    const findings = faultsIn(fileName, file);
    return { file: findings.length === 0 ? file : null, findings };
  } catch (error) {
    if (!(error instanceof ProtocolFileError)) throw error;
    return { file: null, findings: error.message.split('\n').map((message) => ({ kind: 'fault', message })) };
  }
}

function faultsIn(
  fileName: string,
  { protocol, examples, intervalExamples, lineOf }: ProtocolFile,
): readonly LintFinding[] {
  const fault = (path: readonly (string | number)[], what: string): LintFinding => ({
    kind: 'fault',
    message: `${fileName}:${lineOf(path)}: ${path.join('.')}: ${what}`,
  });
  const misdirected = misdirectedExamples(protocol, examples);
  return [
    ...deadParts(protocol).map(({ path, problem }) => fault(path, problem)),
    ...misdirected.map(({ index, problem }) => fault(['examples', index], problem)),
    ...brokenExamples(protocol, examples)
      .filter(({ index }) => !misdirected.some((each) => each.index === index))
      .map(({ index, what, indication, expected, found }) =>
        fault(
          ['examples', index],
          `the example "${what}" does not hold for ${indication}: "${expected}" is expected, "${found}" is what the requirements give; correct one of them`,
        ),
      ),
    ...brokenIntervalExamples(protocol, intervalExamples).map(({ index, place, what, expected, found }) =>
      fault(
        ['intervalExamples', index, 'after', place],
        `the example "${what}" does not hold: "${expected}" is expected, "${found}" is what the intervals give; correct one of them`,
      ),
    ),
  ];
}

/** What a shared term says in many places is said once. */
function doubtful(fileName: string, { protocol, lineOf }: ProtocolFile): readonly LintFinding[] {
  const places = Map.groupBy(doubtfulLimits(protocol), ({ doubt }) => doubt);
  return [...places].flatMap(([doubt, [first]]): readonly LintFinding[] =>
    first === undefined
      ? []
      : [
          {
            kind: 'advice',
            about: 'limits',
            message: `${fileName}:${lineOf(first.path)}: ${first.path.join('.')}: ${doubt}`,
          },
        ],
  );
}

/** How an example would notice a change; `expect`: what one says that names a verification. */
function showing(change: string, expect: string): string {
  if (/ also \S+$/.test(change)) return 'add one with it, which does not do';
  return /verification|verified$/.test(change) ? `add one that says it ("${expect}")` : 'add one on each side of it';
}

/** More would only say the same again. */
const mostAdvices = 30;

function unshown(
  fileName: string,
  { protocol, examples, intervalExamples, lineOf }: ProtocolFile,
): readonly LintFinding[] {
  const unnoticed = [
    ...survivors(protocol, examples).map(({ requirement, index, what }) => ({
      about: requirement,
      path: ['requirements', index],
      what,
      expect: 'required not-met primary',
    })),
    ...intervalSurvivors(protocol, intervalExamples).map(({ interval, path, what }) => ({
      about: interval,
      path,
      what,
      expect: 'on-time primary',
    })),
  ];
  const advices = unnoticed.slice(0, mostAdvices).map(
    ({ about, path, what, expect }): LintFinding => ({
      kind: 'advice',
      about: 'examples',
      message: `${fileName}:${lineOf(path)}: ${about}: no example would notice this change: ${what}; ${showing(what, expect)}`,
    }),
  );
  const more = unnoticed.length - advices.length;
  if (more <= 0) return advices;
  return [...advices, { kind: 'advice', about: 'examples', message: `${fileName}: and ${more} more like these` }];
}

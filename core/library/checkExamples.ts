import { evaluateStudy, type RequirementVerdict } from '../compliance/index.ts';
import {
  type Example,
  type ExampleAcquisition,
  type ExampleCircumstances,
  type ExpectedByIndication,
  exampleMeasures,
  type Indication,
  indications,
  levels,
  type Protocol,
  verifications,
} from '../protocol/index.ts';
import { exampleStudy } from './exampleStudy.ts';

/** An example that does not hold: which, for which indication, and what was found instead. */
export type BrokenExample = {
  /** Index of the example in the file. */
  readonly index: number;
  /** "FLAIR of 5 mm, with thickness 1.06" */
  readonly what: string;
  readonly indication: Indication;
  readonly expected: string;
  readonly found: string;
};

/** Every example of the file that does not hold; none, when all do. */
export function brokenExamples(protocol: Protocol, examples: readonly Example[]): readonly BrokenExample[] {
  return examples.flatMap((example, index) =>
    casesOf(example).flatMap((each) => broken(protocol, example, index, each)),
  );
}

/** Every requirement verdict that the examples give, to see what they cover. */
export function exampleVerdicts(protocol: Protocol, examples: readonly Example[]): readonly RequirementVerdict[] {
  return examples.flatMap((example) =>
    casesOf(example).flatMap((each) =>
      indications.flatMap((indication) =>
        each.expect[indication] === undefined ? [] : (verdictOf(protocol, example, each, indication) ?? []),
      ),
    ),
  );
}

type Case = {
  readonly what: string;
  readonly study: readonly ExampleAcquisition[];
  readonly circumstances: ExampleCircumstances;
  readonly expect: ExpectedByIndication;
};

/** The example itself, its variations, and each limit from both sides and without its value. */
function casesOf(example: Example): readonly Case[] {
  const { shows, study, circumstances = {}, expect, but = [] } = example;
  const base: Case = { what: shows, study, circumstances, expect };
  const variations = but.map((variation): Case => {
    const { of = 1, change = {} } = variation;
    return {
      what: `${shows}, but ${inWords({ ...change, ...variation.circumstances })}`,
      study: changed(study, of, change),
      circumstances: { ...circumstances, ...variation.circumstances },
      expect: typeof variation.expect === 'string' ? forAll(expect, variation.expect) : variation.expect,
    };
  });
  return [base, ...variations, ...study.flatMap((_, index) => limitCases(base, index))];
}

function limitCases(base: Case, index: number): readonly Case[] {
  const { limits = {} } = base.study[index] ?? {};
  return exampleMeasures.flatMap((measure): readonly Case[] => {
    const limit = limits[measure];
    if (limit === undefined) return [];
    const [last, first] = limit;
    const withValue = (value: number | null, expect: ExpectedByIndication, beside = {}): Case => ({
      ...base,
      what: `${base.what}, but ${inWords({ [measure]: value })} in acquisition ${index + 1}`,
      study: changed(base.study, index + 1, { [measure]: value, ...beside }),
      expect,
    });
    return [
      withValue(last, base.expect),
      withValue(first, forAll(base.expect, 'not-met')),
      // Without the acquired pixels the reconstructed ones are judged: only without both it cannot be told.
      withValue(null, forAll(base.expect, 'cannot-tell'), measure === 'inPlane' ? { pixels: null } : {}),
    ];
  });
}

function changed(
  study: readonly ExampleAcquisition[],
  number: number,
  change: Partial<ExampleAcquisition>,
): readonly ExampleAcquisition[] {
  return study.map((acquisition, index) => (index + 1 === number ? { ...acquisition, ...change } : acquisition));
}

/** The same answer for each indication, at its own level where `answer` names none. */
function forAll(expect: ExpectedByIndication, answer: string): ExpectedByIndication {
  const isWhole = answer === notAsked || levels.some((level) => answer.startsWith(`${level} `));
  return Object.fromEntries(
    Object.entries(expect).map(([indication, expected]) => [
      indication,
      isWhole ? answer : `${expected.split(' ')[0]} ${answer}`,
    ]),
  );
}

/** What an example expects where `onlyWhere` of the requirement does not hold. */
const notAsked = 'not-asked';

function broken(protocol: Protocol, example: Example, index: number, each: Case): readonly BrokenExample[] {
  return indications.flatMap((indication): readonly BrokenExample[] => {
    const expected = each.expect[indication];
    if (expected === undefined) return [];
    const verdict = verdictOf(protocol, example, each, indication);
    const found = verdict === null ? whyNone(protocol, example, indication) : answerOf(verdict, expected);
    return found === expected ? [] : [{ index, what: each.what, indication, expected, found }];
  });
}

function whyNone({ requirements }: Protocol, { requirement }: Example, indication: Indication): string {
  const isAsked = requirements.some(({ id, indications: asked }) => id === requirement && asked[indication]);
  return isAsked ? notAsked : `${requirement} is not asked for ${indication}`;
}

function verdictOf(
  protocol: Protocol,
  { requirement }: Example,
  { study, circumstances }: Case,
  indication: Indication,
): RequirementVerdict | null {
  const region = protocol.requirements.find(({ id }) => id === requirement)?.region;
  if (region === undefined) return null;
  const { symptoms, otherStudies, areAll = false } = circumstances;
  const verdicts = evaluateStudy(exampleStudy(study, region), protocol, {
    regions: [region],
    indications: [indication],
    ...(symptoms === undefined ? {} : { symptoms }),
    ...(otherStudies === undefined ? {} : { otherStudies: { studies: otherStudies, areAll } }),
  });
  return verdicts.flatMap(({ requirements }) => requirements).find(({ id }) => id === requirement) ?? null;
}

/** What was found, in as many words as were expected. A remark is always said. */
function answerOf({ level, status, verification, findings }: RequirementVerdict, expected: string): string {
  const namesVerification = verifications.some((each) => expected.split(' ').includes(each));
  const hasRemark = status === 'met' && findings.some(({ remark }) => remark);
  return [level, status, namesVerification ? verification : undefined, hasRemark ? 'remark' : undefined]
    .filter((word) => word !== undefined)
    .join(' ');
}

function inWords(change: Readonly<Record<string, unknown>>): string {
  return Object.entries(change)
    .map(([name, value]) => `${name} ${value === null ? 'not known' : JSON.stringify(value).replaceAll('"', '')}`)
    .join(', ');
}

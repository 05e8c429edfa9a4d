import { alignedTable } from './alignedTable.ts';
import type { Answer, Property } from './answer.ts';
import { confusionByVendor } from './confusion.ts';
import type { MacroF1 } from './macroF1.ts';
import { calibrationError, type ReliabilityBin } from './reliability.ts';
import { type GroupScore, leastOfGroup, type Score, type Tally, worstGroup } from './score.ts';

/** What is asked of each way to blank texts; `null` where nothing is. */
export type Targets = { readonly accuracy: number; readonly abstention: number; readonly contrast: number };

export type Condition = {
  readonly title: string;
  readonly targets: Targets | null;
  readonly answers: readonly Answer[];
  readonly score: Score;
};

/** The targets first, of all conditions beside each other. */
export function printedSummary(conditions: readonly Condition[]): string {
  const row = (what: string, cell: (condition: Condition) => string) => [what, ...conditions.map(cell)];
  return alignedTable([
    ['', ...conditions.map(({ title }) => title)],
    row('series told apart, duplicates once', ({ answers }) => String(answers.length)),
    row('accuracy of what is answered', ({ score, targets }) =>
      against(score.sequence.accuracy, targets?.accuracy, '≥'),
    ),
    row('abstention', ({ score, targets }) => against(score.sequence.abstention, targets?.abstention, '≤')),
    row('accuracy, MS classes', ({ score }) => percent(score.msClasses.accuracy)),
    row('abstention, MS classes', ({ score }) => percent(score.msClasses.abstention)),
    row('accuracy, other classes', ({ score }) => percent(score.otherClasses.accuracy)),
    row('abstention, other classes', ({ score }) => percent(score.otherClasses.abstention)),
    row('macro F1, MS classes', ({ score }) => decimal(score.macroF1.mean)),
    // A share of very few answers would look like an achievement.
    row('contrast, of what is answered', ({ score: { properties }, targets }) => {
      const { right, wrong, accuracy } = properties.contrast;
      return `${against(accuracy, targets?.contrast, '≥')} of ${right + wrong}`;
    }),
    row('contrast not answered', ({ score }) => percent(score.properties.contrast.abstention)),
    row('T1w after contrast not called T1w', ({ score: { postContrast } }) => {
      const others = postContrast.calledOtherwise;
      return `${others.length} of ${postContrast.all}${others.length === 0 ? ' (met)' : ` (missed: ${others.join(', ')})`}`;
    }),
    row('calibration error', ({ score }) => decimal(calibrationError(score.reliability))),
    row('worst vendor', ({ score }) => printedWorst(score.byVendor)),
    row('worst data set', ({ score }) => printedWorst(score.byDataSet)),
  ]);
}

/** Everything of one condition. */
export function printedCondition({ title, answers, score }: Condition): string {
  return [
    `── ${title} ──`,
    section('Properties, where a label says', printedProperties(score.properties)),
    section('F1 of the MS classes', printedF1(score.macroF1)),
    section('Reliability: how often an answer of that confidence is right', printedReliability(score.reliability)),
    section('By collection', printedGroups(score.bySource)),
    section(
      `Each vendor by itself (those under ${leastOfGroup} answers are not called the worst)`,
      printedGroups(score.byVendor),
    ),
    section('Each data set by itself', printedGroups(score.byDataSet)),
    ...confusionByVendor(answers).map(({ vendor, rows }) =>
      section(
        `${vendor}: label → said`,
        alignedTable(
          rows.map(({ expected, said }) => [
            expected,
            Object.entries(said)
              .map(([sequence, count]) => `${sequence} ${count}`)
              .join(', '),
          ]),
        ),
      ),
    ),
  ].join('\n\n');
}

function section(title: string, body: string): string {
  return `${title}\n${body.replace(/^/gm, '  ')}`;
}

function printedProperties(tallies: Readonly<Record<Property, Tally>>): string {
  return alignedTable([
    ['', 'right', 'wrong', 'unanswered', 'accuracy', 'abstention'],
    ...Object.entries(tallies).map(([name, one]) => tallyRow(name, one)),
  ]);
}

function printedGroups(groups: readonly GroupScore[]): string {
  return alignedTable([
    ['', 'right', 'wrong', 'unanswered', 'accuracy', 'abstention'],
    ...groups.map(({ name, tally }) => tallyRow(name, tally)),
  ]);
}

function tallyRow(name: string, { right, wrong, unanswered, accuracy, abstention }: Tally): readonly string[] {
  return [name, String(right), String(wrong), String(unanswered), percent(accuracy), percent(abstention)];
}

function printedF1({ classes }: MacroF1): string {
  return alignedTable([
    ['', 'cases', 'found', 'falsely', 'F1'],
    ...classes.map(({ name, cases, found, falsely, f1 }) => [
      name,
      String(cases),
      String(found),
      String(falsely),
      f1 === null ? 'no case' : decimal(f1),
    ]),
  ]);
}

function printedReliability(bins: readonly ReliabilityBin[]): string {
  return alignedTable([
    ['confidence', 'answers', 'mean', 'right'],
    ...bins.map(({ from, to, answers, meanConfidence, right }) => [
      `${from.toFixed(2)}–${to.toFixed(2)}`,
      String(answers),
      decimal(meanConfidence),
      percent(right),
    ]),
  ]);
}

function printedWorst(groups: readonly GroupScore[]): string {
  const worst = worstGroup(groups);
  if (worst === null) return '–';
  const { right, wrong, accuracy } = worst.tally;
  return `${worst.name}: ${percent(accuracy)} of ${right + wrong}`;
}

function against(value: number | null, target: number | undefined, direction: '≥' | '≤'): string {
  if (value === null || target === undefined) return percent(value);
  const met = direction === '≥' ? value >= target : value <= target;
  return `${percent(value)} (${met ? 'met' : 'missed'}: ${direction} ${Math.round(target * 100)} %)`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}

function decimal(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

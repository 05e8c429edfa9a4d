import type { Answer } from './answer.ts';

export type ReliabilityBin = {
  readonly from: number;
  readonly to: number;
  readonly answers: number;
  /** `null` when there are no answers. */
  readonly meanConfidence: number | null;
  readonly right: number | null;
};

const edges = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1] as const;

/** How often answers of each confidence are right: "0.9" should mean about nine in ten. */
export function reliability(answers: readonly Answer[]): readonly ReliabilityBin[] {
  const answered = answers.filter(({ outcomes }) => outcomes.sequence !== 'unanswered');
  return edges.slice(1).map((to, index) => {
    const from = edges[index] ?? 0;
    const inBin = answered.filter(({ confidence }) => confidence >= from && (confidence < to || to === 1));
    const right = inBin.filter(({ outcomes }) => outcomes.sequence === 'right').length;
    const sum = inBin.reduce((total, { confidence }) => total + confidence, 0);
    const none = inBin.length === 0;
    return {
      from,
      to,
      answers: inBin.length,
      meanConfidence: none ? null : sum / inBin.length,
      right: none ? null : right / inBin.length,
    };
  });
}

/** Mean distance of confidence from how often it was right, weighted by answers. */
export function calibrationError(bins: readonly ReliabilityBin[]): number | null {
  const all = bins.reduce((sum, { answers }) => sum + answers, 0);
  if (all === 0) return null;
  return bins.reduce((sum, { answers, meanConfidence, right }) => {
    return sum + (answers / all) * Math.abs((meanConfidence ?? 0) - (right ?? 0));
  }, 0);
}

import { recogniseAcquisitions } from '../../core/acquisition/index.ts';
import { type Answer, answerTo } from './answer.ts';
import type { LabelledStudies } from './labelledCase.ts';
import { type Blanking, withoutText } from './withoutText.ts';

/** Recognises each study as a whole, and says how each labelled series came out. */
export function recogniseCases({ cases, studies }: LabelledStudies, blanking: Blanking): readonly Answer[] {
  const wanted = new Set(cases.map(({ study }) => study));
  const recognised = new Map(
    [...studies]
      .filter(([key]) => wanted.has(key))
      .map(([key, headers]) => [key, recogniseAcquisitions(headers.map((header) => withoutText(header, blanking)))]),
  );
  return cases.map((one) =>
    answerTo(
      one,
      (recognised.get(one.study) ?? []).filter(({ seriesInstanceUid }) => seriesInstanceUid === one.seriesInstanceUid),
    ),
  );
}

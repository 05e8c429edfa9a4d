import type { Answer, Outcome } from '../../../bench/recognise/answer.ts';
import type { Expected, LabelledCase } from '../../../bench/recognise/labelledCase.ts';
import type { Acquisition, Sequence } from '../../../core/acquisition/index.ts';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import { flair3d, series } from '../../core/acquisition/headers.ts';

const nothingExpected: Expected = {
  sequences: [],
  contrast: null,
  dimension: null,
  planes: null,
  derived: null,
  regions: null,
};

export function labelled(expected: Partial<Expected>, more: Partial<LabelledCase> = {}): LabelledCase {
  return {
    source: 'dicom',
    dataSet: 'set',
    vendor: 'Siemens',
    group: 'g1',
    path: 'a/b',
    label: 'FLAIR',
    study: 'study',
    seriesInstanceUid: '1.2',
    echo: null,
    doubt: null,
    ...more,
    expected: { ...nothingExpected, ...expected },
  };
}

/** A recognised FLAIR with what a test changes of it. */
export function acquisition(changed: Partial<Acquisition>): Acquisition {
  const [flair] = recogniseAcquisitions(series(flair3d));
  if (flair === undefined) throw new Error('the FLAIR of the test headers was not recognised');
  return { ...flair, ...changed };
}

const allOutcomes: Answer['outcomes'] = {
  sequence: 'right',
  contrast: null,
  dimension: null,
  plane: null,
  derived: null,
  region: null,
};

/** What was said of one case of `sequence`. */
export function answer(
  sequence: Sequence,
  said: Sequence,
  more: {
    confidence?: number;
    contrast?: Answer['contrast'];
    of?: Partial<LabelledCase>;
    expected?: Partial<Expected>;
  } = {},
): Answer {
  const outcome: Outcome = said === sequence ? 'right' : said === 'UNKNOWN' ? 'unanswered' : 'wrong';
  return {
    case: labelled({ sequences: [sequence], ...more.expected }, more.of),
    said,
    contrast: more.contrast ?? 'unknown',
    confidence: more.confidence ?? 0.97,
    evidence: [],
    outcomes: { ...allOutcomes, sequence: outcome },
    misses: [],
  };
}

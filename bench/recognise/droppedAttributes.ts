import { type Acquisition, recogniseAcquisitions, type Sequence } from '../../core/acquisition/index.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../core/dicom/index.ts';
import { seededRandom } from '../fuzz/random.ts';
import type { LabelledStudies } from './labelledCase.ts';
import { type Blanking, withoutText } from './withoutText.ts';

export type DroppedScore = {
  /** Series that were recognised again without a twentieth of their study's attributes. */
  readonly series: number;
  readonly same: number;
  /** Was recognised with all attributes, and is `UNKNOWN` with fewer. */
  readonly lessCertain: number;
  /** Was `UNKNOWN` with all attributes, since one of those that were dropped contradicted. */
  readonly moreCertain: number;
  /** From one sequence to another, how often, the most frequent first. */
  readonly another: readonly { readonly from: string; readonly to: string; readonly times: number }[];
};

/** Where an image lies and which number it has: not optional (PS3.3 C.7.6.2, C.8.3.1). */
const needed: readonly string[] = ['ImagePositionPatient', 'ImageOrientationPatient', 'InstanceNumber', 'SeriesNumber'];
/** An Enhanced object with more frames than this would take as long as all others together. */
const mostFrames = 400;

/** How the answers change when every attribute of a study is left out with a probability of one in twenty. */
export function recogniseWithDropped(
  { studies }: LabelledStudies,
  blanking: Blanking,
  runs: number,
  seed: number,
): DroppedScore {
  const random = seededRandom(seed, 0);
  const counts = { series: 0, same: 0, lessCertain: 0, moreCertain: 0 };
  const another = new Map<string, number>();
  for (const all of studies.values()) {
    const headers = all
      .filter(({ frames }) => frames.length <= mostFrames)
      .map((header) => withoutText(header, blanking));
    const whole = sequencesBySeries(recogniseAcquisitions(headers));
    const optional = optionalKeywords(headers);
    for (let run = 0; run < runs; run += 1) {
      const dropped = new Set(optional.filter(() => random.oneIn(20)));
      for (const [series, answers] of sequencesBySeries(
        recogniseAcquisitions(headers.map((header) => strip(header, dropped))),
      )) {
        const before = whole.get(series) ?? new Set();
        counts.series += 1;
        const change = changeOf(before, answers);
        if (change !== 'another') counts[change] += 1;
        else {
          const key = `${[...before].join('/')}\t${[...answers].join('/')}`;
          another.set(key, (another.get(key) ?? 0) + 1);
        }
      }
    }
  }
  return {
    ...counts,
    another: [...another]
      .toSorted((a, b) => b[1] - a[1])
      .map(([key, times]) => ({ from: key.split('\t')[0] ?? '', to: key.split('\t')[1] ?? '', times })),
  };
}

export function printedDropped(title: string, score: DroppedScore): string {
  const changed = score.another.reduce((sum, { times }) => sum + times, 0);
  const share = (count: number) => `${count} (${((100 * count) / Math.max(1, score.series)).toFixed(2)} %)`;
  return [
    `── ${title}, without a random twentieth of the attributes ──`,
    `series ${score.series}; the same ${share(score.same)}; less certain ${share(score.lessCertain)}; no longer contradicted ${share(score.moreCertain)}; another sequence ${share(changed)}`,
    ...score.another.slice(0, 12).map(({ from, to, times }) => `  ${times} × ${from} → ${to}`),
  ].join('\n');
}

function changeOf(
  before: ReadonlySet<Sequence>,
  after: ReadonlySet<Sequence>,
): 'same' | 'lessCertain' | 'moreCertain' | 'another' {
  const added = [...after].filter((sequence) => !before.has(sequence));
  if (added.length === 0) return 'same';
  if (added.every((sequence) => sequence === 'UNKNOWN')) return 'lessCertain';
  return before.has('UNKNOWN') ? 'moreCertain' : 'another';
}

function sequencesBySeries(acquisitions: readonly Acquisition[]): ReadonlyMap<string, ReadonlySet<Sequence>> {
  const bySeries = Map.groupBy(acquisitions, ({ seriesInstanceUid }) => seriesInstanceUid);
  return new Map([...bySeries].map(([series, stacks]) => [series, new Set(stacks.map(({ sequence }) => sequence))]));
}

function optionalKeywords(headers: readonly AcquisitionHeader[]): readonly string[] {
  const keywords = new Set(
    headers.flatMap(({ shared, frames }) => [...Object.keys(shared), ...Object.keys(frames[0] ?? {})]),
  );
  return [...keywords].filter((keyword) => !needed.includes(keyword)).sort();
}

function strip(header: AcquisitionHeader, dropped: ReadonlySet<string>): AcquisitionHeader {
  const left = (attributes: ImageAttributes): ImageAttributes =>
    Object.fromEntries(Object.entries(attributes).filter(([keyword]) => !dropped.has(keyword)));
  return { ...header, shared: left(header.shared), frames: header.frames.map(left) };
}

import { diagnosisCompliant } from '../../samples/compliantStudy.ts';
import { generateStudy } from '../../samples/generateStudy.ts';
import type { SeriesData, StudyData } from '../../samples/studyData.ts';
import { writeBelow } from './temporaryFolder.ts';

/** Numbers of the series of the compliant sample that show the brain, and of those that show the cord. */
export const brainSeries = [1, 2, 3, 4, 5, 6, 7, 12];
export const cordSeries = [8, 9, 10, 11, 13];

export type Part = {
  readonly series: readonly number[];
  /** YYYYMMDD */
  readonly studyDate: string;
  readonly seed: number;
  readonly attributes?: StudyData['attributes'];
  /** Further series, after those of the sample. */
  readonly more?: readonly SeriesData[];
};

/** Writes a study of the compliant sample's patient with some of its series, without pixels and `study.json`; answers its folder. */
export async function writePart(folder: string, part: Part): Promise<string> {
  const { series, studyDate, seed, attributes = {}, more = [] } = part;
  const study: StudyData = {
    ...diagnosisCompliant,
    studyDate,
    attributes: { ...diagnosisCompliant.attributes, ...attributes },
    series: [...diagnosisCompliant.series.filter(({ number }) => series.includes(number)), ...more],
  };
  for (const file of generateStudy(study, { seed, pixels: 'none' })) await writeBelow(folder, file.path, file.bytes);
  return folder;
}

/** A series of the compliant sample. */
export function sampleSeries(number: number): SeriesData {
  const series = diagnosisCompliant.series.find((each) => each.number === number);
  if (series === undefined) throw new Error(`The sample has no series ${number}.`);
  return series;
}

import { generateSample, type SampleFile } from '../../samples/index.ts';
import { geImages } from './geImages.ts';

/**
 * The images of three made studies, one of each large vendor, with the private blocks that its scanners write: Siemens' CSA headers
 * (62 KB behind group 0028), GE's private groups and sequence among what is read, Philips' behind it. What is measured
 * where there are no files of scanners.
 *
 * @param pixels `none`: two bytes of them
 */
export function* scannerStudies(pixels: 'full' | 'none'): Generator<SampleFile> {
  for (const { path, bytes } of geImages(pixels)) yield { path: `ge/${path}`, bytes };
  for (const [folder, sample] of [
    ['philips', 'follow-up-three-misses'],
    ['siemens', 'diagnosis-compliant'],
  ] as const) {
    for (const { path, bytes } of generateSample(sample, { pixels })) {
      if (path !== 'study.json') yield { path: `${folder}/${path}`, bytes };
    }
  }
}

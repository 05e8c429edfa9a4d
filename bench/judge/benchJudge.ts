import { type Acquisition, recogniseAcquisitions } from '../../core/acquisition/index.ts';
import { evaluateStudy } from '../../core/compliance/index.ts';
import { readHeader } from '../../core/dicom/index.ts';
import { examRegions, indications, protocols } from '../../core/protocol/index.ts';
import { generateSample } from '../../samples/index.ts';
import { markdownTable } from '../read/readingTable.ts';

/**
 * `npm run bench:judge`: how long a recognised study takes to be judged by every edition, for every region and indication, and how
 * that grows with its acquisitions. Medians of many runs in one warm process.
 */
const kinds: Readonly<Record<string, readonly Acquisition[]>> = kindsOfStudy(sampleAcquisitions());
console.log(`${protocols.length} editions, every region and indication\n`);
for (const [kind, acquisitions] of Object.entries(kinds)) {
  const rows = [5, 10, 20, 40, 80, 160].map((count) => {
    const study = Array.from({ length: count }, (_, index) => ({
      ...(acquisitions[index % acquisitions.length] ?? fail()),
      id: `1.${index}#1`,
    }));
    const judge = () =>
      protocols.reduce(
        (sum, protocol) => sum + evaluateStudy(study, protocol, { regions: examRegions, indications }).length,
        0,
      );
    const verdicts = judge();
    const ms = median(Array.from({ length: 60 }, () => timed(judge)).slice(20));
    return [String(count), String(verdicts), ms.toFixed(2), ((1000 * ms) / count).toFixed(0)];
  });
  console.log(`${kind}\n`);
  console.log(`${markdownTable(['Acquisitions', 'verdicts', 'ms', 'µs an acquisition'], rows)}\n`);
}

/** The acquisitions of the compliant sample, repeated; and the two that leave most to weigh: unrecognised ones, and near misses. */
function kindsOfStudy(sample: readonly Acquisition[]): Readonly<Record<string, readonly Acquisition[]>> {
  const flair = sample.find(({ sequence }) => sequence === 'FLAIR') ?? fail();
  const thick = {
    ...flair,
    dimension: '2D',
    plane: 'axial',
    geometry: { ...flair.geometry, sliceThicknessMm: 5 },
  } as const;
  return {
    'The compliant sample': sample,
    'Sequences that could not be recognised': sample.map((each) => ({ ...each, sequence: 'UNKNOWN', plane: null })),
    '2D FLAIRs that fall short': [thick, { ...thick, plane: 'sagittal' }],
  };
}

function sampleAcquisitions(): readonly Acquisition[] {
  const headers = [...generateSample('diagnosis-compliant', { pixels: 'none' })].flatMap(({ bytes }) => {
    const reading = readHeader(bytes, bytes.length);
    return reading.kind === 'mr-image' ? [reading.header] : [];
  });
  return recogniseAcquisitions(headers);
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function fail(): never {
  throw new Error('The sample has no acquisitions.');
}

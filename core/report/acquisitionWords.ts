import { saysItIsARepeat } from '../acquisition/index.ts';
import type { ReportedAcquisition } from './report.ts';
import { bodyRegionWords, listed } from './words.ts';

/** What an acquisition is, in the words of the people who made it. `?` stands for what the header does not say. */

/** "FLAIR 3D sagittal" */
export function acquisitionName(acquisition: ReportedAcquisition): string {
  return [sequenceName(acquisition), acquisition.dimension ?? '', acquisition.plane ?? '']
    .filter((word) => word !== '')
    .join(' ');
}

/** "series 4 (FLAIR 2D axial)"; the series UID where there is no number. */
export function acquisitionReference(acquisition: ReportedAcquisition): string {
  return `series ${seriesName(acquisition)} (${acquisitionName(acquisition)})`;
}

function seriesName({ seriesNumber, seriesInstanceUid }: ReportedAcquisition): string {
  return seriesNumber === null ? seriesInstanceUid : String(seriesNumber);
}

/**
 * The acquisitions of these ids in the order of the study, "series 3 (…) and series 4 (…)"; more than three by their
 * numbers alone. An id that is not of this study stays as it is.
 */
export function referencesOf(ids: readonly string[], acquisitions: readonly ReportedAcquisition[]): string {
  const known = acquisitions.filter(({ id }) => ids.includes(id));
  const foreign = ids.filter((id) => !known.some((acquisition) => acquisition.id === id));
  const references =
    known.length <= 3
      ? known.map(acquisitionReference)
      : [`series ${listed([...new Set(known.map((acquisition) => seriesName(acquisition)))])}`];
  return listed([...references, ...foreign]);
}

/** Each acquisition that repeats an earlier one, in words: which of them counts is not what the table shows. */
export function repeatsOf(acquisitions: readonly ReportedAcquisition[]): readonly string[] {
  return acquisitions.flatMap((acquisition) =>
    acquisition.evidence
      .filter(saysItIsARepeat)
      .map((says) => `Series ${seriesName(acquisition)} (${acquisitionName(acquisition)}): ${says}.`),
  );
}

export const acquisitionColumns = [
  'Series',
  'Sequence',
  '2D/3D',
  'Plane',
  'Region',
  'Thickness',
  'Gap',
  'In-plane (mm)',
  'Slices',
  'Description',
] as const;

/** One cell for each of `acquisitionColumns`. */
export function acquisitionCells(acquisition: ReportedAcquisition): readonly string[] {
  const { geometry } = acquisition;
  const inPlane = geometry.acquiredInPlaneMm ?? geometry.inPlaneMm;
  const missing = geometry.missingSlices ?? 0;
  return [
    acquisition.seriesNumber === null ? '?' : String(acquisition.seriesNumber),
    sequenceName(acquisition) + (acquisition.derived ? ' (derived)' : ''),
    acquisition.dimension ?? '?',
    acquisition.plane ?? '?',
    bodyRegionWords[acquisition.region],
    millimetres(geometry.sliceThicknessMm),
    millimetres(geometry.gapMm),
    inPlane === null ? '?' : inPlane.map(decimal).join(' × '),
    `${geometry.slices}${missing > 0 ? ` (${missing} missing)` : ''}`,
    acquisition.seriesDescription ?? '',
  ];
}

/** What a reader should look at twice before trusting the recognition. */
export function oddities(acquisition: ReportedAcquisition): readonly string[] {
  const { geometry, scanner, timing } = acquisition;
  const notKnown = [
    ['contrast', acquisition.contrastEnhanced === 'unknown'],
    ['2D or 3D', acquisition.dimension === null],
    ['plane', acquisition.plane === null],
    ['body region', acquisition.region === 'unknown'],
    ['field strength', scanner.fieldStrengthT === null],
    ['slice thickness', geometry.sliceThicknessMm === null],
    ['slice spacing', geometry.spacingMm === null && geometry.slices > 1],
    ['in-plane resolution', geometry.inPlaneMm === null && geometry.acquiredInPlaneMm === null],
    ['echo time', timing.echoTimeMs === null],
    ['repetition time', timing.repetitionTimeMs === null],
  ].flatMap(([name, unknown]) => (unknown === true ? [String(name)] : []));
  return [
    ...(acquisition.sequence === 'UNKNOWN' ? ['not recognised'] : []),
    ...(acquisition.sequence !== 'UNKNOWN' && acquisition.confidence < 0.7
      ? ['recognised with little confidence']
      : []),
    ...(geometry.missingSlices ? [`slices missing: ${geometry.missingSlices}`] : []),
    ...(geometry.gapMm !== null && geometry.gapMm < -0.05 ? ['slices overlap'] : []),
    ...(notKnown.length > 0 ? [`the header does not say: ${notKnown.join(', ')}`] : []),
  ];
}

/** "Siemens Prisma, 3 T", each scanner of the study once. */
export function scannersOf(acquisitions: readonly ReportedAcquisition[]): readonly string[] {
  const names = acquisitions.map(({ scanner }) => {
    const name = [scanner.manufacturer, scanner.model].filter((word) => word !== null).join(' ');
    const field =
      scanner.fieldStrengthT === null ? 'field strength not stated' : `${decimal(scanner.fieldStrengthT)} T`;
    return `${name === '' ? 'scanner not stated' : name}, ${field}`;
  });
  return [...new Set(names)];
}

/** At most two decimals, as on a console. */
export function decimal(value: number): string {
  return String(Number(value.toFixed(2)));
}

export function millimetres(value: number | null): string {
  return value === null ? '?' : `${decimal(value)} mm`;
}

function sequenceName({ sequence, contrastEnhanced, fatSuppressed }: ReportedAcquisition): string {
  return [
    sequence === 'UNKNOWN' ? 'not recognised' : sequence,
    fatSuppressed === true && (sequence === 'T1w' || sequence === 'T2w') ? 'fat-suppressed' : '',
    contrastEnhanced === 'yes' ? '+ contrast' : '',
  ]
    .filter((word) => word !== '')
    .join(' ');
}

import type { Acquisition } from '../acquisition/index.ts';
import type { FurtherFacts } from '../compliance/index.ts';
import type { AcquisitionHeader } from '../dicom/index.ts';

/**
 * What a comparison needs of each acquisition beyond what it holds itself. Read by series: what differs within one (the planes of a
 * localizer) is not known.
 */
export function furtherFactsOf(
  headers: readonly AcquisitionHeader[],
  acquisitions: readonly Acquisition[],
): ReadonlyMap<string, FurtherFacts> {
  const bySeries = Map.groupBy(headers, ({ SeriesInstanceUID }) => SeriesInstanceUID);
  const factsBySeries = new Map([...bySeries].map(([series, those]) => [series, factsOf(those)]));
  return new Map(
    acquisitions.flatMap(({ id, seriesInstanceUid }) => {
      const facts = factsBySeries.get(seriesInstanceUid);
      return facts === undefined ? [] : [[id, facts] as const];
    }),
  );
}

function factsOf(headers: readonly AcquisitionHeader[]): FurtherFacts {
  const texts = (keyword: 'DeviceSerialNumber' | 'ReceiveCoilName') =>
    onlyOne(
      headers.flatMap(({ shared, frames }) => [shared, ...frames].map((attributes) => attributes[keyword]?.trim())),
    );
  return {
    deviceSerial: texts('DeviceSerialNumber'),
    receiveCoil: texts('ReceiveCoilName'),
    sliceNormal: normalOf(headers),
  };
}

function onlyOne(values: readonly (string | undefined)[]): string | null {
  const stated = new Set(values.filter((value) => value !== undefined && value !== ''));
  const [only] = stated;
  return stated.size === 1 ? (only ?? null) : null;
}

type Vector = readonly [number, number, number];

/** Cosine of half a degree: the same direction, written by scanners with six digits. */
const sameDirection = 0.99996;

/** Row direction × column direction (DICOM PS3.3 C.7.6.2.1.1), where all images of the series share it. */
function normalOf(headers: readonly AcquisitionHeader[]): Vector | null {
  let first: Vector | null = null;
  for (const { shared, frames } of headers) {
    for (const frame of frames) {
      const normal = unitNormal(frame.ImageOrientationPatient ?? shared.ImageOrientationPatient);
      if (normal === null) return null;
      first ??= normal;
      const cosine = first[0] * normal[0] + first[1] * normal[1] + first[2] * normal[2];
      if (Math.abs(cosine) < sameDirection) return null;
    }
  }
  return first;
}

function unitNormal(orientation: readonly number[] | null | undefined): Vector | null {
  if (orientation?.length !== 6 || !orientation.every(Number.isFinite)) return null;
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = orientation;
  const normal: Vector = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
  const length = Math.hypot(...normal);
  return length < 0.5 ? null : [normal[0] / length, normal[1] / length, normal[2] / length];
}

import type { AcquisitionHeader } from '../dicom/index.ts';
import { acquiredAt } from './acquiredAt.ts';
import type { Acquisition, Scanner, Timing } from './acquisition.ts';
import { acquisitionPhysics } from './acquisitionPhysics.ts';
import { bodyRegion } from './bodyRegion.ts';
import { contrastNotShown } from './contrastNotShown.ts';
import { contrastState } from './contrastState.ts';
import { derivedImages } from './derivedImages.ts';
import { dimensionOf } from './dimension.ts';
import { withExaminedRegions } from './examinedRegions.ts';
import { fatSuppression } from './fatSuppression.ts';
import { type Image, imagesOf, positive, typical, typicalText, usable } from './image.ts';
import { contrastDelayMin } from './injectionTime.ts';
import { inPlaneResolution } from './inPlaneResolution.ts';
import { type JoinedStack, joinSeries } from './joinSeries.ts';
import { type MissingImages, missingBySeries } from './missingImages.ts';
import { orientationKey, planeOf, sliceNormal, stackCentre } from './orientation.ts';
import type { Placed } from './placed.ts';
import { withQuantitativeSets } from './quantitativeSets.ts';
import { recogniseSequence } from './recogniseSequence.ts';
import { withReformats } from './reformattedImages.ts';
import { withRepeats } from './repeatedAcquisitions.ts';
import { withSharedContrast } from './sharedContrast.ts';
import { withSharedRegions } from './sharedRegions.ts';
import { sliceGeometry } from './sliceGeometry.ts';
import { type Stack, splitStacks } from './splitStacks.ts';
import { voxelNotes } from './voxelNotes.ts';

/** What only the other acquisitions of a study show, one pass after the other; none depends on their order. */
const passes: readonly ((placed: readonly Placed[]) => readonly Placed[])[] = [
  withReformats,
  withSharedRegions,
  withExaminedRegions,
  withSharedContrast,
  withQuantitativeSets,
  withRepeats,
];

/**
 * The acquisitions of one study, series by series in the order they were numbered, whatever order the headers come in.
 * An instance that is given twice counts once.
 *
 * @param headers of one study; frames of Enhanced objects count as images
 */
export function recogniseAcquisitions(headers: readonly AcquisitionHeader[]): readonly Acquisition[] {
  const distinct = [...Map.groupBy(headers, (header) => header.SOPInstanceUID).values()].flatMap((same) =>
    same.slice(0, 1),
  );
  const images = imagesOf(distinct);
  const missing = missingBySeries(images);
  const bySeries = Map.groupBy(joinSeries(splitStacks(images)), (stack) => stack.seriesInstanceUid);
  const acquisitions: readonly Placed[] = [...bySeries].flatMap(([seriesInstanceUid, stacks]) =>
    stacks.map((stack, index) =>
      recogniseAcquisition(`${seriesInstanceUid}#${index + 1}`, stack, stacks, missing(stack.images)),
    ),
  );
  return passes
    .reduce((placed, pass) => pass(placed), acquisitions)
    .map(({ acquisition }) => acquisition)
    .sort(bySeriesNumber);
}

function recogniseAcquisition(
  id: string,
  stack: JoinedStack,
  stacksOfSeries: readonly JoinedStack[],
  missingOfSeries: MissingImages,
): Placed {
  const { images } = stack;
  const attributes = images.map((image) => image.attributes);
  const ownSeries = images
    .filter(({ SeriesInstanceUID }) => SeriesInstanceUID === stack.seriesInstanceUid)
    .map((image) => image.attributes);
  const { plane, obliquityDeg } = planeOf(
    attributes.map(({ ImageOrientationPatient }) => sliceNormal(ImageOrientationPatient)).find(Boolean) ?? null,
  );
  const { sequence, confidence, evidence } = recogniseSequence(images, {
    orientations: orientationsOf(stacksOfSeries),
    directions: directionsOf(stacksOfSeries),
    echoTimesMs: echoTimesOf(stacksOfSeries),
  });
  const slices = sliceGeometry(images);
  const { derived, evidence: derivedEvidence } = derivedImages(images, sequence);
  const notShown = contrastNotShown(images, sequence);
  const contrast = contrastState(images);
  const region = bodyRegion(images, sequence, plane, slices);
  const { notes, ...sliceNumbers } = slices;
  const inPlane = inPlaneResolution(images);
  const dimension = dimensionOf(images);
  return {
    images,
    frameOfReference: typicalText(attributes.map(({ FrameOfReferenceUID }) => FrameOfReferenceUID)),
    centre: stackCentre(images),
    ownRegion: region.ownEvidence,
    someSpine: region.someSpine,
    unnamedSlab: region.unnamedSlab,
    partBySize: region.partBySize,
    onlyStudy: region.onlyStudy,
    acquisition: {
      id,
      seriesInstanceUid: stack.seriesInstanceUid,
      seriesNumber: typical(ownSeries.map(({ SeriesNumber }) => usable(SeriesNumber))),
      seriesDescription: typicalText(ownSeries.map(({ SeriesDescription }) => SeriesDescription?.trim())),
      sequence,
      contrastEnhanced: contrast.contrastEnhanced,
      dimension,
      plane,
      obliquityDeg,
      region: region.region,
      derived,
      fatSuppressed: fatSuppression(images, sequence),
      confidence,
      evidence: [
        ...evidence,
        ...derivedEvidence,
        ...(notShown === null ? [] : [notShown]),
        ...contrast.evidence,
        ...region.evidence,
        ...stack.joinedBecause,
        ...notes,
        ...voxelNotes(dimension, slices, inPlane),
        ...missingOfSeries.notes,
      ],
      scanner: scannerOf(images),
      geometry: {
        ...sliceNumbers,
        missingSlices: moreMissing(slices.missingSlices, missingOfSeries.slices),
        ...inPlane,
      },
      timing: timingOf(images),
      instances: new Set(images.map(({ SOPInstanceUID }) => SOPInstanceUID)).size,
      acquiredAt: acquiredAt(images),
      contrastDelayMin: contrastDelayMin(images),
      ...(notShown === null ? {} : { withoutItsContrast: true }),
      ...(attributes.some(({ ImageType }) => ImageType?.length) ? {} : { mayBeComputed: true }),
    },
  };
}

/** Holes within a stack may be among those that the series lacks by its own count: the larger number. */
function moreMissing(inStack: number | null, inSeries: number | null): number | null {
  if (inStack === null) return null;
  if (inSeries === null) return inStack > 0 ? inStack : null;
  return Math.max(inStack, inSeries);
}

function orientationsOf(stacks: readonly JoinedStack[]): number {
  const planes = stacks.map(({ images }) => {
    const normal = images.map(({ attributes }) => sliceNormal(attributes.ImageOrientationPatient)).find(Boolean);
    return normal ? planeOf(normal).plane : null;
  });
  return new Set(planes.filter((plane) => plane !== null)).size;
}

function directionsOf(stacks: readonly Stack[]): number {
  const first = stacks.map(({ images }) => images[0]?.attributes.ImageOrientationPatient);
  return new Set(first.map(orientationKey)).size;
}

function echoTimesOf(stacks: readonly Stack[]): readonly number[] {
  const times = stacks.flatMap(
    ({ images }) => typical(images.map(({ attributes }) => positive(attributes.EchoTime))) ?? [],
  );
  return [...new Set(times)].sort((a, b) => a - b);
}

function scannerOf(images: readonly Image[]): Scanner {
  const attributes = images.map((image) => image.attributes);
  return {
    manufacturer: typicalText(attributes.map(({ Manufacturer }) => Manufacturer?.trim())),
    model: typicalText(attributes.map(({ ManufacturerModelName }) => ManufacturerModelName?.trim())),
    fieldStrengthT: typical(attributes.map(({ MagneticFieldStrength }) => usable(MagneticFieldStrength))),
    station: typicalText(attributes.map(({ StationName }) => StationName?.trim())),
    software: typicalText(attributes.map(({ SoftwareVersions }) => SoftwareVersions?.join(' ').trim())),
  };
}

function timingOf(images: readonly Image[]): Timing {
  const physics = acquisitionPhysics(images);
  return {
    repetitionTimeMs: physics.repetitionTimeMs,
    echoTimeMs: physics.echoTimeMs,
    inversionTimeMs: physics.inversionTimeMs,
    flipAngleDeg: physics.flipAngleDeg,
    bValues: physics.bValues,
  };
}

function bySeriesNumber(a: Acquisition, b: Acquisition): number {
  const [m, n] = [a.seriesNumber ?? Number.MAX_SAFE_INTEGER, b.seriesNumber ?? Number.MAX_SAFE_INTEGER];
  if (m !== n) return m - n;
  if (a.seriesInstanceUid !== b.seriesInstanceUid) return a.seriesInstanceUid < b.seriesInstanceUid ? -1 : 1;
  return stackNumber(a.id) - stackNumber(b.id);
}

function stackNumber(id: string): number {
  return Number(id.slice(id.lastIndexOf('#') + 1));
}

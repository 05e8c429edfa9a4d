import type { BodyRegion, Sequence } from './acquisition.ts';
import { examinationNames } from './bodyRegion.ts';
import { fieldOfViewMm } from './fieldOfView.ts';
import { hasKnownPlace, isImagedHere, samePartMm } from './knownPlace.ts';
import { distanceMm, type Vector } from './orientation.ts';
import type { Placed } from './placed.ts';

/** A stack whose middle is this near to a brain's is of the brain: that of a neck lies 110 mm and more below it. */
const sameBrainMm = 60;
/**
 * From the middle of a brain down to the middle of a stack, along the body: the skull ends about 80 mm below, the neck about 200 mm,
 * and the thoracic spine about 480 mm.
 */
const belowBrainMm = { neck: 90, thorax: 200, loins: 480 };
/** Larger fields are those of a head, or of the soft parts of the neck. */
const axialCordFieldMm = 220;
/** What is acquired of a cord; angiography below the brain is of the neck's vessels. */
const cordSequences: readonly Sequence[] = ['T1w', 'T2w', 'PDw', 'STIR', 'T2starw', 'PSIR', 'DWI'];

/**
 * An acquisition that does not say itself what was imaged is told by where it lies in the frame of reference of one that does: the
 * patient was not moved between them. What only the examination says (BodyPartExamined, the study's description) gives way,
 * since a cord series of a combined examination often keeps the head's entry. It is told only where the place of every series is known:
 * with one of them elsewhere another may seem the nearest.
 */
export function withSharedRegions(all: readonly Placed[]): readonly Placed[] {
  if (!all.filter(isImagedHere).every(hasKnownPlace)) return all;
  const brains = all.filter((one) => isSure(one) && !one.unnamedSlab && one.acquisition.region === 'brain');
  const placed = all.map((one) => (one.unnamedSlab ? retold(one, brains, inTheBrain) : one));
  const sure = placed.filter(isSure);
  return placed.map((one) => {
    if (one.acquisition.region === 'other') return one;
    if (one.partBySize) return undisputed(one, sure);
    return !one.ownRegion || one.someSpine ? retold(one, sure, fromNeighbours) : one;
  });
}

/** A derived series, or one that may be, shows nothing that what it was computed from does not show. */
function isSure({ ownRegion, someSpine, acquisition }: Placed): boolean {
  const isOriginal = !acquisition.derived && acquisition.mayBeComputed !== true;
  return ownRegion && !someSpine && isOriginal && acquisition.sequence !== 'LOCALIZER';
}

/** A part of the spine that is told by the height of the field gives way to its place, and is then not known. */
function undisputed(one: Placed, sure: readonly Placed[]): Placed {
  const { acquisition } = one;
  const spine = { ...one, someSpine: true, acquisition: { ...acquisition, region: 'unknown' as const } };
  const others = sure.filter((other) => other.acquisition.id !== acquisition.id && !other.partBySize);
  const there = retold(spine, others, fromNeighbours);
  if (there.told !== true || there.acquisition.region === acquisition.region) return one;
  return {
    ...one,
    acquisition: {
      ...acquisition,
      region: 'unknown',
      evidence: [...acquisition.evidence, `but ${there.acquisition.evidence.at(-1)}`],
    },
  };
}

type Telling = (one: Placed, centre: Vector, neighbours: readonly Placed[]) => Told | null;

function retold(one: Placed, others: readonly Placed[], tell: Telling): Placed {
  const { acquisition, centre, frameOfReference } = one;
  if (centre === null || !hasKnownPlace(one)) return one;
  const neighbours = others.filter((other) => other.frameOfReference === frameOfReference);
  const told = tell(one, centre, neighbours);
  if (told === null) return one;
  const evidence = told.region === acquisition.region ? acquisition.evidence : [...acquisition.evidence, told.says];
  return {
    ...one,
    someSpine: false,
    partBySize: false,
    told: true,
    acquisition: { ...acquisition, region: told.region, evidence },
  };
}

function fromNeighbours(one: Placed, centre: Vector, neighbours: readonly Placed[]): Told | null {
  return (
    orbitBefore(one, centre, neighbours) ?? nearest(one, centre, neighbours) ?? belowTheBrain(one, centre, neighbours)
  );
}

/** A few thick sagittal slices over the middle of a brain have the size of a slab over a spine. */
function inTheBrain(_: Placed, centre: Vector, brains: readonly Placed[]): Told | null {
  const isInside = brainsOf(brains).some((brain) => distanceMm(brain, centre) <= sameBrainMm);
  return isInside
    ? { region: 'brain', says: 'its middle is that of the brain series of the same frame of reference' }
    : null;
}

type Told = { readonly region: BodyRegion; readonly says: string };

function nearest(one: Placed, centre: Vector, neighbours: readonly Placed[]): Told | null {
  const [closest] = neighbours
    .filter(({ acquisition }) => !one.someSpine || acquisition.region.endsWith('-cord'))
    .flatMap(({ acquisition: { region }, centre: there }) =>
      there === null ? [] : [{ region, mm: distanceMm(there, centre) }],
    )
    .filter(({ mm }) => mm <= samePartMm)
    // What is called a part of the body that lies elsewhere speaks only where nothing else does.
    .sort(
      (a, b) =>
        Number(a.region === 'other') - Number(b.region === 'other') || a.mm - b.mm || (a.region < b.region ? -1 : 1),
    );
  if (closest === undefined) return null;
  return { region: closest.region, says: `lies with the ${closest.region} series of the same frame of reference` };
}

/** Below every brain of its frame of reference, in the planes and fields of a cord: which part, by how far. */
function belowTheBrain(one: Placed, centre: Vector, neighbours: readonly Placed[]): Told | null {
  const { acquisition } = one;
  const below = brainsOf(neighbours).map((brain) => brain[2] - centre[2]);
  const mm = Math.round(Math.min(...below));
  const isNamed = acquisition.region === 'cervical-cord' || acquisition.region === 'thoracic-cord';
  if (isNamed || below.length === 0 || mm < belowBrainMm.neck) return null;
  const says = `lies ${mm} mm below the brain series of the same frame of reference`;
  if (!hasCordShape(one) || mm > belowBrainMm.loins) {
    return acquisition.region === 'brain' || acquisition.region === 'orbit' ? { region: 'unknown', says } : null;
  }
  return { region: mm <= belowBrainMm.thorax ? 'cervical-cord' : 'thoracic-cord', says };
}

function hasCordShape({ acquisition, images, someSpine, unnamedSlab }: Placed): boolean {
  if (someSpine || unnamedSlab) return acquisition.plane !== 'sagittal' || (fieldOfViewMm(images) ?? 0) < 450;
  const field = fieldOfViewMm(images);
  return (
    cordSequences.includes(acquisition.sequence) &&
    acquisition.plane === 'axial' &&
    field !== null &&
    field <= axialCordFieldMm
  );
}

/** The orbits lie 40 to 80 mm in front of the brain's middle; thin slices there are theirs where the examination is one of them. */
function orbitBefore(one: Placed, centre: Vector, neighbours: readonly Placed[]): Told | null {
  const { plane, geometry } = one.acquisition;
  const field = fieldOfViewMm(one.images);
  const isThin = geometry.sliceThicknessMm !== null && geometry.sliceThicknessMm <= 3.5;
  const isSmall = field !== null && field <= 200 && geometry.coverageMm !== null && geometry.coverageMm <= 90;
  if (!isThin || !isSmall || plane === 'sagittal' || !examinationNames(one.images, 'orbit')) return null;
  const brains = brainsOf(neighbours);
  const isBefore = brains.some((brain) => brain[1] - centre[1] >= 20 && Math.abs(brain[2] - centre[2]) <= 80);
  return isBefore
    ? { region: 'orbit', says: 'thin slices in front of the brain, in an examination of the orbits' }
    : null;
}

function brainsOf(placed: readonly Placed[]): readonly Vector[] {
  return placed.flatMap(({ acquisition, centre }) =>
    acquisition.region === 'brain' && centre !== null ? [centre] : [],
  );
}

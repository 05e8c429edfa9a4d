import type { BodyRegion, Plane, Sequence } from './acquisition.ts';
import { type CoilSight, coilSight } from './coilRegion.ts';
import { fieldOfViewMm } from './fieldOfView.ts';
import { type Image, typicalText } from './image.ts';
import {
  isSagittalSlab,
  regionBySequence,
  regionBySize,
  type SpineSight,
  type StackSize,
  spinePart,
} from './regionGeometry.ts';
import { isSpinal, type NamedRegion, oneRegionOf, regionsNamed } from './regionWords.ts';
import type { SliceGeometry } from './sliceGeometry.ts';

export type RegionRecognition = {
  readonly region: BodyRegion;
  readonly evidence: readonly string[];
  /** Whether the series itself says so, by its words or its geometry, and not only the examination it is part of. */
  readonly ownEvidence: boolean;
  /** Whether it shows the spine, and nothing says which part of it. */
  readonly someSpine: boolean;
  /** Whether it is a sagittal slab that only its size and its examination place: where it lies may tell better. */
  readonly unnamedSlab: boolean;
};

type RegionClue = {
  readonly region: NamedRegion;
  readonly weight: number;
  readonly says: string;
  readonly own: boolean;
};

/** Vendors' abbreviations of BodyPartExamined (PS3.16 Annex L) that are no words of the lists. */
const bodyParts: Readonly<Record<string, NamedRegion | null>> = {
  HEADNECK: null,
  EYE: 'orbit',
  OPTICCANAL: 'orbit',
  CSPINE: 'cervical-cord',
  TSPINE: 'thoracic-cord',
  TLSPINE: 'thoracic-cord',
  LSPINE: 'lumbar',
  LSSPINE: 'lumbar',
  CTSPINE: 'spine',
  WHOLESPINE: 'whole-cord',
};

const regionNames: Readonly<Record<NamedRegion, string>> = {
  brain: 'the brain',
  'cervical-cord': 'the cervical cord',
  'thoracic-cord': 'the thoracic cord',
  'whole-cord': 'the whole spine',
  spine: 'the spine',
  lumbar: 'the lumbar spine',
  neck: 'the neck',
  orbit: 'the orbit',
  other: 'another part of the body',
};

const leastWeight = 1.5;
const leastLead = 0.3;

/**
 * What was imaged, from words, BodyPartExamined, coil and geometry together: BodyPartExamined alone is wrong in about 15 % of
 * images, most often because a cord series of a combined examination keeps the head's entry. So it decides only where nothing
 * else speaks, and never which part of the spine is meant by "SPINE".
 */
export function bodyRegion(
  images: readonly Image[],
  sequence: Sequence,
  plane: Plane | null,
  slices: SliceGeometry,
): RegionRecognition {
  const attributes = images.map((image) => image.attributes);
  const coil = coilSight(typicalText(attributes.map((a) => a.ReceiveCoilName?.trim())));
  const size: StackSize = { plane, ...slices, fieldOfViewMm: fieldOfViewMm(images) };
  const series = [...new Set(attributes.flatMap((a) => [a.SeriesDescription ?? '', a.ProtocolName ?? '']))];
  const said = fromWords(series, 5, 'the description', true);
  const examined = fromExamination(images);
  const clues = lumbarSpineAsOne([...said, ...examined, ...fromCoil(coil)]);
  const feetFirst =
    typicalText(attributes.map((a) => a.PatientPosition))
      ?.trim()
      .toUpperCase()
      .startsWith('FF') === true;
  // A slab of 15 sagittal slices is a cord only where nothing speaks of another part of the body.
  const isElsewhere = clues.some(({ region }) => region === 'other' || region === 'lumbar');
  // A coil that ends at the head receives no cord, however narrow the slab.
  const headOnly = fromCoil(coil).some(({ region }) => region === 'brain');
  const geometry = fromGeometry(sequence, size).map((clue) =>
    headOnly && clue.region === 'spine' ? { ...clue, weight: clue.weight * 0.5 } : clue,
  );
  const sight = { coil, headExamined: examined.some(({ region }) => region === 'brain'), feetFirst };
  // Feet first, legs and loins are imaged, which may be of the size of a head or of its spine.
  const decided = decide(isElsewhere || feetFirst ? clues : [...clues, ...geometry], size, sight);
  return { ...decided, unnamedSlab: isSagittalSlab(size) && !isElsewhere && said.length === 0 };
}

/** The lumbar spine is a spine: what names only "spine" beside it names the same part. */
function lumbarSpineAsOne(clues: readonly RegionClue[]): readonly RegionClue[] {
  if (!clues.some(({ region }) => region === 'lumbar')) return clues;
  return clues.map((clue) => (clue.region === 'spine' ? { ...clue, region: 'lumbar' } : clue));
}

type Decided = Omit<RegionRecognition, 'unnamedSlab'>;

/** Whether the examination that a series is part of is named as one of the orbits. */
export function examinationNames(images: readonly Image[], region: NamedRegion): boolean {
  return fromExamination(images).some((clue) => clue.region === region);
}

function decide(clues: readonly RegionClue[], size: StackSize, sight: SpineSight): Decided {
  const groups = Map.groupBy(clues, ({ region }) =>
    isSpinal(region) || region === 'neck' ? 'cord' : region === 'lumbar' ? 'other' : region,
  );
  const ranked = [...groups]
    .map(([name, group]) => ({ name, group, weight: group.reduce((sum, { weight }) => sum + weight, 0) }))
    .sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  const [best, second] = ranked;
  const undecided = best === undefined || best.weight < leastWeight || best.weight - (second?.weight ?? 0) < leastLead;
  const onlyNeck = best?.group.every(({ region }) => region === 'neck') === true;
  if (undecided || onlyNeck) {
    return { region: 'unknown', evidence: clues.map(({ says }) => says), ownEvidence: false, someSpine: false };
  }
  const against = clues.filter((clue) => !best.group.includes(clue)).map(({ says }) => `but ${says}`);
  const evidence = [...best.group.map(({ says }) => says), ...against];
  const ownEvidence = best.group.some(({ own }) => own);
  if (best.name !== 'cord') return { region: regionOf(best.name), evidence, ownEvidence, someSpine: false };
  return { ...cordPart(best.group, size, sight, evidence), ownEvidence };
}

/** Within the cord the heaviest clue that names a part decides; "spine" alone leaves it to the geometry. */
function cordPart(
  group: readonly RegionClue[],
  size: StackSize,
  sight: SpineSight,
  evidence: readonly string[],
): Omit<Decided, 'ownEvidence'> {
  const named = group
    .filter(({ region }) => region.endsWith('-cord'))
    .sort((a, b) => b.weight - a.weight || (a.region < b.region ? -1 : 1));
  const [first] = named;
  const isDisputed = named.some(({ region, weight }) => region !== first?.region && weight === first?.weight);
  if (first !== undefined && !isDisputed) return { region: regionOf(first.region), evidence, someSpine: false };
  const shown = spinePart(size, sight);
  if (shown !== null) return { region: shown.part, evidence: [...evidence, shown.says], someSpine: false };
  // It may be the lumbar spine, where there is no cord.
  return { region: 'unknown', evidence: [...evidence, 'which part of the spine is not known'], someSpine: true };
}

function regionOf(name: string): BodyRegion {
  const known: readonly BodyRegion[] = ['brain', 'cervical-cord', 'thoracic-cord', 'whole-cord', 'orbit', 'other'];
  return known.find((region) => region === name) ?? 'unknown';
}

function fromWords(texts: readonly string[], weight: number, where: string, own = false): readonly RegionClue[] {
  const region = oneRegionOf(regionsNamed(texts));
  if (region === null) return [];
  return [{ region, weight: region === 'neck' ? 1 : weight, says: `${where} names ${regionNames[region]}`, own }];
}

/** The study's description and BodyPartExamined: they name the examination, and outweigh nothing that the series shows. */
function fromExamination(images: readonly Image[]): readonly RegionClue[] {
  const attributes = images.map((image) => image.attributes);
  const study = typicalText(attributes.map((a) => a.StudyDescription?.trim()));
  const bodyPart = typicalText(attributes.map((a) => a.BodyPartExamined?.trim()));
  return [...fromWords(study === null ? [] : [study], 1.6, 'the study description'), ...fromBodyPart(bodyPart)];
}

function fromBodyPart(text: string | null): readonly RegionClue[] {
  if (text === null) return [];
  const folded = text.toUpperCase().replace(/[_-]/g, ' ');
  const key = folded.replaceAll(' ', '');
  const region = key in bodyParts ? (bodyParts[key] ?? null) : oneRegionOf(regionsNamed([text]));
  if (region === null) return [];
  const weight = region === 'neck' ? 1 : 1.6;
  return [{ region, weight, says: `BodyPartExamined is ${folded.slice(0, 16)}`, own: false }];
}

function fromCoil({ region }: CoilSight): readonly RegionClue[] {
  if (region === null) return [];
  if (region === 'other') {
    return [{ region, weight: 1, says: 'the coil is not one for head or spine', own: false }];
  }
  const says = region === 'brain' ? 'received with a head coil' : `received with a coil over ${regionNames[region]}`;
  return [{ region, weight: 0.9, says, own: false }];
}

function fromGeometry(sequence: Sequence, size: StackSize): readonly RegionClue[] {
  if (sequence === 'LOCALIZER') return [];
  const bySequence = regionBySequence(sequence);
  const bySize = regionBySize(size);
  // A sagittal slab of a fluid-suppressed sequence is a brain that was not covered.
  const clues = bySequence !== null && bySize?.region === 'spine' ? [bySequence] : [bySequence, bySize];
  return clues.flatMap((clue) => (clue === null ? [] : [{ ...clue, own: true }]));
}

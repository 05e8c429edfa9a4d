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
  /** Whether the part of the spine is told by the height of the field or the coil, and by no word. */
  readonly partBySize: boolean;
  /** Whether the study's description alone names the region, or nothing but a coil beside it. */
  readonly onlyStudy: boolean;
};

type RegionClue = {
  readonly region: NamedRegion;
  readonly weight: number;
  readonly says: string;
  readonly from: 'words' | 'study' | 'body part' | 'coil' | 'size' | 'sequence';
};

/** By what a series itself shows or is called, and not only the examination it is part of. */
const ownSources: readonly RegionClue['from'][] = ['words', 'size', 'sequence'];
/** What may be taken out of a header and must not leave another region behind. */
const removable: readonly RegionClue['from'][] = ['study', 'coil', 'sequence'];

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
  const said = fromWords(series, 5, 'the description', 'words');
  const examined = fromExamination(images);
  const feetFirst =
    typicalText(attributes.map((a) => a.PatientPosition))
      ?.trim()
      .toUpperCase()
      .startsWith('FF') === true;
  const sources = { clues: [...said, ...examined, ...fromCoil(coil)], geometry: fromGeometry(sequence, size) };
  const sight = { coil, headExamined: examined.some(({ region }) => region === 'brain'), feetFirst };
  const decided = decideFrom(sources, size, sight);
  const isElsewhere = elsewhere(sources.clues);
  const rest = { unnamedSlab: isSagittalSlab(size) && !isElsewhere && said.length === 0 };
  const other = otherwise(sources, size, sight, decided);
  return other === null ? { ...decided, ...rest } : { ...undecided([...decided.evidence, other]), ...rest };
}

type Sources = { readonly clues: readonly RegionClue[]; readonly geometry: readonly RegionClue[] };

function decideFrom({ clues: spoken, geometry: shown }: Sources, size: StackSize, sight: SpineSight): Decided {
  const clues = lumbarSpineAsOne(spoken);
  // A coil that ends at the head receives no cord, however narrow the slab.
  const headOnly = clues.some(({ region, from }) => region === 'brain' && from === 'coil');
  const geometry = shown.map((clue) =>
    headOnly && clue.region === 'spine' ? { ...clue, weight: clue.weight * 0.5 } : clue,
  );
  // Feet first, legs and loins are imaged, which may be of the size of a head or of its spine.
  return decide(elsewhere(clues) || sight.feetFirst ? clues : [...clues, ...geometry], size, sight);
}

/** A slab of 15 sagittal slices is a cord only where nothing speaks of another part of the body. */
function elsewhere(clues: readonly RegionClue[]): boolean {
  return clues.some(({ region }) => region === 'other' || region === 'lumbar');
}

/**
 * What would be said instead if the study's description, the coil or what makes the sequence known were not in the header: a region
 * that rests on one of them against what speaks for another is not known. Only the loins are believed to an examination of them, since
 * their size is also that of the chest.
 */
function otherwise({ clues, geometry }: Sources, size: StackSize, sight: SpineSight, decided: Decided): string | null {
  if (decided.region === 'unknown' || clues.some(({ region }) => region === 'lumbar')) return null;
  if (clues.some(({ from }) => from === 'words')) return null;
  for (let left = 1; left < 2 ** removable.length; left += 1) {
    const stays = ({ from }: RegionClue) => ((left >> removable.indexOf(from)) & 1) === 0 || !removable.includes(from);
    const fewer = { clues: clues.filter(stays), geometry: geometry.filter(stays) };
    const positions = sight.feetFirst ? [true, false] : [false];
    for (const feetFirst of positions) {
      const { region } = decideFrom(fewer, size, { ...sight, feetFirst });
      if (region !== 'unknown' && region !== decided.region) return `what else is known speaks for ${region}`;
    }
  }
  return null;
}

/** The lumbar spine is a spine: what names only "spine" beside it names the same part. */
function lumbarSpineAsOne(clues: readonly RegionClue[]): readonly RegionClue[] {
  if (!clues.some(({ region }) => region === 'lumbar')) return clues;
  return clues.map((clue) => (clue.region === 'spine' ? { ...clue, region: 'lumbar' } : clue));
}

type Decided = Omit<RegionRecognition, 'unnamedSlab'>;

function undecided(evidence: readonly string[]): Decided {
  return { region: 'unknown', evidence, ownEvidence: false, someSpine: false, partBySize: false, onlyStudy: false };
}

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
  const isOpen = best === undefined || best.weight < leastWeight || best.weight - (second?.weight ?? 0) < leastLead;
  const onlyNeck = best?.group.every(({ region }) => region === 'neck') === true;
  if (isOpen || onlyNeck) return undecided(clues.map(({ says }) => says));
  const against = clues.filter((clue) => !best.group.includes(clue)).map(({ says }) => `but ${says}`);
  const evidence = [...best.group.map(({ says }) => says), ...against];
  const rest = {
    ownEvidence: best.group.some(({ from }) => ownSources.includes(from)),
    onlyStudy: best.group.every(({ from }) => from === 'study' || from === 'coil'),
  };
  if (best.name !== 'cord')
    return { region: regionOf(best.name), evidence, someSpine: false, partBySize: false, ...rest };
  return { ...cordPart(best.group, size, sight, evidence), ...rest };
}

/** Within the cord the heaviest clue that names a part decides; "spine" alone leaves it to the geometry. */
function cordPart(
  group: readonly RegionClue[],
  size: StackSize,
  sight: SpineSight,
  evidence: readonly string[],
): Omit<Decided, 'ownEvidence' | 'onlyStudy'> {
  const named = group
    .filter(({ region }) => region.endsWith('-cord'))
    .sort((a, b) => b.weight - a.weight || (a.region < b.region ? -1 : 1));
  const [first] = named;
  const isDisputed = named.some(({ region, weight }) => region !== first?.region && weight === first?.weight);
  if (first !== undefined && !isDisputed)
    return { region: regionOf(first.region), evidence, someSpine: false, partBySize: false };
  const shown = spinePart(size, sight);
  if (shown !== null)
    return { region: shown.part, evidence: [...evidence, shown.says], someSpine: false, partBySize: true };
  // It may be the lumbar spine, where there is no cord.
  const says = 'which part of the spine is not known';
  return { region: 'unknown', evidence: [...evidence, says], someSpine: true, partBySize: false };
}

function regionOf(name: string): BodyRegion {
  const known: readonly BodyRegion[] = ['brain', 'cervical-cord', 'thoracic-cord', 'whole-cord', 'orbit', 'other'];
  return known.find((region) => region === name) ?? 'unknown';
}

function fromWords(
  texts: readonly string[],
  weight: number,
  where: string,
  from: RegionClue['from'],
): readonly RegionClue[] {
  const region = oneRegionOf(regionsNamed(texts));
  if (region === null) return [];
  return [{ region, weight: region === 'neck' ? 1 : weight, says: `${where} names ${regionNames[region]}`, from }];
}

/** The study's description and BodyPartExamined: they name the examination, and outweigh nothing that the series shows. */
function fromExamination(images: readonly Image[]): readonly RegionClue[] {
  const attributes = images.map((image) => image.attributes);
  const study = typicalText(attributes.map((a) => a.StudyDescription?.trim()));
  const bodyPart = typicalText(attributes.map((a) => a.BodyPartExamined?.trim()));
  return [
    ...fromWords(study === null ? [] : [study], 1.6, 'the study description', 'study'),
    ...fromBodyPart(bodyPart),
  ];
}

function fromBodyPart(text: string | null): readonly RegionClue[] {
  if (text === null) return [];
  const folded = text.toUpperCase().replace(/[_-]/g, ' ');
  const key = folded.replaceAll(' ', '');
  const region = key in bodyParts ? (bodyParts[key] ?? null) : oneRegionOf(regionsNamed([text]));
  if (region === null) return [];
  const weight = region === 'neck' ? 1 : 1.6;
  return [{ region, weight, says: `BodyPartExamined is ${folded.slice(0, 16)}`, from: 'body part' }];
}

function fromCoil({ region }: CoilSight): readonly RegionClue[] {
  if (region === null) return [];
  if (region === 'other') {
    return [{ region, weight: 1, says: 'the coil is not one for head or spine', from: 'coil' }];
  }
  const says = region === 'brain' ? 'received with a head coil' : `received with a coil over ${regionNames[region]}`;
  return [{ region, weight: 0.9, says, from: 'coil' }];
}

function fromGeometry(sequence: Sequence, size: StackSize): readonly RegionClue[] {
  if (sequence === 'LOCALIZER') return [];
  const bySequence = regionBySequence(sequence);
  const bySize = regionBySize(size);
  // A sagittal slab of a fluid-suppressed sequence is a brain that was not covered.
  const isCut = bySequence !== null && bySize?.region === 'spine';
  return [
    ...(bySequence === null ? [] : [{ ...bySequence, from: 'sequence' as const }]),
    ...(bySize === null || isCut ? [] : [{ ...bySize, from: 'size' as const }]),
  ];
}

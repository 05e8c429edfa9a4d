import type { BodyRegion, Plane, Sequence } from './acquisition.ts';
import { type Image, positive, typical, typicalText } from './image.ts';
import { foldWords } from './sequenceWords.ts';
import type { SliceGeometry } from './sliceGeometry.ts';

export type RegionRecognition = {
  readonly region: BodyRegion;
  readonly evidence: readonly string[];
  /** Whether the series itself says so, by its words or its geometry, and not only the examination it is part of. */
  readonly ownEvidence: boolean;
};

type RegionClue = {
  readonly region: BodyRegion;
  readonly weight: number;
  readonly says: string;
  readonly own?: true;
};

/** The words of seven languages for what was imaged; the series' own words weigh more than the study's. */
const regionWords: readonly (readonly [RegExp, BodyRegion])[] = [
  [
    /\b(?:brain|head|cerebr\w*|cranio|crani\w*|neurocran\w*|skull|kopf|sch(?:ä|ae|a)del|hirn|gehirn|cerveau|cr(?:â|a)ne|enc(?:é|e)phal\w*|hersenen|hoofd|testa|cabeza|cabe(?:ç|c)a|neuro|nch)\b/,
    'brain',
  ],
  [/\b(?:whole ?(?:spine|cord)|total ?spine|full ?spine|ganze ?ws|gws|rachis (?:entier|complet))\b/, 'whole-cord'],
  [/\b(?:c ?spine|cspine|cerv(?:ical\w*|icale|ic)?|hws|cervico\w*|csp|c ts|hals\w*|cuello|collo)\b/, 'cervical-cord'],
  [/\b(?:t ?spine|tspine|thoracic ?(?:spine|cord)|bws|dorsal|tsp|t ?spn|rachis dorsal|d ?spine)\b/, 'thoracic-cord'],
  [
    /\b(?:spine|spinal|cord|rachis|moelle|medulla|myelon|wirbels(?:ä|ae)ule|r(?:ü|ue)ckenmark|ruggenmerg|columna|coluna|colonna|midollo|rachide)\b/,
    'whole-cord',
  ],
  [/\b(?:orbit\w*|optic|opticus|n opt\w*|optique|ottico|optico|(?:ó|o)ptico|augen?)\b/, 'orbit'],
  [
    /\b(?:knee|knie|genou|shoulder|schulter|(?:é|e)paule|hip|h(?:ü|ue)ft\w*|ankle|foot|hand|wrist|elbow|pelvi\w*|becken|prostat\w*|breast|mamma|liver|leber|abdom\w*|kidney|cardiac|heart|herz|cœur|lumb\w*|lomb\w*|lws|ls ?spine|l ?spine|lspine|l ?wk|sacr\w*|iliosacr\w*|femur|tibia|sella|pituitar\w*|hypophys\w*|tmj|kiefergelenk\w*|iac|iam|inner ?ear|innenohr)\b/,
    'other',
  ],
];

const bodyParts: Readonly<Record<string, BodyRegion>> = {
  BRAIN: 'brain',
  HEAD: 'brain',
  SKULL: 'brain',
  NEURO: 'brain',
  KOPF: 'brain',
  HEADNECK: 'brain',
  CSPINE: 'cervical-cord',
  'C SPINE': 'cervical-cord',
  NECK: 'cervical-cord',
  CERVICAL: 'cervical-cord',
  TSPINE: 'thoracic-cord',
  'T SPINE': 'thoracic-cord',
  THORACIC: 'thoracic-cord',
  SPINE: 'whole-cord',
  CTSPINE: 'whole-cord',
  WHOLESPINE: 'whole-cord',
  TLSPINE: 'thoracic-cord',
  ORBIT: 'orbit',
  EYE: 'orbit',
  OPTICCANAL: 'orbit',
}; // PS3.16 Annex L, and what vendors write instead

const regionNames: Readonly<Record<BodyRegion, string>> = {
  brain: 'the brain',
  'cervical-cord': 'the cervical cord',
  'thoracic-cord': 'the thoracic cord',
  'whole-cord': 'the spine',
  orbit: 'the orbit',
  other: 'another part of the body',
  unknown: 'nothing known',
};

const leastWeight = 1.5;

/**
 * What was imaged, from words, BodyPartExamined and geometry together: BodyPartExamined alone is wrong in about 15 % of
 * images, most often because a cord series of a combined examination keeps the head's entry.
 */
export function bodyRegion(
  images: readonly Image[],
  sequence: Sequence,
  plane: Plane | null,
  slices: SliceGeometry,
): RegionRecognition {
  const attributes = images.map((image) => image.attributes);
  const series = [
    typicalText(attributes.map((a) => a.SeriesDescription)),
    typicalText(attributes.map((a) => a.ProtocolName)),
  ];
  const study = typicalText(attributes.map((a) => a.StudyDescription));
  const coil = typicalText(attributes.map((a) => a.ReceiveCoilName));
  const clues: readonly RegionClue[] = [
    ...fromWords(series, 5, 'the description').map((clue) => ({ ...clue, own: true as const })),
    ...fromWords([study], 1.6, 'the study description'),
    ...fromBodyPart(typicalText(attributes.map((a) => a.BodyPartExamined))),
    ...fromCoil(coil),
  ];
  // A slab of 15 sagittal slices is a cord only where nothing speaks of another part of the body.
  const isElsewhere = clues.some(({ region }) => region === 'other');
  return decide(isElsewhere ? clues : [...clues, ...fromGeometry(images, sequence, plane, slices)]);
}

function decide(clues: readonly RegionClue[]): RegionRecognition {
  const groups = Map.groupBy(clues, ({ region }) => (region.endsWith('-cord') ? 'cord' : region));
  const ranked = [...groups]
    .map(([name, group]) => ({ name, group, weight: group.reduce((sum, { weight }) => sum + weight, 0) }))
    .sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  const [best, second] = ranked;
  if (best === undefined || best.weight < leastWeight || best.weight - (second?.weight ?? 0) < 0.3) {
    return { region: 'unknown', evidence: clues.map(({ says }) => says), ownEvidence: false };
  }
  // Within the cord, the most particular clue names the part; "spine" alone stays the whole.
  const particular = best.group.filter(({ region }) => region !== 'whole-cord').sort((a, b) => b.weight - a.weight)[0];
  const parts = new Set(best.group.map(({ region }) => region));
  const several = parts.has('cervical-cord') && parts.has('thoracic-cord');
  const region = several ? 'whole-cord' : (particular?.region ?? best.group[0]?.region ?? 'unknown');
  const against = clues.filter((clue) => !best.group.includes(clue)).map(({ says }) => `but ${says}`);
  return {
    region,
    evidence: [...best.group.map(({ says }) => says), ...against],
    ownEvidence: best.group.some(({ own }) => own === true),
  };
}

function fromWords(texts: readonly (string | null)[], weight: number, where: string): readonly RegionClue[] {
  const folded = texts.flatMap((text) => (text === null ? [] : [foldWords(text)]));
  const found = regionWords
    .filter(([pattern]) => folded.some((text) => pattern.test(text)))
    .map(([, region]) => region);
  // "MRI brain and cervical spine" names the examination, not the series.
  // Lumbar, and every other part, is more particular than "spine".
  if (found.includes('other') && found.every((region) => region === 'other' || region === 'whole-cord')) {
    return [{ region: 'other', weight, says: `${where} names another part of the body` }];
  }
  const kinds = new Set(found.map((region) => (region.endsWith('-cord') ? 'cord' : region)));
  if (kinds.size !== 1) return [];
  const region = found.find((name) => name !== 'whole-cord') ?? found[0];
  return region === undefined ? [] : [{ region, weight, says: `${where} names ${regionNames[region]}` }];
}

function fromBodyPart(text: string | null): readonly RegionClue[] {
  if (text === null) return [];
  const folded = text.trim().toUpperCase().replace(/[_-]/g, ' ');
  const region = bodyParts[folded] ?? bodyParts[folded.replaceAll(' ', '')];
  if (region !== undefined) return [{ region, weight: 1.6, says: `BodyPartExamined is ${folded.slice(0, 16)}` }];
  const words = fromWords([text], 1.6, 'BodyPartExamined');
  return words;
}

function fromCoil(coil: string | null): readonly RegionClue[] {
  if (coil === null) return [];
  const folded = foldWords(coil);
  if (/\b(?:knee|shoulder|breast|wrist|ankle|foot|cardiac|torso)\b/.test(folded)) {
    return [{ region: 'other', weight: 1, says: 'the coil is not one for head or spine' }];
  }
  if (/\b(?:head|hea|he[0-9]|nv|hn|brain)|head/.test(folded) && !/spine|\bsp[0-9]/.test(folded)) {
    // A head-neck coil receives the cervical cord as well.
    if (/neck|\bhn|\bnv|\bhea?[0-9].*\bnec?[0-9]/.test(folded)) return [];
    return [{ region: 'brain', weight: 0.9, says: 'received with a head coil' }];
  }
  return [];
}

function fromGeometry(
  images: readonly Image[],
  sequence: Sequence,
  plane: Plane | null,
  slices: SliceGeometry,
): readonly RegionClue[] {
  if (
    sequence === 'FLAIR' ||
    sequence === 'DIR' ||
    sequence === 'MP2RAGE' ||
    sequence === 'BOLD' ||
    sequence === 'ASL'
  ) {
    return [{ region: 'brain', weight: 1.2, says: `${sequence} is used in the brain`, own: true }];
  }
  const coverageMm = slices.coverageMm;
  const heightMm = fieldOfViewMm(images);
  if (coverageMm === null || heightMm === null || sequence === 'LOCALIZER') return [];
  // A brain is about 140 mm wide; a sagittal slab of 30 to 80 mm holds the spine, of which part cannot be told.
  if (plane === 'sagittal' && coverageMm >= 24 && coverageMm <= 85 && slices.slices >= 7 && heightMm >= 205) {
    const says = `a sagittal slab of ${Math.round(coverageMm)} mm, too narrow for a brain`;
    return [{ region: 'whole-cord', weight: 3.6, says, own: true }];
  }
  if (coverageMm >= 110 && coverageMm <= 260 && heightMm >= 180 && heightMm <= 290) {
    return [{ region: 'brain', weight: 1.5, says: 'the volume has the size of a head', own: true }];
  }
  return [];
}

/** The longer side of the image, mm. */
function fieldOfViewMm(images: readonly Image[]): number | null {
  const sides = images.map(({ attributes: { Rows, Columns, PixelSpacing } }) => {
    const [row, column] = [positive(PixelSpacing?.[0]), positive(PixelSpacing?.[1])];
    const [rows, columns] = [positive(Rows), positive(Columns)];
    return row === null || column === null || rows === null || columns === null
      ? null
      : Math.max(rows * row, columns * column);
  });
  return typical(sides);
}

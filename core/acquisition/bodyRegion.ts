import type { BodyRegion, Plane, Sequence } from './acquisition.ts';
import { type Image, positive, typical, typicalText } from './image.ts';
import { foldWords } from './sequenceWords.ts';
import type { SliceGeometry } from './sliceGeometry.ts';

export type RegionRecognition = { readonly region: BodyRegion; readonly evidence: readonly string[] };

type RegionClue = { readonly region: BodyRegion; readonly weight: number; readonly says: string };

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
    /\b(?:knee|knie|genou|shoulder|schulter|(?:é|e)paule|hip|h(?:ü|ue)ft\w*|ankle|foot|hand|wrist|elbow|pelvi\w*|becken|prostat\w*|breast|mamma|liver|leber|abdom\w*|kidney|cardiac|heart|herz|cœur|lumb\w*|lws|l ?spine|lspine|femur|tibia)\b/,
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
  const clues = [
    ...fromWords(series, 2.5, 'the description'),
    ...fromWords([study], 1.2, 'the study description'),
    ...fromBodyPart(typicalText(attributes.map((a) => a.BodyPartExamined))),
    ...fromCoil(coil),
    ...fromGeometry(images, sequence, plane, slices),
  ];
  return decide(clues);
}

function decide(clues: readonly RegionClue[]): RegionRecognition {
  const groups = Map.groupBy(clues, ({ region }) => (region.endsWith('-cord') ? 'cord' : region));
  const ranked = [...groups]
    .map(([name, group]) => ({ name, group, weight: group.reduce((sum, { weight }) => sum + weight, 0) }))
    .sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  const [best, second] = ranked;
  if (best === undefined || best.weight < leastWeight || best.weight - (second?.weight ?? 0) < 0.3) {
    return { region: 'unknown', evidence: clues.map(({ says }) => says) };
  }
  // Within the cord, the most particular clue names the part; "spine" alone stays the whole.
  const particular = best.group.filter(({ region }) => region !== 'whole-cord').sort((a, b) => b.weight - a.weight)[0];
  const parts = new Set(best.group.map(({ region }) => region));
  const several = parts.has('cervical-cord') && parts.has('thoracic-cord');
  const region = several ? 'whole-cord' : (particular?.region ?? best.group[0]?.region ?? 'unknown');
  return { region, evidence: best.group.map(({ says }) => says) };
}

function fromWords(texts: readonly (string | null)[], weight: number, where: string): readonly RegionClue[] {
  const folded = texts.flatMap((text) => (text === null ? [] : [foldWords(text)]));
  const found = regionWords
    .filter(([pattern]) => folded.some((text) => pattern.test(text)))
    .map(([, region]) => region);
  // "MRI brain and cervical spine" names the examination, not the series.
  const kinds = new Set(found.map((region) => (region.endsWith('-cord') ? 'cord' : region)));
  if (kinds.size !== 1) return [];
  const region = found.find((name) => name !== 'whole-cord') ?? found[0];
  return region === undefined ? [] : [{ region, weight, says: `${where} names the ${region.replace('-', ' ')}` }];
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
    return [{ region: 'brain', weight: 1.2, says: `${sequence} is used in the brain` }];
  }
  const coverageMm = slices.coverageMm;
  const heightMm = fieldOfViewMm(images);
  if (coverageMm === null || heightMm === null || sequence === 'LOCALIZER') return [];
  // A brain is about 140 mm wide; a sagittal slab of 30 to 80 mm holds the spine.
  if (plane === 'sagittal' && coverageMm >= 24 && coverageMm <= 85 && slices.slices >= 7 && heightMm >= 190) {
    const region = heightMm > 380 ? 'whole-cord' : 'cervical-cord';
    return [{ region, weight: 3, says: `a sagittal slab of ${Math.round(coverageMm)} mm, too narrow for a brain` }];
  }
  if (coverageMm >= 110 && coverageMm <= 260 && heightMm >= 180 && heightMm <= 290) {
    return [{ region: 'brain', weight: 1.5, says: `the volume has the size of a head` }];
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

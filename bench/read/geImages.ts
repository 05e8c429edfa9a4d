import { type BuiltElement, dicomFile, el, type Item, sq } from '../../test/core/dicom/dicomBytes.ts';

type GeSeries = {
  readonly folder: string;
  readonly number: number;
  readonly images: number;
  readonly size: number;
  readonly spacingMm: number;
  readonly attributes: readonly BuiltElement[];
};

const mrImageStorage = '1.2.840.10008.5.1.4.1.1.4';
const root = '1.2.826.0.1.3680043.8.498.7771234567890123456789';
const study = `${root}.1`;

const series: readonly GeSeries[] = [
  {
    folder: '003_Sag_CUBE_FLAIR',
    number: 3,
    images: 160,
    size: 256,
    spacingMm: 1,
    attributes: [
      el(0x0008103e, 'LO', 'Sag CUBE FLAIR'),
      el(0x00180020, 'CS', 'SE\\IR'),
      el(0x00180021, 'CS', 'SK\\OSP'),
      el(0x00180023, 'CS', '3D'),
      el(0x00180050, 'DS', '1'),
      el(0x00180080, 'DS', '6500'),
      el(0x00180081, 'DS', '117.5'),
      el(0x00180082, 'DS', '1833'),
      el(0x00181314, 'DS', '90'),
    ],
  },
  {
    folder: '004_Ax_T2_FSE',
    number: 4,
    images: 48,
    size: 512,
    spacingMm: 3,
    attributes: [
      el(0x0008103e, 'LO', 'Ax T2 FSE'),
      el(0x00180020, 'CS', 'SE'),
      el(0x00180021, 'CS', 'SK'),
      el(0x00180023, 'CS', '2D'),
      el(0x00180050, 'DS', '3'),
      el(0x00180080, 'DS', '5200'),
      el(0x00180081, 'DS', '98.3'),
      el(0x00181314, 'DS', '111'),
    ],
  },
  {
    folder: '005_Ax_DWI_b1000',
    number: 5,
    images: 60,
    size: 256,
    spacingMm: 5,
    // No b-value where the standard has it: the reader goes on to group 0043.
    attributes: [
      el(0x0008103e, 'LO', 'Ax DWI b1000'),
      el(0x00180020, 'CS', 'EP\\SE'),
      el(0x00180021, 'CS', 'NONE'),
      el(0x00180023, 'CS', '2D'),
      el(0x00180050, 'DS', '5'),
      el(0x00180080, 'DS', '7000'),
      el(0x00180081, 'DS', '81.2'),
      el(0x00181314, 'DS', '90'),
      el(0x00431039, 'IS', '1000\\8\\0\\0'),
    ],
  },
];

/**
 * Images as a GE scanner lays them out: a hundred private elements before the geometry and a private sequence and a protocol block
 * before the pixels' description, 6 KB in all, of which a rule needs next to nothing.
 */
export function* geImages(pixels: 'full' | 'none'): Generator<{ readonly path: string; readonly bytes: Uint8Array }> {
  for (const one of series) {
    for (let index = 0; index < one.images; index += 1) {
      const elements = [...common, ...one.attributes, ...ofImage(one, index), ...privateElements(index)];
      const pixelData = el(0x7fe00010, 'OW', new Uint8Array(pixels === 'full' ? 2 * one.size * one.size : 2));
      const bytes = dicomFile([...elements, pixelData].sort((a, b) => a.tag - b.tag));
      yield { path: `${one.folder}/i${String(index + 1).padStart(5, '0')}.MRDCM`, bytes };
    }
  }
}

const common: readonly BuiltElement[] = [
  el(0x00080005, 'CS', 'ISO_IR 100'),
  el(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\OTHER'),
  el(0x00080016, 'UI', mrImageStorage),
  el(0x00080020, 'DA', '20250310'),
  el(0x00080030, 'TM', '141500'),
  el(0x00080060, 'CS', 'MR'),
  el(0x00080070, 'LO', 'GE MEDICAL SYSTEMS'),
  el(0x00081010, 'SH', 'MRGE3T'),
  el(0x00081030, 'LO', 'MR brain'),
  el(0x00081090, 'LO', 'DISCOVERY MR750'),
  sq(0x00081140, [[el(0x00081150, 'UI', mrImageStorage), el(0x00081155, 'UI', `${root}.9`)]], true),
  el(0x00100010, 'PN', 'Made^Up'),
  el(0x00100020, 'LO', 'BENCH-1'),
  el(0x00180022, 'CS', 'FAST_GEMS\\EDR_GEMS\\FC_FREQ_AX_GEMS'),
  el(0x00180015, 'CS', 'BRAIN'),
  el(0x00180083, 'DS', '1'),
  el(0x00180087, 'DS', '3'),
  el(0x00181020, 'LO', '27\\LX\\MR Software release:DV26.0_R01_1725.a'),
  el(0x00181310, 'US', [0, 256, 256, 0]),
  el(0x00181312, 'CS', 'COL'),
  el(0x0020000d, 'UI', study),
  el(0x00280002, 'US', [1]),
  el(0x00280004, 'CS', 'MONOCHROME2'),
  el(0x00280100, 'US', [16]),
  el(0x00280101, 'US', [16]),
  el(0x00280102, 'US', [15]),
  el(0x00280103, 'US', [1]),
];

function ofImage({ number, size, spacingMm }: GeSeries, index: number): readonly BuiltElement[] {
  const position = (index * spacingMm - 60).toFixed(4);
  return [
    el(0x00080018, 'UI', `${root}.${number}.${1000 + index}`),
    el(0x00180088, 'DS', String(spacingMm)),
    el(0x0020000e, 'UI', `${root}.${number}`),
    el(0x00200011, 'IS', String(number)),
    el(0x00200013, 'IS', String(index + 1)),
    el(0x00200032, 'DS', `-119.532\\-103.254\\${position}`),
    el(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    el(0x00280010, 'US', [size]),
    el(0x00280011, 'US', [size]),
    el(0x00280030, 'DS', '0.9375\\0.9375'),
  ];
}

/** How many elements, in which groups and of which creators, is as in files of a DISCOVERY MR750; their values are made up. */
function privateElements(index: number): readonly BuiltElement[] {
  return [
    ...block(0x0009, 'GEMS_IDEN_01', 8, index),
    ...block(0x0019, 'GEMS_ACQU_01', 90, index),
    ...block(0x0021, 'GEMS_RELA_01', 23, index),
    el(0x00230010, 'LO', 'GEMS_STDY_01'),
    sq(0x00231080, privateItems, true),
    ...block(0x0025, 'GEMS_SERS_01', 10, index),
    el(0x0025101b, 'OB', protocolBlock),
    ...block(0x0027, 'GEMS_IMAG_01', 13, index),
    ...block(0x0029, 'GEMS_IMPS_01', 8, index),
    ...block(0x0043, 'GEMS_PARM_01', 40, index).filter(({ tag }) => tag !== 0x00431039),
  ];
}

function block(group: number, creator: string, count: number, index: number): readonly BuiltElement[] {
  const first = group * 0x10000;
  const elements = Array.from({ length: count }, (_, place) => privateElement(first + 0x1030 + place, place, index));
  return [el(first + 0x10, 'LO', creator), ...elements];
}

function privateElement(tag: number, place: number, index: number): BuiltElement {
  if (place % 4 === 0) return el(tag, 'DS', (place * 1.25 + index).toFixed(6));
  if (place % 4 === 1) return el(tag, 'SS', [place]);
  if (place % 4 === 2) return el(tag, 'SL', [place * 1000 + index]);
  return el(tag, 'FL', [place / 3]);
}

const privateItems: readonly Item[] = Array.from({ length: 12 }, (_, item) => [
  el(0x00230010, 'LO', 'GEMS_STDY_01'),
  el(0x00231001, 'LO', `Parameter ${item}`),
  el(0x00231002, 'SL', [item]),
]);

/** Compressed in a scanner's files, so that nothing shrinks it. */
const protocolBlock = new Uint8Array(976).map((_, at) => (Math.imul(at + 1, 0x9e3779b1) >>> 13) & 0xff);

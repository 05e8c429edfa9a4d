import { largeElement } from './largeElement.ts';
import { type CsaTag, csaHeader } from './siemensCsaHeader.ts';
import type { SliceGeometry } from './sliceGeometry.ts';
import type { SeriesData, StudyData, Volume } from './studyData.ts';

/** Elements outside the dictionary, by tag (`ggggeeee`). */
export type PrivateElements = { readonly [tag: string]: { readonly vr: string; readonly Value: readonly unknown[] } };

/** The vendor's private elements that hold for a whole series. */
export function privateSeriesElements(study: StudyData, series: SeriesData): PrivateElements {
  if (study.vendor === 'philips') return philipsSeriesElements(series);
  return {
    '00290010': { vr: 'LO', Value: ['SIEMENS CSA HEADER'] },
    '00290011': { vr: 'LO', Value: ['SIEMENS MEDCOM HEADER2'] },
    '00291008': { vr: 'CS', Value: ['IMAGE NUM 4'] },
    '00291009': { vr: 'LO', Value: [study.studyDate] },
    '00291018': { vr: 'CS', Value: ['MR'] },
    '00291019': { vr: 'LO', Value: [study.studyDate] },
  };
}

/** The vendor's large private elements of a series, written; they follow every other but the pixels. */
export function largePrivateElements(study: StudyData, series: SeriesData): Uint8Array {
  if (study.vendor === 'philips') return new Uint8Array();
  return largeElement('00291020', 'OB', csaHeader(siemensSeriesTags(series)));
}

/** The vendor's private elements of one instance. */
export function privateInstanceElements(
  study: StudyData,
  volume: Volume,
  slice: SliceGeometry,
  sliceNumber: number,
): PrivateElements {
  return study.vendor === 'siemens'
    ? siemensInstanceElements(volume, slice)
    : philipsInstanceElements(volume, sliceNumber);
}

function siemensInstanceElements({ bValue }: Volume, slice: SliceGeometry): PrivateElements {
  const diffusion: PrivateElements =
    bValue === null
      ? {}
      : {
          '0019100c': { vr: 'IS', Value: [String(bValue)] },
          '0019100d': { vr: 'CS', Value: [bValue === 0 ? 'NONE' : 'DIRECTIONAL'] },
        };
  return {
    '00190010': { vr: 'LO', Value: ['SIEMENS MR HEADER'] },
    '00191008': { vr: 'CS', Value: ['IMAGE NUM 4'] },
    ...diffusion,
    '00191015': { vr: 'FD', Value: [...slice.position] },
    '00291010': { vr: 'OB', Value: [arrayBuffer(csaHeader(siemensImageTags(bValue, slice)))] },
  };
}

function philipsSeriesElements(series: SeriesData): PrivateElements {
  const slices = series.stacks.reduce((sum, stack) => sum + stack.slices, 0);
  return {
    '20010010': { vr: 'LO', Value: ['Philips Imaging DD 001'] },
    '20011018': { vr: 'SL', Value: [slices] },
    '2001107b': { vr: 'IS', Value: [String(series.number)] },
    '20050010': { vr: 'LO', Value: ['Philips MR Imaging DD 001'] },
    '20051000': { vr: 'FL', Value: [0.00291622] },
  };
}

function philipsInstanceElements({ bValue }: Volume, sliceNumber: number): PrivateElements {
  return {
    ...(bValue === null ? {} : { '20011003': { vr: 'FL', Value: [bValue] } }),
    '2001100a': { vr: 'IS', Value: [String(sliceNumber)] },
  };
}

/** Enough receive-coil lines to bring the protocol text to the size that a 64-channel coil gives it. */
const coilElements = 250;

function siemensSeriesTags(series: SeriesData): readonly CsaTag[] {
  const coils = Array.from({ length: coilElements }, (_, index) => {
    const element = `sCoilSelectMeas.aRxCoilSelectData[0].asList[${index}]`;
    return [
      `${element}.sCoilElementID.tCoilID\t = \t""HeadNeck_64""`,
      `${element}.sCoilElementID.lCoilCopy\t = \t1`,
      `${element}.lElementSelected\t = \t1`,
    ].join('\n');
  });
  const protocolText = ['### ASCCONV BEGIN ###', ...coils, '### ASCCONV END ###'].join('\n');
  return [
    { name: 'UsedPatientWeight', vr: 'IS', values: ['75'] },
    { name: 'MrProtocolVersion', vr: 'IS', values: ['51130001'] },
    { name: 'DataFileName', vr: 'LO', values: [] },
    { name: 'RepresentativeImage', vr: 'UI', values: [] },
    { name: 'PositivePCSDirections', vr: 'SH', values: ['+LPH'] },
    { name: 'RelTablePosition', vr: 'IS', values: ['0', '0', series.table === 'head' ? '0' : '-160'] },
    { name: 'MrPhoenixProtocol', vr: 'UN', values: [protocolText] },
  ];
}

function siemensImageTags(bValue: number | null, slice: SliceGeometry): readonly CsaTag[] {
  return [
    { name: 'EchoLinePosition', vr: 'IS', values: [] },
    { name: 'B_value', vr: 'IS', values: bValue === null ? [] : [String(bValue)] },
    { name: 'SliceLocation', vr: 'DS', values: [slice.location.toFixed(8)] },
    { name: 'ImagePositionPatient', vr: 'DS', values: slice.position.map((mm) => mm.toFixed(8)) },
    {
      name: 'ImageOrientationPatient',
      vr: 'DS',
      values: [...slice.row, ...slice.column].map((cosine) => cosine.toFixed(8)),
    },
    { name: 'NumberOfImagesInMosaic', vr: 'US', values: [] },
    { name: 'PhaseEncodingDirectionPositive', vr: 'IS', values: ['1'] },
  ];
}

/** dcmjs takes binary values as an `ArrayBuffer` of exactly the value. */
export function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

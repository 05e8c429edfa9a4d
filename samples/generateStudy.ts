import { data } from 'dcmjs';
import { decimalString, timeString } from './dicomText.ts';
import { largeElement } from './largeElement.ts';
import { highestValue, phantomSlice } from './phantom.ts';
import {
  arrayBuffer,
  largePrivateElements,
  privateInstanceElements,
  privateSeriesElements,
} from './privateElements.ts';
import { type SliceGeometry, slicesOf } from './sliceGeometry.ts';
import type { DicomAttributes, SeriesData, Stack, StudyData, Volume } from './studyData.ts';
import { uidFor } from './uid.ts';

export type SampleFile = {
  /** Relative to the study's folder, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
};

export type SampleOptions = {
  /** A non-negative integer. The same seed makes the same bytes; another one makes another study of the same patient. */
  readonly seed: number;
  /** `none` leaves the header as it is and stores two bytes of pixel data: for tests that only read headers. */
  readonly pixels: 'full' | 'none';
};

const mrImageStorage = '1.2.840.10008.5.1.4.1.1.4';
const explicitLittleEndian = '1.2.840.10008.1.2.1';
const implementationClassUid = uidFor(0, 'ms-mri-check samples');

/** Every DICOM file of a study, one at a time, in the order in which the scanner would have stored them. */
export function* generateStudy(study: StudyData, options: SampleOptions): Generator<SampleFile> {
  for (const series of study.series) yield* generateSeries(study, series, options);
}

function* generateSeries(study: StudyData, series: SeriesData, options: SampleOptions): Generator<SampleFile> {
  const seriesElements = {
    ...data.DicomMetaDictionary.denaturalizeDataset(seriesAttributes(study, series, options.seed)),
    ...privateSeriesElements(study, series),
  };
  const largePrivate = largePrivateElements(study, series);
  const images = imagesOf(series);
  for (const image of images) {
    const sopInstanceUid = uidFor(options.seed, study.name, series.number, image.instanceNumber);
    const file = new data.DicomDict(fileMeta(sopInstanceUid));
    file.dict = {
      ...seriesElements,
      ...data.DicomMetaDictionary.denaturalizeDataset({
        ...imageAttributes(study, series, image, images.length),
        SOPInstanceUID: sopInstanceUid,
      }),
      ...privateInstanceElements(study, image.volume, image.slice, image.sliceNumber),
    };
    const bytes = joined([
      new Uint8Array(file.write()),
      largePrivate,
      largeElement('7fe00010', 'OW', pixelData(series, image, options.pixels)),
    ]);
    yield { path: `${series.folder}/${fileName(image.instanceNumber)}`, bytes };
  }
}

type Image = {
  readonly stack: Stack;
  readonly slice: SliceGeometry;
  /** From 1, within the stack. */
  readonly sliceNumber: number;
  readonly volume: Volume;
  /** From 0, of all volumes. */
  readonly volumeIndex: number;
  readonly instanceNumber: number;
};

const onlyVolume: Volume = { attributes: {}, bValue: null, signal: 1 };

function imagesOf(series: SeriesData): readonly Image[] {
  const volumes = series.volumes ?? [onlyVolume];
  return volumes
    .flatMap((volume, volumeIndex) =>
      series.stacks.flatMap((stack) =>
        slicesOf(stack, series.image).map((slice, index) => ({
          stack,
          slice,
          sliceNumber: index + 1,
          volume,
          volumeIndex,
        })),
      ),
    )
    .map((image, index) => ({ ...image, instanceNumber: index + 1 }));
}

function seriesAttributes(study: StudyData, series: SeriesData, seed: number): DicomAttributes {
  return {
    SpecificCharacterSet: 'ISO_IR 100',
    SOPClassUID: mrImageStorage,
    Modality: 'MR',
    ...study.attributes,
    ...series.attributes,
    ...contrastAttributes(study, series),
    StudyInstanceUID: uidFor(seed, study.name, 'study'),
    SeriesInstanceUID: uidFor(seed, study.name, 'series', series.number),
    FrameOfReferenceUID: uidFor(seed, study.name, 'frame of reference', series.table),
    PositionReferenceIndicator: '',
    StudyDate: study.studyDate,
    SeriesDate: study.studyDate,
    AcquisitionDate: study.studyDate,
    ContentDate: study.studyDate,
    InstanceCreationDate: study.studyDate,
    StudyTime: timeString(study.startsAtS),
    SeriesTime: timeString(study.startsAtS + series.startsAtS),
    SeriesNumber: series.number,
    Rows: series.image.rows,
    Columns: series.image.columns,
    PixelSpacing: series.image.pixelSpacingMm.map((mm) => decimalString(mm)),
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    WindowCenter: String(Math.round(highestValue / 2)),
    WindowWidth: String(highestValue),
  };
}

/** DICOM PS3.3 C.7.6.4: the Contrast/Bolus module is there when contrast was used, and only then. */
function contrastAttributes({ contrast, startsAtS }: StudyData, series: SeriesData): DicomAttributes {
  if (contrast === null || (series.acquiredAtS ?? series.startsAtS) < contrast.atS) return {};
  return { ...contrast.attributes, ContrastBolusStartTime: timeString(startsAtS + contrast.atS) };
}

function imageAttributes(study: StudyData, series: SeriesData, image: Image, total: number): DicomAttributes {
  const { slice, volume } = image;
  const seriesStart = study.startsAtS + series.startsAtS;
  // A scanner reconstructs once it has acquired, one image after the other.
  const stored = timeString(seriesStart + series.durationS + image.instanceNumber * 0.02);
  return {
    ...volume.attributes,
    AcquisitionNumber: 1,
    AcquisitionTime: timeString(acquisitionTimeS(study, series, image, total)),
    ContentTime: stored,
    InstanceCreationTime: stored,
    InstanceNumber: image.instanceNumber,
    ImagePositionPatient: slice.position.map((mm) => decimalString(mm)),
    ImageOrientationPatient: [...slice.row, ...slice.column].map((cosine) => decimalString(cosine, 12)),
    SliceLocation: decimalString(slice.location),
  };
}

/** A 3D slab is excited as one; 2D slices are interleaved, the odd ones first, so that neighbours do not saturate. */
function acquisitionTimeS(study: StudyData, series: SeriesData, image: Image, total: number): number {
  const start = study.startsAtS + (series.acquiredAtS ?? series.startsAtS);
  if (series.acquiredAtS !== undefined || series.attributes.MRAcquisitionType === '3D') return start;
  const perVolume = total / (series.volumes?.length ?? 1);
  const index = (image.instanceNumber - 1) % perVolume;
  const rank = index % 2 === 0 ? index / 2 : Math.ceil(perVolume / 2) + (index - 1) / 2;
  const volumeS = series.durationS / (series.volumes?.length ?? 1);
  const repetitionS = Number(series.attributes.RepetitionTime) / 1000;
  return start + image.volumeIndex * volumeS + (rank / perVolume) * Math.min(repetitionS, volumeS);
}

function fileMeta(sopInstanceUid: string) {
  return data.DicomMetaDictionary.denaturalizeDataset({
    FileMetaInformationVersion: arrayBuffer(Uint8Array.of(0, 1)),
    MediaStorageSOPClassUID: mrImageStorage,
    MediaStorageSOPInstanceUID: sopInstanceUid,
    TransferSyntaxUID: explicitLittleEndian,
    ImplementationClassUID: implementationClassUid,
    ImplementationVersionName: 'MSMRICHECK_1',
  });
}

function pixelData(series: SeriesData, image: Image, pixels: SampleOptions['pixels']): Uint8Array {
  if (pixels === 'none') return new Uint8Array(2);
  return phantomSlice(series, image.stack.plane, image.slice.offsetMm, image.volume.signal);
}

function fileName(instanceNumber: number): string {
  return `${String(instanceNumber).padStart(4, '0')}.dcm`;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

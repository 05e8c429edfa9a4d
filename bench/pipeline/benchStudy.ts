import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { readHeader } from '../../core/dicom/index.ts';
import type { Drop } from '../../local/droppedFiles.ts';
import { generateSample } from '../../samples/index.ts';
import { withOtherUids } from '../read/otherUids.ts';

export type BenchStudy = {
  readonly instances: number;
  /** Each its own study of its own patient. */
  readonly number: number;
  /** By default of the size that the headers say; `none` for two bytes. */
  readonly pixels?: 'full' | 'none';
};

export type BenchDrop = Drop & { readonly studyInstanceUid: string };

/** The compliant sample as far as it goes, then its series again under other UIDs. */
export function looseStudy(study: BenchStudy): BenchDrop {
  const images = sampleImages();
  const { instances, number } = study;
  const files = Array.from({ length: instances }, (_, index) => ({
    path: `${String(index).padStart(5, '0')}.dcm`,
    bytes: async () => imageAt(images, index, study),
  }));
  return { folder: `loose-${instances}-${number}`, files, studyInstanceUid: uidOf(images, number) };
}

/** The same as one ZIP archive, its files deflated, as exports are. */
export function zippedStudy(study: BenchStudy): BenchDrop {
  const images = sampleImages();
  const archive = async (): Promise<Uint8Array> => {
    const zip = new yazl.ZipFile();
    const packed = buffer(zip.outputStream);
    for (let index = 0; index < study.instances; index += 1) {
      const path = `study/${String(index).padStart(5, '0')}.dcm`;
      zip.addBuffer(imageAt(images, index, study), path, { compressionLevel: 1 });
    }
    zip.end();
    return packed;
  };
  return {
    folder: `zip-${study.instances}-${study.number}`,
    files: [{ path: 'study.zip', bytes: archive }],
    studyInstanceUid: uidOf(images, study.number),
  };
}

type SampleImage = {
  readonly bytes: Uint8Array;
  readonly studyUid: string;
  readonly ownUids: readonly string[];
  readonly pixelBytes: number;
};

let made: readonly SampleImage[] | null = null;

function sampleImages(): readonly SampleImage[] {
  made ??= [...generateSample('diagnosis-compliant', { pixels: 'none' })].flatMap(({ bytes }) => {
    const reading = readHeader(bytes, bytes.length);
    if (reading.kind !== 'mr-image') return [];
    const { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, shared } = reading.header;
    const pixelBytes = 2 * Number(shared.Rows) * Number(shared.Columns);
    return [{ bytes, studyUid: StudyInstanceUID, ownUids: [SeriesInstanceUID, SOPInstanceUID], pixelBytes }];
  });
  return made;
}

function uidOf(images: readonly SampleImage[], number: number): string {
  const studyUid = images[0]?.studyUid ?? '';
  return withOtherUids(Buffer.from(studyUid), [studyUid], number).toString('latin1');
}

function imageAt(images: readonly SampleImage[], index: number, { number, pixels = 'full' }: BenchStudy): Buffer {
  const image = images[index % images.length];
  if (image === undefined) throw new Error('The sample has no images.');
  const { studyUid, ownUids } = image;
  const ofStudy = withOtherUids(image.bytes, [studyUid], number);
  const changed = withOtherUids(ofStudy, ownUids, number * 1000 + Math.floor(index / images.length));
  const ofPatient = withPatient(changed, number);
  return pixels === 'none' ? ofPatient : withPixels(ofPatient, image.pixelBytes);
}

/** One patient a study: else each study would be looked at again when the next one came. */
function withPatient(bytes: Buffer, number: number): Buffer {
  const at = bytes.indexOf(patientIdTag);
  if (at < 0) throw new Error('The sample has no patient id.');
  const length = bytes.readUInt16LE(at + 6);
  bytes.write(String(number).padStart(length, '0').slice(-length), at + 8, 'latin1');
  return bytes;
}

const patientIdTag = Buffer.from([0x10, 0x00, 0x20, 0x00, 0x4c, 0x4f]);

/** The sample ends with two bytes of pixels behind their length. */
function withPixels(bytes: Buffer, pixelBytes: number): Buffer {
  const header = bytes.subarray(0, -2);
  header.writeUInt32LE(pixelBytes, header.length - 4);
  return Buffer.concat([header, noise.subarray(0, pixelBytes)]);
}

/** Deflates to a little more than a half, as images do: the low bytes are noise, the high ones are not. */
const noise = Buffer.alloc(2 * 1024 * 1024);
for (let at = 0, state = 1; at < noise.length; at += 2) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  noise[at] = state >>> 24;
}

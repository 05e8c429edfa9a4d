import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { frameAttributes, readHeader, readHeaderByRange } from '../../../core/dicom/index.ts';

const folder = join(import.meta.dirname, '../../../../shared/dicom');
const present = existsSync(folder);

/** Left out where the collection of real headers is not beside the repository. */
describe.runIf(present)('real headers of all vendors (../shared/dicom, where it is there)', () => {
  const paths = present
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];
  const readings = paths.map((path) => {
    const bytes = readFileSync(path);
    return { path, bytes, reading: readHeader(bytes, bytes.length) };
  });
  const images = readings.flatMap(({ path, reading }) => (reading.kind === 'mr-image' ? [{ path, ...reading }] : []));

  it('are read, or rejected for what they are', () => {
    const counts: Record<string, number> = {};
    for (const { reading } of readings) {
      const outcome = reading.kind === 'rejected' ? reading.code : reading.kind;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    expect(counts).toEqual({ 'mr-image': 501, 'not-an-image': 5, 'not-dicom': 2 });
  });

  it('one image in seven transfer syntaxes reads the same', () => {
    const same = images.filter(({ path }) => path.includes('dcm_qa_ts'));
    const [first, ...others] = same.map(({ header }) => ({ ...header, SOPInstanceUID: '' }).shared);
    expect(others).toHaveLength(8);
    for (const other of others) {
      expect(pick(other)).toEqual(pick(first));
    }
  });

  it('of enhanced images have position, spacing and echo time in every frame', () => {
    const enhanced = images.filter(({ header }) => header.SOPClassUID !== '1.2.840.10008.5.1.4.1.1.4');
    expect(enhanced).toHaveLength(32);
    for (const { path, header } of enhanced) {
      expect(header.frames, path).toHaveLength(header.shared.NumberOfFrames ?? 0);
      for (const frame of header.frames) {
        const { ImagePositionPatient, ImageOrientationPatient, PixelSpacing, EchoTime } = frameAttributes(
          header,
          frame,
        );
        expect(
          [ImagePositionPatient?.length, ImageOrientationPatient?.length, PixelSpacing?.length, typeof EchoTime],
          path,
        ).toEqual([3, 6, 2, 'number']);
      }
    }
  });

  it('read by ranges are the same', async () => {
    for (const { bytes, reading, path } of readings.filter((_, index) => index % 7 === 0)) {
      const ranged = await readHeaderByRange(async (start, end) => bytes.subarray(start, end), bytes.length);
      expect(ranged.reading, path).toEqual(reading);
    }
  });
});

function pick(shared: ReturnType<typeof frameAttributes> | undefined) {
  const { SliceThickness, EchoTime, RepetitionTime, ImagePositionPatient, PixelSpacing, MagneticFieldStrength } =
    shared ?? {};
  return { SliceThickness, EchoTime, RepetitionTime, ImagePositionPatient, PixelSpacing, MagneticFieldStrength };
}

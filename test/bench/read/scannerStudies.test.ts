import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scannerStudies } from '../../../bench/read/scannerStudies.ts';
import { sparseTree } from '../../../bench/read/sparseTree.ts';
import { type AcquisitionHeader, readHeader, readHeaderByRange } from '../../../core/dicom/index.ts';
import type { SampleFile } from '../../../samples/index.ts';

let images: readonly SampleFile[];
beforeAll(() => {
  images = [...scannerStudies('none')];
});

describe('the made studies of three scanners', () => {
  it('are MR images of three vendors', () => {
    const counts: Record<string, number> = {};
    for (const { bytes } of images) {
      const manufacturer = String(headerOf(bytes).shared.Manufacturer);
      counts[manufacturer] = (counts[manufacturer] ?? 0) + 1;
    }
    expect(counts).toEqual({ 'GE MEDICAL SYSTEMS': 268, Philips: 296, SIEMENS: 734 });
  });

  it('of GE have kilobytes of private elements before what describes the pixels, and the b-value behind it', () => {
    const bytes = bytesOf('ge/005_Ax_DWI_b1000/i00001.MRDCM');
    expect(readHeader(bytes.subarray(0, 4096), bytes.length).kind).toBe('need-more');
    expect(headerOf(bytes).shared).toMatchObject({ DiffusionBValue: 1000, Rows: 256 });
  });

  it('of Siemens have a header of 60 to 100 KB behind what is read', async () => {
    const bytes = bytesOf('siemens/002_t1_mprage_sag_p2_iso/0001.dcm');
    const { bytesRead } = await readHeaderByRange(async (start, end) => bytes.subarray(start, end), bytes.length);
    expect(bytes.length).toBeGreaterThan(60_000);
    expect(bytes.length).toBeLessThan(100_000);
    expect(bytesRead).toBe(8 * 1024);
  });
});

describe('a tree of sparse files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sparse-tree-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('holds images that read as those that they repeat, in their full size and with UIDs of their own', async () => {
    const few = [bytesOf('ge/004_Ax_T2_FSE/i00001.MRDCM'), bytesOf('siemens/004_t2_tse_tra_3mm/0001.dcm')].map(
      (bytes, index) => ({ path: `series-${index}/1`, bytes }),
    );
    const half = await sparseTree(folder, few, 3);
    const tree = await sparseTree(folder, few, 4, half);

    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    const headers = files.map(headerOf);
    expect(tree).toEqual({ files: 4, bytes: files.reduce((sum, { length }) => sum + length, 0) });
    for (const uid of ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'] as const) {
      expect(new Set(headers.map((header) => header[uid])).size).toBe(4);
    }
    const originals = few.map(({ bytes }) => headerOf(bytes).shared);
    expect(headers.map(({ shared }) => shared)).toEqual(expect.arrayContaining(originals));
    for (const [index, { shared }] of headers.entries()) {
      expect(originals).toContainEqual(shared);
      expect(files[index]?.length).toBeGreaterThan(2 * Number(shared.Rows) * Number(shared.Columns));
    }
  });
});

function bytesOf(wanted: string): Uint8Array {
  const found = images.find(({ path }) => path === wanted);
  if (found === undefined) throw new Error(`There is no ${wanted}.`);
  return found.bytes;
}

function headerOf(bytes: Uint8Array): AcquisitionHeader {
  const reading = readHeader(bytes, bytes.length);
  if (reading.kind !== 'mr-image') throw new Error(`Not read as an image: ${JSON.stringify(reading)}`);
  return reading.header;
}

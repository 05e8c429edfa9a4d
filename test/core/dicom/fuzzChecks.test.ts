import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { checkMutant } from '../../../bench/fuzz/checkMutant.ts';
import { generatedObjects } from '../../../bench/fuzz/generatedObjects.ts';
import { mutantMaker } from '../../../bench/fuzz/mutant.ts';
import type { Reader } from '../../../bench/fuzz/rangedDrive.ts';
import { runFuzz } from '../../../bench/fuzz/runFuzz.ts';
import { type AcquisitionHeader, readHeader } from '../../../core/dicom/index.ts';
import { dicomFile, el, withElements } from './dicomBytes.ts';
import { classicMr, enhancedMr } from './mrObjects.ts';

const classic = dicomFile(classicMr);
const enhanced = dicomFile(enhancedMr, 'implicit');

/** The reader with its header changed on the way out. */
function tampered(change: (header: AcquisitionHeader) => AcquisitionHeader): Reader {
  return (bytes, totalBytes) => {
    const reading = readHeader(bytes, totalBytes);
    return reading.kind === 'mr-image' ? { ...reading, header: change(reading.header) } : reading;
  };
}

function withShared(shared: AcquisitionHeader['shared']): Reader {
  return tampered((header) => ({ ...header, shared: { ...header.shared, ...shared } }));
}

function faultOf(read: Reader, bytes: Uint8Array = classic): string | null {
  return checkMutant(read, { bytes, totalBytes: bytes.length, origin: 'a test' }).fault?.kind ?? null;
}

describe('the checks of the fuzzer', () => {
  it.each(
    generatedObjects().map((file) => [file.name, file.head] as const),
  )('find nothing wrong with %s', (_, bytes) => {
    expect(checkMutant(readHeader, { bytes, totalBytes: bytes.length, origin: 'as it was' }).fault).toBeNull();
  });

  it.each([
    ['a value that is nowhere', withShared({ EchoTime: 388.5 })],
    ["a neighbour's value", withShared({ EchoTime: 5_000 })],
    ['a text that is nowhere', withShared({ SeriesDescription: 't2_flair_tra' })],
    ['half a list', withShared({ ImageType: ['ORIGINAL', 'PRIMARY'] })],
    ['a list in another order', withShared({ ImageOrientationPatient: [0, 0, -1, 0, 1, 0] })],
    ['an empty value of an attribute that is absent', withShared({ FlipAngle: null })],
    ['a value without evidence of its vendor', withShared({ DiffusionBValue: 1_000 })],
    ['frames that are not there', tampered((header) => ({ ...header, frames: Array(90).fill({}) }))],
    ['another UID', tampered((header) => ({ ...header, StudyInstanceUID: '1.2.826.99' }))],
  ])('find %s', (_, read) => {
    expect(faultOf(read)).toBe('unfounded-claim');
  });

  it('find values of frames in an enhanced image, whatever the encoding', () => {
    const read = tampered((header) => ({
      ...header,
      frames: header.frames.map((frame) => ({ ...frame, EchoTime: 3 })),
    }));
    expect([faultOf(readHeader, enhanced), faultOf(read, enhanced)]).toEqual([null, 'unfounded-claim']);
  });

  it.each([
    ['not a number', withShared({ EchoTime: Number.NaN })],
    ['endless text', withShared({ SeriesDescription: 'x'.repeat(257) })],
    ['a control character', withShared({ SeriesDescription: 't2_flair\u001b[2J' })],
    ['a turned direction of writing', withShared({ SeriesDescription: '\u202et2' })],
    ['an attribute that no header has', withShared(JSON.parse('{"PatientName":"Doe"}'))],
    ['many remarks', tampered((header) => ({ ...header, remarks: Array(33).fill('odd') }))],
  ])('find %s', (_, read) => {
    expect(faultOf(read)).toBe('ill-formed');
  });

  it.each<[string, Reader]>([
    ['no more than is there', ({ length }) => ({ kind: 'need-more', from: length, bytes: length })],
    [
      'more than the object has',
      ({ length }, totalBytes) => ({ kind: 'need-more', from: length, bytes: totalBytes + 1 }),
    ],
    ['not a number of bytes', ({ length }) => ({ kind: 'need-more', from: length, bytes: Number.NaN })],
    [
      'bytes that end before they begin',
      ({ length }, total) => ({ kind: 'need-more', from: total + 1, bytes: length + 1 }),
    ],
  ])('find a request for %s', (_, read) => {
    expect(faultOf(read)).toBe('wrong-request');
  });

  it('find a reader that looks where it said that anything may stand', () => {
    const long = dicomFile(withElements(classicMr, [el(0x00191099, 'OB', new Uint8Array(50_000).fill(7))]));
    const curious: Reader = (bytes, totalBytes) => {
      const reading = readHeader(bytes, totalBytes);
      if (reading.kind !== 'mr-image') return reading;
      return { ...reading, header: { ...reading.header, remarks: bytes[20_000] === 7 ? ['seven'] : [] } };
    };
    expect([faultOf(readHeader, long), faultOf(curious, long)]).toEqual([null, 'wrong-request']);
  });

  it('find a throw', () => {
    const read: Reader = () => {
      throw new TypeError('cannot read properties of undefined');
    };
    expect(faultOf(read)).toBe('threw');
  });

  it('take tesla for gauss only where the header remarks it', () => {
    const gauss = dicomFile(withElements(classicMr, [el(0x00180087, 'DS', '15000 ')]));
    const silent = tampered((header) => ({ ...header, remarks: [] }));
    expect([faultOf(readHeader, gauss), faultOf(silent, gauss)]).toEqual([null, 'unfounded-claim']);
  });
});

describe('a mutant', () => {
  it('is the same for the same seed and index, and another for others', () => {
    const files = generatedObjects();
    const bytesOf = (seed: number, index: number): string =>
      Buffer.from(mutantMaker(files, seed)(index).bytes).toString('base64');
    expect(bytesOf(5, 77)).toBe(bytesOf(5, 77));
    expect(new Set([bytesOf(5, 77), bytesOf(5, 78), bytesOf(6, 77)]).size).toBe(3);
  });
});

describe('a reader that does not come back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ms-mri-check-fuzz-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is stopped, named by its seed and index with its bytes, and holds up no other mutant', async () => {
    const module = join(folder, 'standstill.mjs');
    const rejection = "{ kind: 'rejected', code: 'empty', reason: 'The file is empty.', identity: null }";
    // Only objects whose first bytes spell `PK` keep this one busy.
    writeFileSync(
      module,
      `export const readHeader = (bytes) => { while (bytes[0] === 0x50 && bytes[1] === 0x4b); return ${rejection}; };
       export const readDicomJson = (document) => (Array.isArray(document) ? document : [document]).map(() => (${rejection}));`,
    );
    const [file] = generatedObjects().filter(({ name }) => name === 'zip');
    if (file === undefined) throw new Error('there is no generated zip');
    const summary = await runFuzz({
      corpus: { files: [file], fingerprint: 'one' },
      seed: 3,
      from: 1,
      to: 4,
      workers: 1,
      readerModule: pathToFileURL(module).href,
      onProgress: () => {},
    });
    const maker = mutantMaker([file], 3);
    // Some of the three are made into archives, which this reader is not asked about.
    const isBusy = (index: number): boolean => Buffer.from(maker(index).bytes).toString('latin1').startsWith('PK');
    expect(summary.failures.length).toBeGreaterThan(0);
    for (const { kind, index, bytes } of summary.failures) {
      expect([kind, isBusy(index ?? 0), Buffer.from(bytes ?? [])]).toEqual([
        'hang',
        true,
        Buffer.from(maker(index ?? 0).bytes),
      ]);
    }
    expect(summary.checked).toBe(3);
  });
});

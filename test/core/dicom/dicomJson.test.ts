import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDicomJson } from '../../../core/dicom/index.ts';
import type { BuiltElement, Item } from './dicomBytes.ts';
import { classicMr, classicReading, enhancedHeader, enhancedMr } from './mrObjects.ts';

describe('DICOM JSON', () => {
  it('is read like the file it was made of', () => {
    const [reading] = readDicomJson([toJson(classicMr)]);
    expect(reading).toEqual(classicReading);
  });

  it('has its functional groups flattened', () => {
    const [reading] = readDicomJson(toJson(enhancedMr));
    expect(reading?.kind === 'mr-image' && reading.header).toEqual(enhancedHeader);
  });

  it('keeps absent, empty and null apart', () => {
    const document = {
      ...toJson(classicMr.filter(({ tag }) => tag !== 0x00180082)),
      '00180081': { vr: 'DS' },
      '00180050': { vr: 'DS', Value: [null] },
    };
    const [reading] = readDicomJson(document);
    const shared = reading?.kind === 'mr-image' ? reading.header.shared : {};
    expect([shared.EchoTime, shared.SliceThickness, 'InversionTime' in shared]).toEqual([null, null, false]);
  });

  it('takes numbers written as text, lower-case tags and inline binary; ignores bulk data', () => {
    const [reading] = readDicomJson({
      ...toJson(classicMr.filter(({ tag }) => tag !== 0x0008103e)),
      '00180081': { vr: 'DS', Value: ['90.5'] },
      '0008103e': { vr: 'LO', Value: ['t1'] },
      '0019100C': { vr: 'UN', InlineBinary: Buffer.from('1000').toString('base64') },
      '00181030': { vr: 'LO', BulkDataURI: 'https://pacs.example/bulk/1' },
    });
    const shared = reading?.kind === 'mr-image' ? reading.header.shared : {};
    expect([shared.EchoTime, shared.SeriesDescription, shared.DiffusionBValue, shared.ProtocolName]).toEqual([
      90.5,
      't1',
      1000,
      '',
    ]);
  });

  it('judges each entry for itself', () => {
    const ct = { ...toJson(classicMr), '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.2'] } };
    const readings = readDicomJson([toJson(classicMr), 'text', ct, {}]);
    expect(readings.map((reading) => (reading.kind === 'rejected' ? reading.code : reading.kind))).toEqual([
      'mr-image',
      'not-dicom',
      'not-mr',
      'not-dicom',
    ]);
  });

  it.each([null, undefined, 'text', 7, {}, { a: 1 }])('%j is no DICOM JSON', (document) => {
    expect(readDicomJson(document)).toMatchObject([{ kind: 'rejected', code: 'not-dicom' }]);
  });

  it('never throws, whatever stands under the tags', () => {
    const tag = fc.constantFrom('00080016', '00080060', '0020000D', '00180081', '52009230', '00180012', '__proto__');
    const document = fc.dictionary(
      tag,
      fc.oneof(fc.anything(), fc.record({ vr: fc.anything(), Value: fc.anything() })),
    );
    const intact = toJson(enhancedMr);
    fc.assert(
      fc.property(fc.array(document, { maxLength: 3 }), (documents) => {
        const merged = documents.map((one) => ({ ...intact, ...one }));
        expect(readDicomJson(merged)).toHaveLength(documents.length);
      }),
      { numRuns: 500 },
    );
  });
});

type Json = Record<string, { vr: string; Value?: unknown[] }>;

function toJson(elements: Item): Json {
  return Object.fromEntries(
    elements
      .filter(({ value }) => !(value instanceof Uint8Array))
      .map((element) => [element.tag.toString(16).padStart(8, '0').toUpperCase(), toAttribute(element)]),
  );
}

function toAttribute({ vr, value }: BuiltElement): { vr: string; Value?: unknown[] } {
  if (typeof value !== 'string')
    return { vr, Value: [...value].map((one) => (Array.isArray(one) ? toJson(one) : one)) };
  if (vr === 'PN') return { vr, Value: [{ Alphabetic: value }] };
  const values = value.split('\\');
  return { vr, Value: vr === 'DS' || vr === 'IS' ? values.map(Number) : values };
}

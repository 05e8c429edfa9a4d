import { describe, expect, it, test } from 'vitest';
import { readHeader } from '../../../core/dicom/index.ts';
import { objectClassOf } from '../../../core/dicom/sopClass.ts';
import { dicomFile, el, withElements } from './dicomBytes.ts';
import { classicMr } from './mrObjects.ts';
import { storageSopClasses } from './storageSopClasses.ts';

/** The four that hold MR images (PS3.4 Annex B.5), and nothing else may be judged. */
const mrImages = ['4', '4.1', '4.3', '4.4'].map((last) => `1.2.840.10008.5.1.4.1.1.${last}`);

describe('every storage SOP class of the standard', () => {
  test.each(storageSopClasses)('%s (%s) is %s', (uid, _name, kind, name) => {
    expect(objectClassOf(uid)).toEqual(name === null ? { kind } : { kind, name });
  });

  test('is known, but for one that was retired before it had a name', () => {
    const unknown = storageSopClasses.filter(([uid]) => objectClassOf(uid).kind === 'unknown');
    expect(unknown.map(([uid]) => uid)).toEqual(['1.2.840.10008.5.1.4.1.1.40']);
  });

  test('is judged if it is one of the four of MR, and otherwise rejected by its name', () => {
    const judged: string[] = [];
    for (const [uid, , , name] of storageSopClasses) {
      const bytes = dicomFile(withElements(classicMr, [el(0x00080016, 'UI', uid)]));
      const reading = readHeader(bytes, bytes.length);
      if (reading.kind !== 'rejected') judged.push(uid);
      else if (name !== null) expect(reading.reason).toContain(`This is ${name}`);
      else expect(reading.reason).toContain(uid === '1.2.840.10008.1.3.10' ? 'DICOMDIR' : uid);
    }
    expect(judged).toEqual(mrImages);
  });
});

describe("a vendor's own object", () => {
  it.each([
    ['1.3.12.2.1107.5.9.1', "Siemens' raw data or spectroscopy"],
    ['1.3.46.670589.11.0.0.12.1', "Philips' MR spectroscopy"],
    ['1.3.46.670589.11.0.0.12.2', "Philips' MR series data"],
  ])('%s is named', (uid, name) => {
    expect(objectClassOf(uid)).toEqual({ kind: 'not-an-image', name });
  });

  it.each(['1.3.12.2.1107.5.9.10', '1.2.840.113619.4.2', '1.2.840.10008.5.1.4.1.1', ''])('%j is unknown', (uid) => {
    expect(objectClassOf(uid)).toEqual({ kind: 'unknown' });
  });
});

test('a multi-frame secondary capture that calls itself MR is a picture of MR, and is not judged', () => {
  const bytes = dicomFile(
    withElements(classicMr, [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7.3'),
      el(0x00080008, 'CS', 'ORIGINAL\\PRIMARY'),
      el(0x00280008, 'IS', '24'),
    ]),
  );
  expect(readHeader(bytes, bytes.length)).toMatchObject({
    kind: 'rejected',
    code: 'not-an-image',
    reason: 'This is a secondary capture, not an MR image. It is not judged.',
  });
});

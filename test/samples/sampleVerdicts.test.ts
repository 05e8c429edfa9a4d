import { expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../core/acquisition/index.ts';
import { evaluateStudy } from '../../core/compliance/index.ts';
import { readHeader } from '../../core/dicom/index.ts';
import { findProtocol, type Indication, indications } from '../../core/protocol/index.ts';
import { generateSample } from '../../samples/index.ts';

function verdictsOn(name: string, asked: readonly Indication[]) {
  const headers = [...generateSample(name, { pixels: 'none' })]
    .filter(({ path }) => path.endsWith('.dcm'))
    .map(({ path, bytes }) => {
      const reading = readHeader(bytes, bytes.length);
      if (reading.kind !== 'mr-image') throw new Error(`${path} reads as ${reading.kind}`);
      return reading.header;
    });
  const protocol = findProtocol('magnims-cmsc-naims-2021');
  if (protocol === undefined) throw new Error('the 2021 protocol is not there');
  return evaluateStudy(recogniseAcquisitions(headers), protocol, { regions: 'imaged', indications: asked });
}

test('the compliant study is compliant for every region and indication', () => {
  const outcomes = verdictsOn('diagnosis-compliant', indications)
    .filter(({ outcome }) => outcome !== 'not-applicable')
    .map(({ region, indication, outcome }) => `${region} ${indication}: ${outcome}`);
  expect(outcomes).toEqual([
    'brain diagnosis: compliant',
    // Contrast is discouraged at follow-up, and this study was made for diagnosis.
    'brain monitoring: compliant-with-remarks',
    'brain pml-safety: compliant',
    'cord diagnosis: compliant',
  ]);
});

test('the other study misses exactly three required things for diagnosis', () => {
  const [verdict, ...others] = verdictsOn('follow-up-three-misses', ['diagnosis']);
  expect(others).toEqual([]);
  expect(verdict).toMatchObject({ region: 'brain', indication: 'diagnosis', outcome: 'not-compliant' });
  const required = verdict?.requirements.filter(({ level }) => level === 'required') ?? [];
  expect(required.map(({ id, status }) => `${id}: ${status}`).sort()).toEqual([
    'brain.field-strength: met',
    'brain.flair: not-met',
    'brain.t1-post: not-met',
    'brain.t2: not-met',
  ]);
});

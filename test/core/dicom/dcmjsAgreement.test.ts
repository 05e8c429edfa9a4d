import dcmjs from 'dcmjs';
import { describe, expect, it } from 'vitest';
import { frameAttributes, readHeader } from '../../../core/dicom/index.ts';
import { type BuiltElement, dicomFile, el, type Syntax, withElements } from './dicomBytes.ts';
import { classicMr, enhancedMr } from './mrObjects.ts';

/** Another reader's view of the same file: keyword → value, single values unwrapped. */
function readWithDcmjs(file: Uint8Array): Record<string, unknown> {
  const { dict } = dcmjs.data.DicomMessage.readFile(file.slice().buffer);
  return dcmjs.data.DicomMetaDictionary.naturalizeDataset(dict);
}

const rich: readonly BuiltElement[] = withElements(classicMr, [
  el(0x00080032, 'TM', '101530.5'),
  el(0x00081030, 'LO', 'Sch\xe4del MS'),
  el(0x00180022, 'CS', 'FS\\PFP'),
  el(0x00180083, 'DS', '1.5'),
  el(0x00180095, 'DS', '+2.4e2'),
  el(0x00181314, 'DS', '120'),
  el(0x00189087, 'FD', [0.5]),
  el(0x00200052, 'UI', '1.2.826.77'),
  el(0x00201041, 'DS', '-80.5'),
]);

describe('dcmjs reads the same', () => {
  it.each<Syntax>(['explicit', 'implicit', 'bigEndian', 'deflated'])('of a classic image in %s', (syntax) => {
    const file = dicomFile(rich, syntax);
    const reading = readHeader(file, file.length);
    const oracle = readWithDcmjs(file);
    if (reading.kind !== 'mr-image') throw new Error(JSON.stringify(reading));
    const { shared, StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, SOPClassUID } = reading.header;
    const ours = { ...shared, ...reading.patient, StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, SOPClassUID };
    for (const [keyword, value] of Object.entries(ours)) {
      if (keyword === 'IssuerOfPatientID') continue;
      expect(asWeWrite(oracle[keyword], value), keyword).toEqual(value);
    }
  });

  it('of each frame of an enhanced image', () => {
    const file = dicomFile(enhancedMr);
    const reading = readHeader(file, file.length);
    if (reading.kind !== 'mr-image') throw new Error(JSON.stringify(reading));
    const { SharedFunctionalGroupsSequence, PerFrameFunctionalGroupsSequence } = readWithDcmjs(file);
    const ours = reading.header.frames.map((frame) => {
      const { EchoTime, RepetitionTime, DiffusionBValue, SliceThickness } = frameAttributes(reading.header, frame);
      return [EchoTime, RepetitionTime, DiffusionBValue, SliceThickness];
    });
    const theirs = [PerFrameFunctionalGroupsSequence]
      .flat()
      .map((groups: unknown) => [
        at(groups, 'MREchoSequence', 'EffectiveEchoTime'),
        at(SharedFunctionalGroupsSequence, 'MRTimingAndRelatedParametersSequence', 'RepetitionTime'),
        at(groups, 'MRDiffusionSequence', 'DiffusionBValue'),
        at(SharedFunctionalGroupsSequence, 'PixelMeasuresSequence', 'SliceThickness'),
      ]);
    expect(ours).toEqual(theirs);
  });
});

/** dcmjs unwraps lists of one and leaves some numbers as text. */
function asWeWrite(theirs: unknown, ours: unknown): unknown {
  if (Array.isArray(ours)) return [theirs].flat().map((value, index) => asWeWrite(value, ours[index]));
  return typeof ours === 'number' ? Number(theirs) : theirs;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, keyword) => {
    const item: unknown = Array.isArray(inner) ? inner[0] : inner;
    return typeof item === 'object' && item !== null ? Reflect.get(item, keyword) : undefined;
  }, value);
}

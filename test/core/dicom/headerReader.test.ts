import { describe, expect, it } from 'vitest';
import { readHeader } from '../../../core/dicom/index.ts';
import {
  dicomFile,
  el,
  encodeElements,
  join,
  metaOf,
  preamble,
  type Syntax,
  sq,
  syntaxes,
  withElements,
} from './dicomBytes.ts';
import {
  classicHeader,
  classicMr,
  classicReading,
  enhancedHeader,
  enhancedMr,
  mrImageStorage,
  patient,
} from './mrObjects.ts';

const explicit = { explicit: true, littleEndian: true };
const implicit = { explicit: false, littleEndian: true };

function read(bytes: Uint8Array) {
  return readHeader(bytes, bytes.length);
}

describe('a classic MR image', () => {
  it.each<Syntax>(['explicit', 'implicit', 'bigEndian', 'deflated'])('reads the same in %s', (syntax) => {
    expect(read(dicomFile(classicMr, syntax))).toEqual(classicReading);
  });

  it.each([
    ['JPEG 2000', '1.2.840.10008.1.2.4.90'],
    ['RLE', '1.2.840.10008.1.2.5'],
    ['HTJ2K', '1.2.840.10008.1.2.4.201'],
  ])('reads with %s pixel data', (_name, uid) => {
    expect(read(dicomFile(classicMr, 'explicit', uid))).toEqual(classicReading);
  });

  it('is complete without private elements and pixel data', () => {
    const headerOnly = classicMr.filter(({ tag }) => tag < 0x00290000);
    expect(read(dicomFile(headerOnly))).toEqual(classicReading);
  });

  it('needs nothing behind the first element of group 0029', () => {
    const whole = dicomFile(classicMr);
    const untilGroup29 = dicomFile(classicMr.filter(({ tag }) => tag < 0x00290000)).length + 4;
    expect(readHeader(whole.subarray(0, untilGroup29), whole.length)).toEqual(classicReading);
  });

  it('takes the first of two elements with one tag', () => {
    const sorted = [...classicMr, el(0x00180081, 'DS', '99')].sort((one, other) => one.tag - other.tag);
    expect(read(dicomFile(sorted))).toEqual(classicReading);
  });

  it('reads known elements in UN as their dictionary VR', () => {
    const file = dicomFile(
      withElements(classicMr, [el(0x00180081, 'UN', join([new Uint8Array([0x33, 0x38, 0x38, 0x20])]))]),
    );
    expect(read(file)).toEqual(classicReading);
  });

  it('passes over an UN sequence without length', () => {
    const unknown = sq(0x00190099, [[el(0x00181000, 'LO', 'inside')]], true, 'UN');
    expect(read(dicomFile(withElements(classicMr, [unknown])))).toEqual(classicReading);
  });
});

describe('file meta information and transfer syntax', () => {
  it.each([
    ['explicit', explicit],
    ['implicit', implicit],
    ['big endian', { explicit: true, littleEndian: false }],
  ])('an %s data set without preamble and meta is recognised', (_name, encoding) => {
    expect(read(encodeElements(classicMr, encoding))).toEqual(
      withRemark('the transfer syntax is not stated; it was told from the first element'),
    );
  });

  it('meta information without preamble is recognised', () => {
    const file = join([metaOf(classicMr, syntaxes.implicit), encodeElements(classicMr, implicit)]);
    expect(read(file)).toEqual(classicReading);
  });

  it('a preamble with no meta information behind it is read by the first element', () => {
    const file = join([preamble(), encodeElements(classicMr, implicit)]);
    expect(read(file)).toEqual(withRemark('the transfer syntax is not stated; it was told from the first element'));
  });

  it('a wrong group length of the meta information does not matter', () => {
    const file = dicomFile(classicMr);
    new DataView(file.buffer).setUint32(140, 7, true);
    expect(read(file)).toEqual(classicReading);
  });

  it.each([
    ['implicit, said to be explicit', implicit, syntaxes.explicit],
    ['explicit, said to be implicit', explicit, syntaxes.implicit],
    ['big endian, said to be little', { explicit: true, littleEndian: false }, syntaxes.explicit],
  ])('a data set that is %s is read as it is written', (_name, encoding, uid) => {
    const file = join([preamble(), metaOf(classicMr, uid), encodeElements(classicMr, encoding)]);
    expect(read(file)).toEqual(
      withRemark('the data set is not written in the transfer syntax that is stated; it was read as it is written'),
    );
  });

  it('the SOP class and instance of the meta information stand in for those of the data set', () => {
    const elements = classicMr.filter(({ tag }) => tag !== 0x00080016 && tag !== 0x00080018);
    const file = join([preamble(), metaOf(classicMr, syntaxes.explicit), encodeElements(elements, explicit)]);
    expect(read(file)).toEqual(classicReading);
  });
});

describe('an enhanced MR image', () => {
  it.each<Syntax>(['explicit', 'implicit', 'bigEndian', 'deflated'])('is flattened frame by frame in %s', (syntax) => {
    expect(read(dicomFile(enhancedMr, syntax))).toEqual({
      kind: 'mr-image',
      header: enhancedHeader,
      patient: { PatientID: null, IssuerOfPatientID: null, PatientBirthDate: null },
    });
  });

  it('is cut off when it ends before its functional groups', () => {
    const file = dicomFile(enhancedMr.filter(({ tag }) => tag < 0x52000000));
    expect(read(file)).toMatchObject({ kind: 'rejected', code: 'truncated-header' });
  });

  it('says so when the frames are not as many as NumberOfFrames', () => {
    const reading = read(dicomFile(withElements(enhancedMr, [el(0x00280008, 'IS', '3')])));
    expect(reading.kind === 'mr-image' && reading.header.remarks).toContain(
      'NumberOfFrames says 3, the functional groups describe 2',
    );
  });

  it('without functional groups has one frame and a remark', () => {
    const elements = withElements(enhancedMr, [el(0x7fe00010, 'OW', '')], [0x52009229, 0x52009230]);
    const reading = read(dicomFile(elements));
    expect(reading.kind === 'mr-image' && [reading.header.frames, reading.header.remarks]).toEqual([
      [{}],
      ['this enhanced image has no functional groups for its frames'],
    ]);
  });
});

describe('body part of an enhanced image', () => {
  const anatomy = sq(0x00209071, [[sq(0x00082218, [[el(0x00080104, 'LO', 'Cervical spine')]])]]);
  const groups = sq(0x52009229, [[anatomy]]);

  it.each([
    ['comes from its frame anatomy', [groups], 'CERVICAL SPINE'],
    ['comes from BodyPartExamined first', [groups, el(0x00180015, 'CS', 'BRAIN')], 'BRAIN'],
  ])('%s', (_name, changes, bodyPart) => {
    const reading = read(dicomFile(withElements(enhancedMr, changes)));
    expect(reading.kind === 'mr-image' && reading.header.shared.BodyPartExamined).toBe(bodyPart);
  });
});

describe('contrast agent', () => {
  const gadobutrol = sq(0x00180012, [
    [el(0x00080100, 'SH', 'C-B0321'), el(0x00080104, 'LO', 'Gadobutrol'), el(0x00189337, 'US', [1])],
  ]);

  it('comes from the code sequence where the attribute is absent', () => {
    expect(agentOf(read(dicomFile(withElements(classicMr, [gadobutrol]))))).toBe('Gadobutrol');
  });

  it('an empty attribute stays empty', () => {
    expect(agentOf(read(dicomFile(withElements(classicMr, [gadobutrol, el(0x00180010, 'LO', '')]))))).toBe('');
  });

  it('of an enhanced image is given to the frames that it was administered for', () => {
    const usage = (administered: string) =>
      sq(0x00189341, [[el(0x00189337, 'US', [1]), el(0x00189342, 'CS', administered)]]);
    const groups = sq(0x52009230, [[usage('NO')], [usage('YES')]]);
    const reading = read(dicomFile(withElements(enhancedMr, [gadobutrol, groups])));
    expect(reading.kind === 'mr-image' && reading.header.frames).toEqual([{}, { ContrastBolusAgent: 'Gadobutrol' }]);
    expect(agentOf(reading)).toBeUndefined();
  });

  it('of an enhanced image without usage holds for all frames', () => {
    expect(agentOf(read(dicomFile(withElements(enhancedMr, [gadobutrol]))))).toBe('Gadobutrol');
  });
});

function agentOf(reading: ReturnType<typeof read>) {
  return reading.kind === 'mr-image' ? reading.header.shared.ContrastBolusAgent : reading;
}

function withRemark(remark: string) {
  return { kind: 'mr-image', header: { ...classicHeader, SOPClassUID: mrImageStorage, remarks: [remark] }, patient };
}

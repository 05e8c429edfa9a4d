import { describe, expect, it, test } from 'vitest';
import { frameAttributes, readHeader } from '../../../core/dicom/index.ts';
import { type BuiltElement, dicomFile, el, type Item, type Syntax, sq, syntaxes, withElements } from './dicomBytes.ts';
import { classicMr, enhancedMr } from './mrObjects.ts';

/** The attributes of each frame of an object, as the reader sees it. */
function framesOf(elements: readonly BuiltElement[], syntax: Syntax = 'explicit') {
  const bytes = dicomFile(elements, syntax);
  const reading = readHeader(bytes, bytes.length);
  if (reading.kind !== 'mr-image') throw new Error(`not read: ${JSON.stringify(reading)}`);
  return reading.header.frames.map((frame) => frameAttributes(reading.header, frame));
}

function classic(...changes: readonly BuiltElement[]): readonly BuiltElement[] {
  return withElements(classicMr, changes, [0x00190010, 0x00191008]);
}

describe.each(Object.keys(syntaxes).filter((name) => name in syntaxes))('private elements in %s', (name) => {
  const syntax = name === 'implicit' || name === 'bigEndian' || name === 'deflated' ? name : 'explicit';

  it('of Siemens are found in the block of their creator', () => {
    const elements = classic(
      el(0x00190010, 'LO', 'ANOTHER'),
      el(0x00190011, 'LO', 'SIEMENS MR HEADER '),
      el(0x0019100c, 'IS', '5'),
      el(0x0019110a, 'US', [25]),
      el(0x0019110c, 'IS', '1000'),
    );
    expect(framesOf(elements, syntax)).toEqual([
      expect.objectContaining({ DiffusionBValue: 1000, ImagesInMosaic: 25 }),
    ]);
  });

  it('of GE before group 0029 are read', () => {
    const elements = classic(
      el(0x00080070, 'LO', 'GE MEDICAL SYSTEMS'),
      el(0x00190010, 'LO', 'GEMS_ACQU_01'),
      el(0x0019109e, 'LO', 'EFGRE3D'),
      el(0x00210010, 'LO', 'GEMS_RELA_01'),
      el(0x0021104f, 'SS', [196]),
    );
    expect(framesOf(elements, syntax)).toEqual([
      expect.objectContaining({ PulseSequenceName: 'EFGRE3D', SlicesInAcquisition: 196 }),
    ]);
  });
});

test('a private element without its creator is nobody’s', () => {
  const [attributes] = framesOf(classic(el(0x0019100c, 'IS', '1000'), el(0x0021104f, 'SS', [196])));
  expect(attributes).not.toHaveProperty('DiffusionBValue');
  expect(attributes).not.toHaveProperty('SlicesInAcquisition');
});

describe('in Enhanced MR', () => {
  const shared = (groups: Item) => withElements(enhancedMr, [sq(0x52009229, [groups])]);

  it("Siemens' private sequence of the shared groups holds the classic codes", () => {
    const codes = [
      el(0x00210010, 'LO', 'SIEMENS MR SDS 01'),
      el(0x0021105a, 'CS', 'GR\\IR'),
      el(0x0021105b, 'CS', 'SP\\MP'),
      el(0x0021105c, 'CS', 'IR\\FS'),
    ];
    const elements = shared([el(0x00210010, 'LO', 'SIEMENS MR SDS 01'), sq(0x002110fe, [codes])]);
    expect(framesOf(elements)).toEqual(
      Array.from({ length: 2 }, () =>
        expect.objectContaining({
          ScanningSequence: ['GR', 'IR'],
          SequenceVariant: ['SP', 'MP'],
          ScanOptions: ['IR', 'FS'],
        }),
      ),
    );
  });

  it('the inversion times are listed, not the first alone', () => {
    const elements = shared([sq(0x00189115, [[el(0x00189009, 'CS', 'YES'), el(0x00189079, 'FD', [2550, 450])]])]);
    const [first] = framesOf(elements);
    expect(first).toMatchObject({ InversionTimes: [2550, 450], InversionRecovery: 'YES' });
    expect(first).not.toHaveProperty('InversionTime');
  });

  it('parts of a concatenation say so', () => {
    const part = [el(0x00209161, 'UI', '1.2.826.9'), el(0x00209162, 'US', [2]), el(0x00209163, 'US', [3])];
    expect(framesOf(withElements(enhancedMr, part))[0]).toMatchObject({
      ConcatenationUID: '1.2.826.9',
      InConcatenationNumber: 2,
      InConcatenationTotalNumber: 3,
    });
  });
});

describe('other kinds of Enhanced MR', () => {
  it('Enhanced MR Color is flattened as Enhanced MR is', () => {
    const colour = withElements(enhancedMr, [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4.3')]);
    expect(framesOf(colour)).toEqual(framesOf(enhancedMr));
  });

  it('Legacy Converted reads what was not assigned to a macro, and the macro first', () => {
    const unassigned = [el(0x00180080, 'DS', '9000'), el(0x00180081, 'DS', '90'), el(0x00180082, 'DS', '2500')];
    const frame = (mm: number): Item => [
      sq(0x00189114, [[el(0x00189082, 'FD', [95])]]),
      sq(0x00209113, [[el(0x00200032, 'DS', `0\\0\\${mm}`)]]),
      sq(0x00209171, [[el(0x00200013, 'IS', String(mm + 1)), el(0x00181314, 'DS', '150')]]),
    ];
    const legacy = withElements(enhancedMr, [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4.4'),
      sq(0x52009229, [[sq(0x00209170, [unassigned])]]),
      sq(0x52009230, [frame(0), frame(3)]),
    ]);
    expect(framesOf(legacy)).toEqual(
      [0, 3].map((mm) =>
        expect.objectContaining({
          RepetitionTime: 9000,
          EchoTime: 95,
          InversionTime: 2500,
          FlipAngle: 150,
          InstanceNumber: mm + 1,
          ImagePositionPatient: [0, 0, mm],
        }),
      ),
    );
  });
});

import { deflateRawSync } from 'node:zlib';
import {
  type BuiltElement,
  dicomFile,
  el,
  encodeElements,
  type Item,
  type Syntax,
  sq,
  syntaxes,
  withElements,
} from '../../test/core/dicom/dicomBytes.ts';
import { classicMr, enhancedMr } from '../../test/core/dicom/mrObjects.ts';
import type { CorpusFile } from './corpus.ts';

const plainSyntaxes: readonly Syntax[] = ['explicit', 'implicit', 'bigEndian'];

/** Text in another script, whose second bytes may be backslashes, and an agent that only its code names. */
const japanese = withElements(classicMr, [
  el(0x00080005, 'CS', '\\ISO 2022 IR 87'),
  el(0x0008103e, 'LO', '\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B FLAIR'),
  sq(0x00180012, [[el(0x00080100, 'SH', 'C-B03D0'), el(0x00080104, 'LO', 'Gadoterate'), el(0x00189337, 'US', [1])]]),
]);

/** Values as some exports leave them. */
const odd = withElements(classicMr, [
  el(0x00080005, 'CS', 'ISO_IR 192'),
  el(0x0008103e, 'LO', new Uint8Array(Buffer.from('Schädel \u202eRIALF <b>'))),
  el(0x00180050, 'DS', '1,5 '),
  el(0x00180081, 'DS', '88\\90'),
  el(0x00180087, 'DS', '15000 '),
  el(0x0019100c, 'IS', '1000'),
  el(0x00180083, 'UN', new Uint8Array(Buffer.from('2 '))),
]);

const agentInUse: Item = [
  sq(0x00189341, [[el(0x00189337, 'US', [1]), el(0x00189342, 'CS', 'YES')]]),
  sq(0x00209071, [[sq(0x00082218, [[el(0x00080104, 'LO', 'Brain')]])]]),
];
const enhancedWithAgent = enhancedMr.map((element): BuiltElement => {
  if (element.tag !== 0x52009229 || !isItems(element.value)) return element;
  return { ...element, value: element.value.map((item) => [...item, ...agentInUse]) };
});
const contrast = withElements(enhancedWithAgent, [
  sq(0x00180012, [[el(0x00080104, 'LO', 'Gadobutrol'), el(0x00189337, 'US', [1])]]),
]);

/** Long values that are passed over, and left out of what is read by ranges. */
const longValue = new Uint8Array(40 * 1024).fill(0x4d);
const longPrivate = withElements(classicMr, [el(0x00190010, 'LO', 'ACME'), el(0x00191020, 'OB', longValue)]);
const longShared = enhancedMr.map((element): BuiltElement => {
  if (element.tag !== 0x52009229 || !isItems(element.value)) return element;
  return {
    ...element,
    value: element.value.map((item) => [sq(0x002110fe, [[el(0x00211019, 'OB', longValue)]]), ...item]),
  };
});

const objects: Readonly<Record<string, readonly BuiltElement[]>> = {
  classic: classicMr,
  enhanced: enhancedMr,
  japanese,
  odd,
  contrast,
  longPrivate,
  longShared,
};

/** Small objects with what the reader has to understand, in every way to write them. */
export function generatedObjects(): readonly CorpusFile[] {
  const files = Object.entries(objects).flatMap(([name, elements]) => [
    ...plainSyntaxes.map((syntax) => corpusFile(`${name} ${syntax}`, dicomFile(elements, syntax))),
    deflatedFile(`${name} deflated`, elements),
    corpusFile(`${name} bare`, encodeElements(elements, { explicit: false, littleEndian: true })),
  ]);
  return [...files, ...foreign];
}

/** The file with its data set apart as it was before it was deflated. */
function deflatedFile(name: string, elements: readonly BuiltElement[]): CorpusFile {
  const file = dicomFile(elements, 'deflated');
  const body = encodeElements(elements, { explicit: true, littleEndian: true });
  const prefix = file.subarray(0, file.length - deflateRawSync(body).length);
  return { ...corpusFile(name, file), deflated: { prefix, body } };
}

const foreign: readonly CorpusFile[] = [
  corpusFile(
    'secondary capture',
    dicomFile(withElements(classicMr, [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7')])),
  ),
  corpusFile('directory', dicomFile([el(0x00080016, 'UI', '1.2.840.10008.1.3.10')], 'explicit', syntaxes.explicit)),
  corpusFile('zip', new Uint8Array(Buffer.from('PK\x03\x04 and what follows', 'latin1'))),
  corpusFile('text', new Uint8Array(Buffer.from('<script>alert(1)</script>'.repeat(20)))),
];

function corpusFile(name: string, head: Uint8Array): CorpusFile {
  return { name, head, totalBytes: head.length, deflated: null };
}

function isItems(value: BuiltElement['value']): value is readonly Item[] {
  return Array.isArray(value) && Array.isArray(value[0]);
}

/** What reading a header consists of, as far as two readers can be compared. */
export const readingParts = [
  'opening and reading the file',
  'beginning of the object, file meta',
  'tags, representations, lengths',
  'text and numbers from bytes',
  'sequences and their items',
  'dictionary look-ups',
  'objects for elements, their accessors',
  'the header from its elements',
  'garbage collection',
  'the rest',
] as const;

export type ReadingPart = (typeof readingParts)[number];

/** A function that was running: its source file's name and its own, with that of its class where it is known. */
export type Frame = { readonly file: string; readonly name: string };

type Rule = { readonly part: ReadingPart; readonly file: RegExp; readonly name?: RegExp };

/** The first that matches decides. */
const rules: readonly Rule[] = [
  { part: 'garbage collection', file: /^$/, name: /^\(garbage collector\)$/ },

  // This project: cli/ and core/dicom/.
  {
    part: 'opening and reading the file',
    file: /^(fileReader|readObject|looksLikeJson)\.ts$/,
  },
  { part: 'beginning of the object, file meta', file: /^(objectStart|headerReader|transferSyntax|looksLike)\.ts$/ },
  { part: 'sequences and their items', file: /^elementWalker\.ts$/, name: /^walk(Sequence|Item|Fragments)$/ },
  { part: 'dictionary look-ups', file: /^(privateBlocks|attributeTable)\.ts$/ },
  { part: 'dictionary look-ups', file: /^elementWalker\.ts$/, name: /^(wantedAt|keyIn)$/ },
  {
    part: 'text and numbers from bytes',
    file: /^(rememberedValues|valueDecoding|attributeValue|characterSet|simpleDecimal)\.ts$/,
  },
  {
    part: 'tags, representations, lengths',
    file: /^(elementWalker|repeatedWalk|elementHeader|valueRepresentation)\.ts$/,
  },
  { part: 'objects for elements, their accessors', file: /^dataSet\.ts$/ },
  { part: 'the header from its elements', file: /^[a-zA-Z]+\.ts$/ },

  // dcmjs.
  { part: 'opening and reading the file', file: /^dcmjsHeader\.js$/ },
  { part: 'beginning of the object, file meta', file: /^DicomMessage\.js$/, name: /readFile$/ },
  { part: 'dictionary look-ups', file: /^(DicomMetaDictionary|dictionary.*|dicom\.lookup|dicom\.packed)\.js$/ },
  { part: 'dictionary look-ups', file: /^DicomMessage\.js$/, name: /lookupTag$/ },
  { part: 'sequences and their items', file: /^ValueRepresentation\.js$/, name: /^SequenceOfItems\./ },
  {
    part: 'objects for elements, their accessors',
    file: /^ValueRepresentation\.js$/,
    name: /\.(addTagAccessors|addValueAccessors|hasValueAccessors|get|set|createByTypeString|constructor)$/,
  },
  { part: 'objects for elements, their accessors', file: /^(dicomJson|addAccessors|DicomDict)\.js$/ },
  { part: 'objects for elements, their accessors', file: /^DicomMessage\.js$/, name: /\._read$/ },
  { part: 'text and numbers from bytes', file: /^(ValueRepresentation|toFloat|toInt)\.js$/ },
  {
    part: 'text and numbers from bytes',
    file: /^BufferStream\.js$/,
    name: /\.read(AsciiString|EncodedString|Hex)/,
  },
  { part: 'text and numbers from bytes', file: /^SplitDataView\.js$/, name: /slice$/ },
  { part: 'tags, representations, lengths', file: /^(Tag|DicomMessage|BufferStream|SplitDataView)\.js$/ },
];

/**
 * Which part of reading a function is; `null` for one that works for its caller: Node's own and the compiler's.
 */
export function partOf({ file, name }: Frame): ReadingPart | null {
  const rule = rules.find((one) => one.file.test(file) && (one.name?.test(name) ?? true));
  return rule?.part ?? null;
}

/** The value representations of PS3.5 Table 6.2-1. */
export const valueRepresentations = [
  'AE',
  'AS',
  'AT',
  'CS',
  'DA',
  'DS',
  'DT',
  'FD',
  'FL',
  'IS',
  'LO',
  'LT',
  'OB',
  'OD',
  'OF',
  'OL',
  'OV',
  'OW',
  'PN',
  'SH',
  'SL',
  'SQ',
  'SS',
  'ST',
  'SV',
  'TM',
  'UC',
  'UI',
  'UL',
  'UN',
  'UR',
  'US',
  'UT',
  'UV',
] as const;
export type ValueRepresentation = (typeof valueRepresentations)[number];

/** VRs whose explicit length has 16 bits (PS3.5 Table 7.1-2). All others, future ones included, have 32. */
const shortLengths: ReadonlySet<ValueRepresentation> = new Set<ValueRepresentation>([
  'AE',
  'AS',
  'AT',
  'CS',
  'DA',
  'DS',
  'DT',
  'FD',
  'FL',
  'IS',
  'LO',
  'LT',
  'PN',
  'SH',
  'SL',
  'SS',
  'ST',
  'TM',
  'UI',
  'UL',
  'US',
]);

export type Representation = {
  readonly vr: ValueRepresentation;
  readonly shortLength: boolean;
  /** A VR that says nothing of what the value is: the dictionary's stands in. */
  readonly opaque: boolean;
};

const letters = 26;
const firstLetter = 'A'.charCodeAt(0);

const byLetters: readonly (Representation | null)[] = (() => {
  const table: (Representation | null)[] = new Array(letters * letters).fill(null);
  for (const vr of valueRepresentations) {
    const opaque = vr === 'UN' || vr === 'OB' || vr === 'OW';
    table[indexOf(vr.charCodeAt(0), vr.charCodeAt(1))] = { vr, shortLength: shortLengths.has(vr), opaque };
  }
  return table;
})();

/** The VR that two bytes of an explicit header spell, if any. */
export function representationOf(first: number, second: number): Representation | null {
  const index = indexOf(first, second);
  // Of the bytes around the letters some would fall on another pair's place.
  if (first < firstLetter || second < firstLetter || second >= firstLetter + letters) return null;
  return byLetters[index] ?? null;
}

function indexOf(first: number, second: number): number {
  return (first - firstLetter) * letters + (second - firstLetter);
}

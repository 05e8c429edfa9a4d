import { describe, expect, it } from 'vitest';
import { readDicomJson, readDicomJsonText } from '../../../core/dicom/index.ts';
import { jsonDataSets, jsonLimits } from '../../../core/dicom/jsonDataSets.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const cut = (text: string, limits = {}) =>
  [...jsonDataSets(utf8(text), { ...jsonLimits, ...limits })].map((each) =>
    each.kind === 'text' ? JSON.parse(each.text) : each.reason,
  );

describe('a JSON document', () => {
  it.each([
    '[]',
    ' [ ] ',
    '{}',
    '[{"a": [1, {"b": "],}{\\"[\\\\"}]}, {} ,null, "x,]", 1.5e3, true]',
    '\ufeff[{"ä": "ö"}]\r\n',
  ])('%s is cut as it would be parsed', (text) => {
    const parsed: unknown = JSON.parse(text.replace('\ufeff', ''));
    expect(cut(text)).toEqual(Array.isArray(parsed) ? parsed : [parsed]);
  });

  it.each([
    '',
    '[',
    '[{}',
    '[{},',
    '[{}}',
    '[{} {}]',
    '[{}] x',
    '{"a": "',
    '[{"a":"\\',
    '[,]',
    '[{},]',
    '}',
    '[}]',
  ])('%s is none', (text) => {
    const codes = readDicomJsonText(utf8(text)).map((reading) => reading.kind === 'rejected' && reading.code);
    expect(codes.at(-1)).toBe('not-dicom');
    expect(() => cut(text)).toThrow();
  });

  it('that breaks off behind images may hold more of them', () => {
    const ct = '{"00080016":{"vr":"UI","Value":["1.2.840.10008.5.1.4.1.1.2"]}}';
    expect(readDicomJsonText(utf8(`[${ct},${ct},{"000`))).toMatchObject([
      { code: 'not-mr' },
      { code: 'not-mr' },
      {
        code: 'truncated-header',
        reason: 'The JSON document is damaged or cut off behind entry 2: more entries may be missing. Send it again.',
      },
    ]);
    expect(readDicomJsonText(utf8(`[${ct}]`))).toEqual(readDicomJson(JSON.parse(`[${ct}]`)));
  });

  it.each([
    ['brackets inside each other', { depth: 4 }, '[[[[1]]]]', '[[[[[1]]]]]', 'more than 4 brackets inside each other'],
    ['values', { dataSetValues: 5 }, '[1,2,3,4,5]', '[1,2,3,4,5,6]', 'more than 5 values'],
    ['bytes', { dataSetBytes: 9 }, '"1234567"', '"12345678"', 'more than 9 bytes'],
    [
      'elements',
      { members: 2 },
      '{"a":1,"b":[1,2,3]}',
      '{"a":1,"b":2,"c":3}',
      'more than 2 elements beside each other',
    ],
  ])('of which one data set has too many %s is read around it', (_what, limits, fits, exceeds, what) => {
    expect(cut(`[${fits},${exceeds},7]`, limits)).toEqual([
      JSON.parse(fits),
      `The JSON data set at byte ${fits.length + 2} has ${what}; no MR header needs that.`,
      7,
    ]);
  });

  it('of too many data sets is read in part', () => {
    expect(cut('[1,2,3,4]', { dataSets: 2 })).toEqual([
      1,
      2,
      'The JSON document has more than 2 data sets; the others were not read. Split it.',
    ]);
  });

  it('of nothing but brackets, or of millions of nothings, is given up at the limits', () => {
    expect(readDicomJsonText(utf8('['.repeat(10_000_000)))).toMatchObject([
      { code: 'limit-exceeded' },
      { code: 'truncated-header' },
    ]);
    expect(readDicomJsonText(utf8(`[${'{},'.repeat(3_000_000)}{}]`))).toHaveLength(jsonLimits.dataSets + 1);
  });
});

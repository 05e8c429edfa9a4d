import { expect, test } from 'vitest';
import { mostJsonNodes, readJsonText } from '../../cli/readObject.ts';

const image = '{"00080016":{"vr":"UI","Value":["1.2.840.10008.5.1.4.1.1.4"]}}';

test('a document of more objects than memory should hold is refused before it is parsed', () => {
  const text = `[${'{},'.repeat(mostJsonNodes)}{}]`;
  expect(readJsonText('bomb.json', text, text.length)).toEqual({
    path: 'bomb.json',
    bytesRead: text.length,
    bytesTotal: text.length,
    readings: [
      {
        kind: 'rejected',
        code: 'limit-exceeded',
        reason: 'A JSON document of more than 4000000 objects and lists is not read; split it by series.',
        identity: null,
      },
    ],
  });
});

test('entries that are no data sets are named up to a hundred, and counted beyond', () => {
  const { readings } = readJsonText('odd.json', `[${'{},'.repeat(5_000)}${image}]`, 1);
  const reasons = readings.map((reading) => ('reason' in reading ? reading.reason : ''));
  expect(readings).toHaveLength(102);
  expect(reasons[0]).toBe('Entry 1 is no DICOM JSON data set: its keys should be tags of eight hexadecimal digits.');
  expect(reasons.at(-1)).toBe(
    '4900 further entries are each no DICOM JSON data set: its keys should be tags of eight hexadecimal digits.',
  );
});

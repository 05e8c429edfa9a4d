import { expect, test } from 'vitest';
import { progressLine } from '../../cli/progress.ts';

const total = { files: 508, bytes: 104_857_600 };

test('progress names files, bytes and the time left', () => {
  expect(progressLine({ files: 127, bytes: 26_000_000 }, total, 1000)).toBe(
    'Reading file 127 of 508 · 26 of 105 MB · 3 s left',
  );
  expect(progressLine({ files: 1, bytes: 200_000 }, total, 1000)).toBe(
    'Reading file 1 of 508 · 0.2 of 105 MB · 9 min left',
  );
});

test('the time left is not guessed from the first moments', () => {
  expect(progressLine({ files: 1, bytes: 200_000 }, total, 100)).toBe('Reading file 1 of 508 · 0.2 of 105 MB');
});

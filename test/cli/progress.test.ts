import { expect, test } from 'vitest';
import { progressLine, showProgress } from '../../cli/progress.ts';

const listed = { found: 508, listed: true };

test('progress names files, bytes and the time left', () => {
  expect(progressLine({ ...listed, done: 127, bytes: 26_000_000 }, 1000)).toBe(
    'Reading file 127 of 508 · 26 MB · 3 s left',
  );
  expect(progressLine({ ...listed, done: 1, bytes: 200_000 }, 1000)).toBe(
    'Reading file 1 of 508 · 0.2 MB · 9 min left',
  );
});

test('the time left is not guessed from the first moments', () => {
  expect(progressLine({ ...listed, done: 1, bytes: 200_000 }, 100)).toBe('Reading file 1 of 508 · 0.2 MB');
  expect(progressLine({ ...listed, done: 0, bytes: 0 }, 10_000)).toBe('Reading file 0 of 508 · 0.0 MB');
});

test('while files are still being found there is neither a total nor a time left', () => {
  expect(progressLine({ done: 127, bytes: 26_000_000, found: 512, listed: false }, 10_000)).toBe(
    'Reading file 127 · 512 found so far · 26 MB',
  );
});

test('a terminal is drawn on at most ten times a second, and left clean', () => {
  const { stream, written } = terminal(80);
  let nowMs = 0;
  const progress = showProgress(stream, () => nowMs);
  progress.found(1000);
  progress.listed();
  for (let file = 0; file < 1000; file += 1) {
    nowMs += 1;
    progress.advance(1_000_000);
  }
  progress.end();
  expect(written).toHaveLength(11);
  expect(written[0]).toBe('\r\x1b[KReading file 100 of 1000 · 100 MB');
  expect(written.at(-1)).toBe('\r\x1b[K');
});

test('a line is shortened to the width of the terminal, lest it wrap', () => {
  const { stream, written } = terminal(20);
  let nowMs = 0;
  const progress = showProgress(stream, () => nowMs);
  nowMs = 200;
  progress.found(1000);
  expect(written).toStrictEqual(['\r\x1b[KReading file 0 · 1…']);
});

test('what is no terminal is not written to', () => {
  const { stream, written } = terminal(80, false);
  let nowMs = 0;
  const progress = showProgress(stream, () => nowMs);
  nowMs = 1000;
  progress.found(3);
  progress.advance(1);
  progress.end();
  expect(written).toStrictEqual([]);
});

function terminal(columns: number, isTTY = true) {
  const written: string[] = [];
  const write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  return { written, stream: { isTTY, columns, write } };
}

import { describe, expect, test } from 'vitest';
import type { StudyItem } from '../../../core/records/index.ts';
import { readiness } from '../../../functions/evaluate/readiness.ts';

const nowMs = 1_000_000;
const study: StudyItem = {
  pk: 'STUDY#a#1.2.3',
  sk: 'STUDY',
  site: 'a',
  studyInstanceUid: '1.2.3',
  studyKey: 'key',
  firstArrivalMs: nowMs - 60_000,
  lastArrivalMs: nowMs - 60_000,
  waitingSinceMs: nowMs - 60_000,
  arrivals: 3,
};
const look = (arrival: number, more: Partial<StudyItem>) =>
  readiness({
    message: { site: 'a', studyInstanceUid: '1.2.3', arrival, complete: false },
    study: { ...study, ...more },
    present: 0,
    expected: null,
    nowMs,
    capSeconds: 3600,
  });

describe('a message of an older arrival', () => {
  test('gives way to the one of the newest, once that was sent', () => {
    expect(look(1, { sentArrival: 3 })).toEqual({ kind: 'superseded' });
    expect(look(2, { sentArrival: 2 })).toEqual({ kind: 'overtaken', seconds: null });
  });

  test('gives way to a newer one that is still held back, on which the newest arrival relies', () => {
    expect(look(1, { sentArrival: 2, nextLookMs: nowMs + 1 })).toEqual({ kind: 'superseded' });
  });

  test('does not give way to a newer one that may have been handled before the newest arrival was counted', () => {
    const seen = { sentArrival: 2, quietAtMs: nowMs + 5_000 };
    expect(look(1, seen)).toEqual({ kind: 'overtaken', seconds: 5 });
    expect(look(1, { ...seen, nextLookMs: nowMs })).toEqual({ kind: 'overtaken', seconds: 5 });
  });

  test('judges a study that has been quiet since', () => {
    expect(look(2, { sentArrival: 2, quietAtMs: nowMs + 499 })).toEqual({ kind: 'judge' });
    expect(look(2, { sentArrival: 2, quietAtMs: nowMs + 500 })).toEqual({ kind: 'overtaken', seconds: 1 });
  });
});

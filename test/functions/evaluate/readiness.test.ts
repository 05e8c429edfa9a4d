import { describe, expect, test } from 'vitest';
import type { StudyItem } from '../../../core/records/index.ts';
import { type ReadinessInput, readiness } from '../../../functions/evaluate/readiness.ts';

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
const look = (arrival: number, more: Partial<StudyItem>, asked: Partial<ReadinessInput> = {}) =>
  readiness({
    message: { site: 'a', studyInstanceUid: '1.2.3', arrival, complete: false },
    study: { ...study, ...more },
    present: 0,
    expected: null,
    readingSeconds: null,
    nowMs,
    capSeconds: 3600,
    ...asked,
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

describe('while an archive with images of the study is read', () => {
  const reading = { readingSeconds: 200 };
  const complete = {
    message: { site: 'a', studyInstanceUid: '1.2.3', arrival: 3, complete: true },
    expected: 1,
    present: 1,
  };

  test('nothing is judged, called complete or not, waited for or not', () => {
    const wait = { kind: 'wait', seconds: 200 };
    expect(look(3, {}, reading)).toEqual(wait);
    expect(look(3, {}, { ...complete, ...reading })).toEqual(wait);
    const { waitingSinceMs: _none, ...settled } = study;
    expect(look(3, settled, { ...reading, study: settled })).toEqual(wait);
    expect(look(3, {}, complete)).toEqual({ kind: 'judge' });
  });

  test('an older message still gives way', () => {
    expect(look(1, { sentArrival: 3 }, reading)).toEqual({ kind: 'superseded' });
  });

  test('what has waited for as long as it may is judged, and is not waited for beyond that', () => {
    expect(look(3, { waitingSinceMs: nowMs - 3_600_000 }, reading)).toEqual({ kind: 'judge' });
    expect(look(3, { waitingSinceMs: nowMs - 3_550_000 }, reading)).toEqual({ kind: 'wait', seconds: 50 });
  });
});

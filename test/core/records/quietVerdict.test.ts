import { expect, test } from 'vitest';
import { isQuiet, type StudyItem } from '../../../core/records/index.ts';

const study = (facts: Partial<StudyItem>): StudyItem => ({
  pk: 'STUDY#north#1.2.3',
  sk: 'STUDY',
  site: 'north',
  studyInstanceUid: '1.2.3',
  studyKey: 'key',
  firstArrivalMs: 0,
  lastArrivalMs: 0,
  arrivals: 1,
  ...facts,
});
const waiting = { waitingSinceMs: 1 };
const quiet = { quiet: true } as const;

test.each([
  ['arrived for somebody', study(waiting), {}, false],
  ['backfilled', study({ ...waiting, quietArrivals: 1 }), {}, true],
  ['backfilled and sent meanwhile', study({ ...waiting, arrivals: 2, quietArrivals: 1 }), {}, false],
  [
    'sent, judged, then backfilled',
    study({ ...waiting, arrivals: 3, quietArrivals: 1, judgedLoudArrivals: 2 }),
    {},
    true,
  ],
  [
    'backfilled, judged, then sent',
    study({ ...waiting, arrivals: 2, quietArrivals: 1, judgedLoudArrivals: 0 }),
    {},
    false,
  ],
  ['looked at again, nothing new', study({ judgedLoudArrivals: 1 }), {}, false],
  [
    'sent, backfilled, judged and looked at again',
    study({ arrivals: 2, quietArrivals: 1, judgedLoudArrivals: 1 }),
    {},
    false,
  ],
  ['backfilled and looked at again, nothing new', study({ quietArrivals: 1, judgedLoudArrivals: 0 }), {}, true],
  ['looked at again because of a backfill', study({ judgedLoudArrivals: 1 }), quiet, true],
  [
    'sent, and looked at for news of another while a backfill of it waits',
    study({ ...waiting, arrivals: 2, quietArrivals: 1, judgedLoudArrivals: 1 }),
    { aloud: true } as const,
    false,
  ],
  ['backfilled, and looked at for news of another', study({ quietArrivals: 1 }), { aloud: true } as const, true],
  ['sent while a backfill has it looked at', study({ ...waiting, arrivals: 2, judgedLoudArrivals: 1 }), quiet, false],
])('a study that was %s', (_, item, message, expected) => {
  expect(isQuiet(item, message)).toBe(expected);
});

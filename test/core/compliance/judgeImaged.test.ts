import { describe, expect, it } from 'vitest';
import { judgeImaged } from '../../../core/compliance/judgeImaged.ts';
import { anAcquisition } from './anAcquisition.ts';

const theCord = { kind: 'imaged', region: 'cord', withinDays: 90 } as const;
const place = 'examination of the spinal cord';
const finding = { constraint: 'imaged', observed: null, limit: {}, unit: null, remark: false };
const unreadObjects = new Map<string | null, number>();

describe('a region that is asked for', () => {
  it('is filled by each series of it', () => {
    const cord = anAcquisition({ region: 'whole-cord' });
    expect(judgeImaged(theCord, { acquisitions: [cord], unreadObjects })).toEqual({
      parts: [
        {
          kind: 'filled',
          candidate: { acquisition: cord, doubts: [] },
          place,
          findings: [{ ...finding, acquisition: '1.2.3#1', status: 'met', note: null }],
        },
      ],
      instead: [],
    });
  });

  it('is met by another study without anything of this one', () => {
    const otherStudies = { studies: [{ regions: ['cord'], daysApart: 1 }], areAll: false } as const;
    expect(judgeImaged(theCord, { acquisitions: [], unreadObjects, otherStudies })).toEqual({
      parts: [
        {
          kind: 'absent',
          count: 0,
          options: [],
          findings: [
            {
              ...finding,
              acquisition: null,
              status: 'met',
              note: 'the spinal cord was imaged in another study, 1 day apart',
            },
          ],
        },
      ],
      instead: [],
    });
  });

  it('is one thing to add where it was imaged nowhere', () => {
    const otherStudies = { studies: [], areAll: true };
    expect(judgeImaged(theCord, { acquisitions: [], unreadObjects, otherStudies })).toEqual({
      parts: [
        {
          kind: 'absent',
          count: 1,
          options: [place],
          findings: [
            {
              ...finding,
              acquisition: null,
              status: 'not-met',
              note: 'the spinal cord was imaged neither in this study nor in another within 90 days',
            },
          ],
        },
      ],
      instead: [],
    });
  });
});

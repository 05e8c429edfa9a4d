import { describe, expect, test } from 'vitest';
import { kindsInCommon, priorFit, whyNothingInCommon } from '../../../core/compliance/index.ts';
import { anAcquisition, aStudy } from './anAcquisition.ts';

const brain = anAcquisition({ sequence: 'FLAIR' });
const cord = anAcquisition({ region: 'cervical-cord' });

describe('an earlier study', () => {
  test.each([
    ['the same sequence of the brain', [brain], [brain, cord], 'best'],
    ['the same sequence of the cord, where no brain was imaged', [cord], [cord], 'best'],
    ['the same sequence of the cord alone, where the brain was imaged too', [brain, cord], [cord], 'some'],
    ['sequences of both', [brain, cord], [cord, brain], 'best'],
    ['the brain by another sequence', [brain, cord], [anAcquisition({ sequence: 'T1w' }), cord], 'some'],
    ['another region', [brain], [cord], 'none'],
    ['another sequence', [brain], [anAcquisition({ sequence: 'T1w' })], 'none'],
    ['nothing that was recognised', [brain], [anAcquisition({ sequence: 'UNKNOWN' })], 'none'],
    ['a region that is not known', [brain], [{ ...brain, region: 'unknown' }], 'none'],
    ['a localizer', [{ ...brain, sequence: 'LOCALIZER' }], [{ ...brain, sequence: 'LOCALIZER' }], 'none'],
    ['a derived image', [brain], [{ ...brain, derived: true }], 'none'],
    ['a knee', [{ ...brain, region: 'other' }], [{ ...brain, region: 'other' }], 'none'],
  ] as const)('with %s', (_, now, then, expected) => {
    expect(priorFit(aStudy(...now), aStudy(...then))).toBe(expected);
  });

  test('shares the acquisitions of its own that this one has too', () => {
    const prior = aStudy(brain, cord, brain, anAcquisition({ sequence: 'SWI' }));
    expect(kindsInCommon(aStudy(brain, cord), prior).map(({ id }) => id)).toStrictEqual([
      '1.2.1#1',
      '1.2.2#1',
      '1.2.3#1',
    ]);
  });
});

describe('why nothing is in common', () => {
  const because = (now: readonly (typeof brain)[], then: readonly (typeof brain)[]) =>
    whyNothingInCommon(aStudy(...now), aStudy(...then));

  test('is another part of the body, or no sequence of one', () => {
    expect(because([brain], [cord])).toBe(
      'the earlier study shows another part of the body: nothing of the two can be compared',
    );
    expect(because([brain], [anAcquisition({ sequence: 'T1w' }), cord])).toBe(
      'the two studies have no sequence of one part of the body in common: nothing of the two can be compared',
    );
  });

  test('is not told by what is never compared', () => {
    const localizer = anAcquisition({ sequence: 'LOCALIZER', region: 'cervical-cord' });
    expect(because([brain, localizer], [cord])).toMatch(/another part of the body/);
    expect(because([localizer], [brain])).toBeNull();
  });

  test('is not said where something is, or may be', () => {
    expect(because([brain], [brain, cord])).toBeNull();
    expect(because([brain], [cord, { ...brain, region: 'unknown' }])).toBeNull();
    expect(because([brain], [cord, { ...cord, sequence: 'UNKNOWN' }])).toBeNull();
    expect(because([brain], [])).toBeNull();
    expect(because([{ ...brain, region: 'unknown' }], [cord])).toBeNull();
  });
});

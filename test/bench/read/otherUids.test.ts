import { describe, expect, it } from 'vitest';
import { withOtherUids } from '../../../bench/read/otherUids.ts';

const study = '1.2.826.0.1.3680043.8.498.77';
const series = `${study}.3`;
const text = `${study}\0 ${series}\0 ${series} \n${study}`;

describe('withOtherUids', () => {
  const changed = withOtherUids(Buffer.from(text), [study, series], 1).toString();
  const [otherStudy, otherSeries] = changed.split('\0 ');

  it('replaces every UID by one of its length, and a series is not mistaken for its study', () => {
    expect(otherStudy).toMatch(/^2\.25\.[1-9]\d+$/);
    expect(otherSeries).toMatch(/^2\.25\.[1-9]\d+$/);
    expect([otherStudy?.length, otherSeries?.length]).toEqual([study.length, series.length]);
    expect(changed).toBe(`${otherStudy}\0 ${otherSeries}\0 ${otherSeries} \n${otherStudy}`);
  });

  it('gives the same UID the same other one in each image, and another in another repetition', () => {
    expect(withOtherUids(Buffer.from(study), [study], 1).toString()).toBe(otherStudy);
    expect(withOtherUids(Buffer.from(study), [study], 2).toString()).not.toBe(otherStudy);
  });

  it('keeps UIDs apart that differ in their last digits only', () => {
    const uids = Array.from({ length: 2000 }, (_, index) => `${series}.${10_000 + index}`);
    expect(new Set(uids.map((uid) => withOtherUids(Buffer.from(uid), [uid], 1).toString())).size).toBe(2000);
  });
});

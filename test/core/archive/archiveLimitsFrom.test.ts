import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArchiveLimitError,
  archiveLimitsFrom,
  defaultArchiveLimits,
  largestArchiveLimits,
} from '../../../core/archive/index.ts';

const names = Object.keys(defaultArchiveLimits);

describe('limits of archives that are set otherwise', () => {
  it('are the defaults for what is not given', () => {
    expect(archiveLimitsFrom({})).toEqual(defaultArchiveLimits);
    expect(archiveLimitsFrom({ entries: 500_000, depth: 3 })).toEqual({
      ...defaultArchiveLimits,
      entries: 500_000,
      depth: 3,
    });
  });

  it('may be all that lies between 1 and the most, the defaults among them', () => {
    const most = new Map(Object.entries(largestArchiveLimits));
    for (const [name, usual] of Object.entries(defaultArchiveLimits)) {
      const largest = most.get(name) ?? 0;
      expect(usual, name).toBeLessThanOrEqual(largest);
      for (const value of [1, usual, largest])
        expect(archiveLimitsFrom({ [name]: value })).toMatchObject({ [name]: value });
      for (const value of [0, -1, 1.5, largest + 1, Number.NaN, Number.POSITIVE_INFINITY, '1', true, null, [1], {}]) {
        expect(() => archiveLimitsFrom({ [name]: value }), `${name}: ${value}`).toThrow(ArchiveLimitError);
      }
    }
  });

  it.each([
    [{ entries: 0 }, 'The archive limit entries is 0: give a whole number from 1 to 1000000 (default 250000).'],
    [{ depth: '3' }, 'The archive limit depth is "3": give a whole number from 1 to 8 (default 2).'],
    [{ depth: 1e300 }, 'The archive limit depth is 1e+300: give a whole number from 1 to 8 (default 2).'],
    [{ depth: undefined }, 'The archive limit depth is undefined: give a whole number from 1 to 8 (default 2).'],
    [
      JSON.parse('{"__proto__": 1}'),
      /^There is no archive limit "__proto__"\. The limits are entries, depth, folderDepth, /,
    ],
    [{ toString: 1 }, 'There is no archive limit "toString".'],
    [[1], 'The archive limits are [1]: give an object with some of them, such as {"entries": 500000}.'],
    [null, 'The archive limits are null: give an object'],
    [7, 'The archive limits are 7: give an object'],
  ])('%j is refused with what would do', (given, message) => {
    expect(() => archiveLimitsFrom(given)).toThrow(message);
  });

  it('a long or odd value is not repeated at length, and whatever is given is limits or an ArchiveLimitError', () => {
    expect(() => archiveLimitsFrom({ entries: 'x'.repeat(10_000) })).toThrow(/^.{0,200}$/);
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...names), fc.jsonValue())), (given) => {
        try {
          expect(Object.keys(archiveLimitsFrom(given))).toEqual(names);
        } catch (error) {
          expect(error).toBeInstanceOf(ArchiveLimitError);
        }
      }),
    );
  });
});

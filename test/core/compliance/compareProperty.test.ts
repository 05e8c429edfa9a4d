import { describe, expect, test } from 'vitest';
import { compareProperty } from '../../../core/compliance/compareProperty.ts';
import { comparisonRows, type MeasuredProperty } from '../../../core/compliance/comparisonLimits.ts';
import { isWithinLimit } from '../../../core/compliance/propertyComparison.ts';
import { anAcquisition } from './anAcquisition.ts';

type Changes = Parameters<typeof anAcquisition>[0];

/** What is found of one property of two acquisitions of which no further facts are known. */
function compared(property: MeasuredProperty, now: Changes, then: Changes = {}) {
  const row = comparisonRows.find((each) => each.property === property);
  if (row === undefined) throw new Error(`${property} is not compared`);
  const { status, observed, prior } = compareProperty(
    row,
    { acquisition: anAcquisition(now), facts: null },
    { acquisition: anAcquisition(then), facts: null },
  );
  return { status, observed, prior };
}

const { scanner, timing } = anAcquisition();

describe('a value that cannot be is as good as none', () => {
  test.each([0, -5, Number.NaN, Number.POSITIVE_INFINITY])('an echo time of %d ms', (echoTimeMs) => {
    const impossible = { timing: { ...timing, echoTimeMs } };
    const unknown = { status: 'cannot-tell', observed: null, prior: 100 };
    expect(compared('echoTime', impossible)).toStrictEqual(unknown);
  });

  test('but the least above none is one', () => {
    const least = { timing: { ...timing, echoTimeMs: 0.001 } };
    expect(compared('echoTime', least, least).status).toBe('met');
  });

  test.each([[[0, 1]], [[1, 0]], [[1, -1]], [[1, 50.1]], [[51, 51]]] as const)('a pixel of %j mm', (pair) => {
    const unknown = { status: 'cannot-tell', observed: null, prior: [0.5, 0.5] };
    expect(compared('reconstructedInPlane', { geometry: { inPlaneMm: pair } })).toStrictEqual(unknown);
  });

  test('but one of 50 mm can be', () => {
    const coarse = { geometry: { inPlaneMm: [50, 50] } } as const;
    expect(compared('reconstructedInPlane', coarse, coarse).status).toBe('met');
  });

  test.each(['', '   '])('a station named %j', (station) => {
    const unnamed = { scanner: { ...scanner, station } };
    const named = { scanner: { ...scanner, station: ' MR1 ' } };
    expect(compared('station', unnamed, named)).toStrictEqual({ status: 'cannot-tell', observed: null, prior: 'MR1' });
  });
});

test('of several b-values the highest is compared', () => {
  const diffusion = (...bValues: readonly number[]) => ({ timing: { ...timing, bValues } });
  expect(compared('highestBValue', diffusion(0, 500, 1000), diffusion(0, 1000))).toStrictEqual({
    status: 'met',
    observed: 1000,
    prior: 1000,
  });
});

test('signs around and between the words of a name mean nothing', () => {
  const on = (model: string) => ({ scanner: { ...scanner, model } });
  expect(compared('model', on('(Prisma - fit)'), on('Prisma_fit')).status).toBe('met');
  expect(compared('model', on('Prisma'), on('Prisma_fit')).status).toBe('not-met');
});

test.each(['deviceSerial', 'receiveCoil'] as const)('without further facts the %s is not known', (property) => {
  expect(compared(property, {})).toStrictEqual({ status: 'cannot-tell', observed: null, prior: null });
});

test.each([
  [0, { same: true }, true],
  [1, { same: true }, false],
  [0.3, { max: 0.3 }, true],
  [0.1 + 0.2, { max: 0.3 }, true],
  [0.3 + 1e-6, { max: 0.3 }, true],
  [0.31, { max: 0.3 }, false],
  [10, { maxPercent: 10 }, true],
  [10.1, { maxPercent: 10 }, false],
] as const)('a change of %d is within %j: %j', (change, limit, isWithin) => {
  expect(isWithinLimit(change, limit)).toBe(isWithin);
});

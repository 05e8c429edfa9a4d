import { describe, expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader } from '../../../core/dicom/index.ts';
import { changed, enhanced, mprage, oneSeries, sagittal, series, stir, swi, t2Tse } from './headers.ts';

/** How many images and slices each acquisition has, and how many it lacks. */
const stacks = (headers: readonly AcquisitionHeader[]) =>
  recogniseAcquisitions(headers).map(({ instances, geometry }) => [
    instances,
    geometry.slices,
    geometry.missingSlices,
    geometry.spacingMm,
  ]);

describe('where slices lie', () => {
  const station = (headMm: number) =>
    series(stir, { orientation: sagittal, slices: 15, firstPosition: [-21, -115, headMm] });

  test('two stations of a spine with the same planes are two stacks', () => {
    expect(stacks(oneSeries(station(100), station(-150)))).toEqual([
      [15, 15, 0, 3],
      [15, 15, 0, 3],
    ]);
  });

  test('two parallel stacks beside each other are two, although their slices interleave along the normal', () => {
    const left = series(t2Tse, { slices: 10, firstPosition: [20, -100, -30] });
    const right = series(t2Tse, { slices: 10, firstPosition: [-200, -100, -29] });
    expect(stacks(oneSeries(left, right))).toEqual([
      [10, 10, 0, 3],
      [10, 10, 0, 3],
    ]);
  });

  test('a stack that is stepped along a curved cord is one', () => {
    const stepped = changed(series(t2Tse, { slices: 20 }), (index) => ({
      ImagePositionPatient: [-100, -100 + index * 2, -30 + index * 3],
    }));
    expect(stacks(stepped)).toEqual([[20, 20, 0, 3]]);
  });

  test('images that do not say how large they are stay together', () => {
    const unsized = changed(oneSeries(station(100), station(-150)), () => ({ PixelSpacing: null }));
    expect(stacks(unsized).length).toBe(1);
  });
});

describe('StackID', () => {
  const apart = (stackIdOf: (index: number) => string) => changed(series(t2Tse), (i) => ({ StackID: stackIdOf(i) }));

  test('splits, in classic images and in frames', () => {
    const two = apart((index) => (index < 8 ? '1' : '2'));
    expect(stacks(two)).toEqual([
      [8, 8, 0, 3],
      [12, 12, 0, 3],
    ]);
    expect(stacks(enhanced(two))).toEqual([
      [1, 8, 0, 3],
      [1, 12, 0, 3],
    ]);
  });

  test('of its own for each slice names no stacks', () => {
    expect(stacks(apart((index) => String(index + 1)))).toEqual([[20, 20, 0, 3]]);
  });
});

describe('ImageType', () => {
  const typed = (...values: readonly string[]) => series({ ...t2Tse, ImageType: ['ORIGINAL', 'PRIMARY', ...values] });

  test('that differs by a filter from slice to slice does not cut a stack into halves', () => {
    const halves = changed(typed('M', 'ND'), (index) =>
      index % 2 === 0 ? {} : { ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'ND', 'NORM'] },
    );
    expect(stacks(halves)).toEqual([[20, 20, 0, 3]]);
  });

  test('with and without distortion correction of each slice is two stacks of which none has a slice twice', () => {
    const both = recogniseAcquisitions(oneSeries(typed('M', 'ND'), typed('M', 'DIS2D')));
    expect(both.map(({ instances, geometry, derived }) => [instances, geometry.slices, derived])).toEqual([
      [20, 20, false],
      [20, 20, false],
    ]);
    expect(both.flatMap(({ evidence }) => evidence.filter((note) => note.includes('twice')))).toEqual([]);
  });

  test('that differs by a filter between stacks planned between each other is two stacks', () => {
    const between = series(
      { ...t2Tse, ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'DIS2D'] },
      { firstPosition: [-100, -100, -28.5] },
    );
    expect(stacks(oneSeries(typed('M', 'ND'), between)).length).toBe(2);
  });

  test.each([
    ['Siemens', ['M', 'ND'], ['P', 'ND']],
    ['Philips', ['M_FFE', 'M', 'FFE'], ['PHASE MAP', 'P', 'FFE']],
    ['real and imaginary', ['R', 'ND'], ['I', 'ND']],
  ])('tells the parts of the complex signal apart: %s', (_vendor, first, second) => {
    const of = (values: readonly string[]) => series({ ...swi, ImageType: ['ORIGINAL', 'PRIMARY', ...values] });
    expect(stacks(oneSeries(of(first), of(second))).length).toBe(2);
  });

  test('and ComplexImageComponent say the same of magnitude images', () => {
    const half = changed(typed('M', 'ND'), (index) =>
      index % 2 === 0
        ? {}
        : { ComplexImageComponent: 'MAGNITUDE', ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'ND', 'MAGNITUDE'] },
    );
    expect(stacks(half)).toEqual([[20, 20, 0, 3]]);
  });

  test('of phase counts more than a component that says magnitude of all', () => {
    const phase = typed('P', 'ND');
    const all = changed(oneSeries(typed('M', 'ND'), phase), () => ({ ComplexImageComponent: 'MAGNITUDE' }));
    expect(stacks(all).length).toBe(2);
  });
});

describe('the contrast record', () => {
  const agent = { ContrastBolusAgent: 'Gadovist' };

  test('that a few slices lack leaves one stack', () => {
    const lacking = changed(series(mprage, { spacingMm: 1 }), (index) =>
      index % 7 === 3 ? { ContrastBolusAgent: '' } : index % 7 === 5 ? {} : agent,
    );
    expect(stacks(lacking)).toEqual([[20, 20, 0, 1]]);
  });

  test('of the same slices before and after is two', () => {
    const before = series(mprage, { spacingMm: 1 });
    expect(
      stacks(
        oneSeries(
          before,
          changed(before, () => agent),
        ),
      ),
    ).toEqual([
      [20, 20, 0, 1],
      [20, 20, 0, 1],
    ]);
  });

  test('written in two ways is one', () => {
    const twoWays = changed(series(mprage, { spacingMm: 1 }), (index) => ({
      ContrastBolusAgent: index % 2 === 0 ? 'GADOVIST' : 'Gadovist ',
    }));
    expect(stacks(twoWays)).toEqual([[20, 20, 0, 1]]);
  });
});

describe('volumes', () => {
  const volume = (b: number, index: number) =>
    series({ ...t2Tse, ScanningSequence: ['EP', 'SE'], DiffusionBValue: b, TemporalPositionIdentifier: index });
  const notes = (headers: readonly AcquisitionHeader[]) =>
    recogniseAcquisitions(headers).map(({ evidence }) => evidence.filter((note) => /here/.test(note)));

  test('of a time series are one acquisition whose slices count once', () => {
    const headers = oneSeries(volume(0, 1), volume(0, 2), volume(0, 3));
    expect(stacks(headers)).toEqual([[60, 20, 0, 3]]);
    expect(notes(headers)).toEqual([['each of the 20 slices is here 3 times']]);
  });

  test('of several b-values are one acquisition, also when only some were filtered', () => {
    const filtered = changed(volume(1000, 2), () => ({ ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'NORM'] }));
    expect(stacks(oneSeries(volume(0, 1), filtered))).toEqual([[40, 20, 0, 3]]);
  });

  test('of which one lacks slices: said', () => {
    expect(notes(oneSeries(volume(0, 1), volume(1000, 2), volume(1000, 3).slice(2)))).toEqual([
      ['most slices are here 3 times', '2 slices are here fewer times than the others: images may be missing'],
    ]);
  });

  test('single slices that come again are said, and counted once', () => {
    const again = oneSeries(series(t2Tse), series(t2Tse).slice(4, 7));
    expect(stacks(again)).toEqual([[23, 20, 0, 3]]);
    expect(notes(again)).toEqual([['3 slices are here twice']]);
  });
});

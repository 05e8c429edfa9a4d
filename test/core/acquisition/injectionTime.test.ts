import { expect, test } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { mprage, series } from './headers.ts';

const timed = (AcquisitionTime: string, ContrastBolusStartTime: string, more: ImageAttributes = {}) => {
  const attributes = { ...mprage, ContrastBolusAgent: 'Dotarem', AcquisitionTime, ContrastBolusStartTime, ...more };
  const [acquisition] = recogniseAcquisitions(series(attributes));
  return [acquisition?.contrastEnhanced, acquisition?.evidence.filter((says) => /contrast|injection/.test(says))];
};
const recorded = 'contrast agent recorded: gadoterate';

test('images acquired after the injection began are after it by so many minutes', () => {
  expect(timed('101512.000000', '101000')).toEqual(['yes', [recorded, '5.2 min after the injection began']]);
});

test('images acquired before the injection began are without contrast, although the agent is recorded', () => {
  expect(timed('100000', '101000')).toEqual(['no', [recorded, 'acquired 10 min before the injection began']]);
});

test('midnight may lie between', () => {
  expect(timed('000300', '235800')).toEqual(['yes', [recorded, '5 min after the injection began']]);
});

test('hours and minutes are enough, with colons as before DICOM 3', () => {
  expect(timed('1015', '10:10:00')).toEqual(['yes', [recorded, '5 min after the injection began']]);
});

test('an injection that cannot be read leaves the record', () => {
  expect(timed('101500', 'unknown')).toEqual(['yes', [recorded]]);
});

test('clocks that are hours apart leave the record', () => {
  expect(timed('101500', '200000')).toEqual([
    'yes',
    [recorded, 'the time of the injection does not fit that of the images'],
  ]);
});

test('without the time of the images it is not known on which side of the injection they are', () => {
  expect(timed('', '101000')).toEqual([
    'unknown',
    [recorded, 'but whether the injection came before these images is not known'],
  ]);
});

test('images before the injection that are described as after contrast are neither', () => {
  expect(timed('100000', '101000', { SeriesDescription: 't1 post Gd' })[0]).toBe('unknown');
});

test('a time decides against the words "pre contrast"', () => {
  expect(timed('101500', '101000', { SeriesDescription: 't1 pre contrast' })[0]).toBe('yes');
});

test('a dynamic series begins before its injection', () => {
  const headers = series({ ...mprage, ContrastBolusAgent: 'Dotarem', ContrastBolusStartTime: '101000' }).map(
    (header, index) => ({
      ...header,
      shared: { ...header.shared, AcquisitionTime: index < 10 ? '100930' : '101030' },
    }),
  );
  expect(recogniseAcquisitions(headers).map(({ contrastEnhanced }) => contrastEnhanced)).toEqual(['yes']);
});

test('the delay of an acquisition is that of its first image, in minutes, negative before the injection', () => {
  const delay = (AcquisitionTime: string | undefined, ContrastBolusStartTime: string | undefined) => {
    const times = {
      ...(AcquisitionTime && { AcquisitionTime }),
      ...(ContrastBolusStartTime && { ContrastBolusStartTime }),
    };
    return recogniseAcquisitions(series({ ...mprage, ContrastBolusAgent: 'Dotarem', ...times }))[0]?.contrastDelayMin;
  };
  expect(delay('101512.000000', '101000')).toBe(5.2);
  expect(delay('100000', '101000')).toBe(-10);
  expect(delay('101500', undefined)).toBeNull();
  expect(delay('101500', 'unknown')).toBeNull();
  expect(delay('101500', '200000')).toBeNull();
  expect(delay(undefined, '101000')).toBeNull();
});

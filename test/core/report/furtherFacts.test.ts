import { expect, test } from 'vitest';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { furtherFactsOf } from '../../../core/report/index.ts';
import { flair, header } from './reportBuilder.ts';

const axial = [1, 0, 0, 0, 1, 0];
const sagittal = [0, 1, 0, 0, 0, -1];
const scanner = { DeviceSerialNumber: ' 1001 ', ReceiveCoilName: 'Head_32' };
const factsOf = (...images: readonly ImageAttributes[]) =>
  furtherFactsOf(images.map(header), [flair()]).get('1.2.3.4#1');

test('the scanner, the coil and the normal that all images of the series share', () => {
  const image = { ...scanner, ImageOrientationPatient: axial };
  expect(factsOf(image, image)).toStrictEqual({ deviceSerial: '1001', receiveCoil: 'Head_32', sliceNormal: [0, 0, 1] });
});

test('what differs between the images of a series, or is not there, is not known', () => {
  expect(
    factsOf(
      { ...scanner, ImageOrientationPatient: axial },
      { DeviceSerialNumber: '1002', ReceiveCoilName: '', ImageOrientationPatient: sagittal },
    ),
  ).toStrictEqual({ deviceSerial: null, receiveCoil: 'Head_32', sliceNormal: null });
  expect(factsOf({})).toStrictEqual({ deviceSerial: null, receiveCoil: null, sliceNormal: null });
});

test.each([[null], [[]], [[1, 0, 0, 1, 0, 0]], [[1, 0, 0, 0, Number.NaN, 0]]])('%j gives no normal', (orientation) => {
  expect(factsOf({ ImageOrientationPatient: orientation })?.sliceNormal).toBeNull();
});

test('directions that differ by rounding are one', () => {
  expect(
    factsOf({ ImageOrientationPatient: axial }, { ImageOrientationPatient: [1, 0, 0, 0, 0.99999, 0.002] })?.sliceNormal,
  ).toStrictEqual([0, 0, 1]);
});

test('an acquisition without headers has no facts', () => {
  expect(furtherFactsOf([], [flair()])).toStrictEqual(new Map());
});

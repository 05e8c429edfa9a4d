import { describe, expect, test } from 'vitest';
import type { Plane } from '../../../core/acquisition/index.ts';
import { orientationAngle } from '../../../core/compliance/orientationAngle.ts';
import type { Compared } from '../../../core/compliance/propertyComparison.ts';
import { anAcquisition } from './anAcquisition.ts';

type Normal = readonly [number, number, number];

function slices(plane: Plane | null, obliquityDeg: number | null, sliceNormal?: Normal): Compared {
  const facts = sliceNormal === undefined ? null : { deviceSerial: null, receiveCoil: null, sliceNormal };
  return { acquisition: anAcquisition({ plane, obliquityDeg }), facts };
}

const found = (now: Compared, then: Compared) => {
  const { status, change, note } = orientationAngle(now, then, { max: 5 });
  return [status, change, note];
};

describe('the angle between the slice normals', () => {
  test.each<readonly [Normal, Normal, number]>([
    [[0, 0, 2], [0, 0, -3], 0],
    [[0, 0, 2], [0, 3, 3], 45],
    [[0, 0.5, 0], [0, 0, 4], 90],
    [[0.6, 0, 0.8], [0, 0, 1], 36.9],
  ])('of %j and %j, whatever their lengths, is %d°', (one, other, angle) => {
    const [now, then] = [slices('axial', 0, one), slices('axial', 0, other)];
    expect(found(now, then)).toStrictEqual([angle === 0 ? 'met' : 'not-met', angle, null]);
    expect(found(then, now)).toStrictEqual(found(now, then));
  });
});

describe('without a normal the obliquities bound it', () => {
  const open = 'oblique slices, whose directions are not known';

  test.each([
    ['one is not known', slices('axial', 1, [0, 0, 1]), slices('axial', 2), ['met', null, 'at most 3°']],
    ['it has no length', slices('axial', 1, [0, 0, 0]), slices('axial', 2, [0, 0, 1]), ['met', null, 'at most 3°']],
    ['about two axes', slices('axial', 10), slices('sagittal', 20), ['not-met', null, 'at least 60°']],
    [
      'about two axes, far from both',
      slices('axial', 45),
      slices('sagittal', 50),
      ['cannot-tell', null, 'between 0° and 90°: the directions of the slices are not known'],
    ],
    ['no axis is known', slices(null, 1), slices('axial', 1), ['cannot-tell', null, open]],
    ['no axis is near', slices('oblique', 1), slices('axial', 1), ['cannot-tell', null, open]],
    ['both are oblique', slices('oblique', 1), slices('oblique', 1), ['cannot-tell', null, open]],
    ['neither axis is known', slices(null, 1), slices(null, 1), ['cannot-tell', null, open]],
    [
      'no obliquity is known',
      slices('axial', 1),
      slices('axial', null),
      ['cannot-tell', null, 'the header of the earlier study does not say'],
    ],
    ['neither is known', slices('axial', null), slices('axial', null), ['cannot-tell', null, 'the headers do not say']],
  ])('where %s', (_where, now, then, answer) => {
    expect(found(now, then)).toStrictEqual(answer);
    const turned = found(then, now);
    expect(turned.slice(0, 2)).toStrictEqual(answer.slice(0, 2));
    if (now.acquisition.obliquityDeg !== null && then.acquisition.obliquityDeg !== null) {
      expect(turned).toStrictEqual(answer);
    }
  });

  test('what the header of this study does not say is said of this study', () => {
    expect(found(slices('axial', null), slices('axial', 1))).toStrictEqual([
      'cannot-tell',
      null,
      'the header of this study does not say',
    ]);
  });
});

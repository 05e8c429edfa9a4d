import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Acquisition, recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import { anyStudy, turned } from './anyStudy.ts';
import { enhanced } from './headers.ts';

const runs = { numRuns: 60 };
const degrees = fc.integer({ min: -180, max: 180 });
const mm = fc.integer({ min: -500, max: 500 });

test('batches of a study, in any order, some given twice, are the same study', () => {
  fc.assert(
    fc.property(
      anyStudy.chain((study) =>
        fc.record({
          study: fc.constant(study),
          shuffled: fc.shuffledSubarray([...study], { minLength: study.length }),
          again: fc.subarray([...study]),
        }),
      ),
      ({ study, shuffled, again }) => {
        expect(recogniseAcquisitions([...again, ...shuffled])).toEqual(recogniseAcquisitions(study));
      },
    ),
    runs,
  );
});

test('the frames of Enhanced images are the same acquisitions as classic images', () => {
  fc.assert(
    fc.property(anyStudy, (study) => {
      const withoutInstances = (acquisition: Acquisition) => ({ ...acquisition, instances: null });
      expect(recogniseAcquisitions(enhanced(study)).map(withoutInstances)).toEqual(
        recogniseAcquisitions(study).map(withoutInstances),
      );
    }),
    runs,
  );
});

test('which slice comes first changes no stack', () => {
  fc.assert(
    fc.property(anyStudy, (study) => {
      const backwards = moved(study, ({ InstanceNumber }) => ({ InstanceNumber: 10_000 - (InstanceNumber ?? 0) }));
      const stacks = (headers: readonly AcquisitionHeader[]) =>
        recogniseAcquisitions(headers)
          .map(({ seriesInstanceUid, sequence, geometry, timing, instances }) =>
            JSON.stringify({ seriesInstanceUid, sequence, geometry, timing, instances }),
          )
          .sort();
      expect(stacks(backwards)).toEqual(stacks(study));
    }),
    runs,
  );
});

test('a mirrored patient has the same stacks', () => {
  fc.assert(
    fc.property(anyStudy, (study) => {
      const leftAsRight = (values: readonly number[] | null | undefined) =>
        (values ?? []).map((value, index) => (index % 3 === 0 ? 0 - value : value));
      const mirrored = moved(study, (attributes) => ({
        ImageOrientationPatient: leftAsRight(attributes.ImageOrientationPatient),
        ImagePositionPatient: leftAsRight(attributes.ImagePositionPatient),
      }));
      const whatStays = ({ id, sequence, plane, geometry, timing }: Acquisition) => ({
        id,
        sequence,
        plane,
        geometry,
        timing,
      });
      expect(recogniseAcquisitions(mirrored).map(whatStays)).toEqual(recogniseAcquisitions(study).map(whatStays));
    }),
    runs,
  );
});

test('stacks and their geometry do not depend on how the patient lies', () => {
  fc.assert(
    fc.property(anyStudy, fc.tuple(degrees, degrees, degrees), fc.tuple(mm, mm, mm), (study, [x, y, z], shift) => {
      const turn = (values: readonly number[]) => turned(turned(turned(values, 0, x), 1, y), 2, z);
      const elsewhere = moved(study, (attributes) => ({
        ImageOrientationPatient: turn(attributes.ImageOrientationPatient ?? []),
        ImagePositionPatient: turn(attributes.ImagePositionPatient ?? []).map((at, axis) => at + (shift[axis] ?? 0)),
      }));
      const whatStays = ({ id, instances, geometry, timing }: Acquisition) => ({ id, instances, geometry, timing });
      expect(recogniseAcquisitions(elsewhere).map(whatStays)).toEqual(recogniseAcquisitions(study).map(whatStays));
    }),
    runs,
  );
});

function moved(
  study: readonly AcquisitionHeader[],
  move: (attributes: ImageAttributes) => ImageAttributes,
): readonly AcquisitionHeader[] {
  return study.map((header) => ({ ...header, shared: { ...header.shared, ...move(header.shared) } }));
}

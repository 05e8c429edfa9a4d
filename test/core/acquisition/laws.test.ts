import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Acquisition, recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import { projected, sliceNormal } from '../../../core/acquisition/orientation.ts';
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

test('which slice comes first changes nothing', () => {
  fc.assert(
    fc.property(anyStudy, (study) => {
      // Where stacks lie to each other changes with it, and that may say which region they show, and whether two T1 are of one place.
      const whatStays = ({ region: _, evidence: __, contrastEnhanced: ___, ...others }: Acquisition) => others;
      expect(recogniseAcquisitions(moved(study, mirrored)).map(whatStays)).toEqual(
        recogniseAcquisitions(study).map(whatStays),
      );
    }),
    runs,
  );
});

test('which way the normal points changes nothing', () => {
  fc.assert(
    fc.property(anyStudy, (study) => {
      expect(recogniseAcquisitions(moved(study, upsideDown))).toEqual(recogniseAcquisitions(study));
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

/** As far on the other side along the normal: the last slice becomes the first. */
function mirrored({ ImageOrientationPatient, ImagePositionPatient }: ImageAttributes): ImageAttributes {
  const normal = sliceNormal(ImageOrientationPatient) ?? [0, 0, 0];
  const along = projected(ImagePositionPatient ?? [], normal);
  return { ImagePositionPatient: (ImagePositionPatient ?? []).map((at, axis) => at - 2 * along * (normal[axis] ?? 0)) };
}

/** The same image, written from its last row to its first: its normal points the other way. */
function upsideDown(attributes: ImageAttributes): ImageAttributes {
  const {
    ImageOrientationPatient: directions = [],
    ImagePositionPatient: position = [],
    Rows,
    PixelSpacing,
  } = attributes;
  const down = ((Rows ?? 1) - 1) * (PixelSpacing?.[0] ?? 0);
  return {
    ImageOrientationPatient: (directions ?? []).map((cosine, index) => (index < 3 ? cosine : -cosine)),
    ImagePositionPatient: (position ?? []).map((at, axis) => at + (directions?.[axis + 3] ?? 0) * down),
  };
}

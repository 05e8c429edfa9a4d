import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packObjects, unpackObjects } from '../../cli/packedObjects.ts';
import type { ObjectReading, ReadObject } from '../../cli/readObject.ts';

const uid = fc.constantFrom('1.2.1', '1.2.2', '1.2.3');
const models = [
  { SeriesDescription: 'FLAIR "3D"\u2028\\', EchoTime: 90 },
  { SeriesDescription: '', EchoTime: null, PixelSpacing: [0.5, 0.5] },
];
const image = fc
  .record({
    StudyInstanceUID: uid,
    SeriesInstanceUID: uid,
    SOPInstanceUID: uid,
    SOPClassUID: uid,
    shared: fc.constantFrom(...models),
    frames: fc.array(fc.constantFrom({}, { InstanceNumber: 0 }, { ImageType: ['DERIVED'] }), { minLength: 1 }),
    remarks: fc.constantFrom([], ['EchoTime is written with a decimal comma']),
  })
  .chain((header) =>
    fc
      .constantFrom(null, 'mark one', 'mark two')
      .map((patientMark): ObjectReading => ({ kind: 'mr-image', header, patientMark })),
  );
const rejected = fc.constant<ObjectReading>({
  kind: 'rejected',
  code: 'empty',
  reason: 'The file is empty.',
  identity: null,
});
const object = fc.record({
  path: fc.string(),
  bytesRead: fc.nat(),
  bytesTotal: fc.nat(),
  readings: fc.array(fc.oneof(image, rejected), { maxLength: 2 }),
});

test('objects come out of a text as they went in, whatever images share', () => {
  fc.assert(
    fc.property(fc.array(object), (objects: readonly ReadObject[]) => {
      const paths = objects.map(({ path }) => path);
      expect(unpackObjects(packObjects(objects), paths)).toEqual(objects);
    }),
  );
});

test('images of a series that share their attributes go on sharing them', () => {
  const shared = { EchoTime: 90 };
  const ofSeries = (SOPInstanceUID: string): ReadObject => ({
    path: SOPInstanceUID,
    bytesRead: 1,
    bytesTotal: 2,
    readings: [
      {
        kind: 'mr-image',
        patientMark: null,
        header: {
          StudyInstanceUID: '1.1',
          SeriesInstanceUID: '1.2',
          SOPInstanceUID,
          SOPClassUID: '1.3',
          shared,
          frames: [{}],
          remarks: [],
        },
      },
    ],
  });
  const [one, other] = unpackObjects(packObjects([ofSeries('1.4'), ofSeries('1.5')]), ['1.4', '1.5']).map(
    ({ readings: [reading] }) => (reading?.kind === 'mr-image' ? reading.header.shared : null),
  );
  expect(one).toEqual(shared);
  expect(other).toBe(one);
});

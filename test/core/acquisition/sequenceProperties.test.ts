import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Acquisition, recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { AcquisitionHeader, ImageAttributes } from '../../../core/dicom/index.ts';
import { series } from './headers.ts';
import { vendorProtocols } from './vendorProtocols.ts';

const protocol = fc.constantFrom(...vendorProtocols);

/** What places an image; everything else may be left out by a scanner, a converter or de-identification. */
const needed: readonly string[] = ['ImagePositionPatient', 'ImageOrientationPatient', 'InstanceNumber', 'Modality'];

const without = (attributes: ImageAttributes, dropped: readonly string[]): ImageAttributes =>
  Object.fromEntries(Object.entries(attributes).filter(([keyword]) => !dropped.includes(keyword)));

const strip = (header: AcquisitionHeader, dropped: readonly string[]): AcquisitionHeader => ({
  ...header,
  shared: without(header.shared, dropped),
});

const sequencesOf = (headers: readonly AcquisitionHeader[]) =>
  recogniseAcquisitions(headers).map(({ sequence }) => sequence);

describe('a header that says less makes less certain, and never another sequence', () => {
  test.each(vendorProtocols)('$name without any one of its attributes', ({ attributes, sequence }) => {
    const headers = series(attributes);
    const optional = Object.keys(headers[0]?.shared ?? {}).filter((keyword) => !needed.includes(keyword));
    const others = optional.flatMap((keyword) => {
      const answers = sequencesOf(headers.map((header) => strip(header, [keyword])));
      return answers.every((answer) => answer === sequence || answer === 'UNKNOWN') ? [] : [{ keyword, answers }];
    });
    expect(others).toEqual([]);
  });

  test('any twentieth of the attributes', () => {
    const protocolWithLess = protocol.chain((one) => {
      const optional = Object.keys(series(one.attributes)[0]?.shared ?? {}).filter(
        (keyword) => !needed.includes(keyword),
      );
      const most = Math.ceil(optional.length / 20);
      return fc.record({ one: fc.constant(one), dropped: fc.subarray(optional, { minLength: 1, maxLength: most }) });
    });
    fc.assert(
      fc.property(protocolWithLess, ({ one, dropped }) => {
        for (const answer of sequencesOf(series(one.attributes).map((header) => strip(header, dropped)))) {
          expect([one.sequence, 'UNKNOWN'], `${one.name} without ${dropped.join(', ')}`).toContain(answer);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('what does not matter', () => {
  test('the order of the images', () => {
    fc.assert(
      fc.property(protocol, protocol, fc.infiniteStream(fc.nat()), (one, other, draws) => {
        const headers = [...series(one.attributes), ...series(other.attributes, { uid: '1.2.4' })];
        const shuffled = headers
          .map((header) => ({ header, key: draws.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ header }) => header);
        expect(recogniseAcquisitions(shuffled)).toEqual(recogniseAcquisitions(headers));
      }),
      { numRuns: 60 },
    );
  });

  test('how the scanner numbers its series and what UIDs it gives', () => {
    fc.assert(
      fc.property(
        protocol,
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1, max: 9999 }),
        ({ attributes }, number, uid) => {
          const plain = recogniseAcquisitions(series(attributes));
          const renumbered = recogniseAcquisitions(
            series({ ...attributes, SeriesNumber: number }, { uid: `1.2.${uid}` }),
          );
          const anonymous = (acquisition: Acquisition) => ({
            ...acquisition,
            id: '',
            seriesInstanceUid: '',
            seriesNumber: null,
          });
          expect(renumbered.map(anonymous)).toEqual(plain.map(anonymous));
        },
      ),
      { numRuns: 60 },
    );
  });

  const names = ['t1 se tra', 'T2 TSE SAG', 'Flair', 'stir', 'DWI', 'pd', 'scan 7', 'série 3', 'Ôn-ï', '', '<b>T2</b>'];

  test.each(names)('a series renamed "%s": no sequence that the physics tells becomes another', (name) => {
    const told = vendorProtocols.filter(({ withoutText }) => withoutText === undefined);
    const others = told.flatMap(({ name: protocolName, attributes, sequence }) => {
      const answers = sequencesOf(series({ ...attributes, SeriesDescription: name, ProtocolName: name }));
      return answers.every((answer) => answer === sequence || answer === 'UNKNOWN') ? [] : [{ protocolName, answers }];
    });
    expect(others).toEqual([]);
  });
});

test('the confidence is between 0 and 1, never certain, and 0 only where nothing is known', () => {
  fc.assert(
    fc.property(protocol, fc.subarray(Object.keys(vendorProtocols[0]?.attributes ?? {})), ({ attributes }, dropped) => {
      for (const { sequence, confidence } of recogniseAcquisitions(series(without(attributes, dropped)))) {
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(0.99);
        if (confidence === 0) expect(sequence).toBe('UNKNOWN');
      }
    }),
    { numRuns: 200 },
  );
});

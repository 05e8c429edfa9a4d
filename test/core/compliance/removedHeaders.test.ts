import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import { evaluateStudy } from '../../../core/compliance/index.ts';
import { type AcquisitionHeader, type ImageAttributes, readHeader } from '../../../core/dicom/index.ts';
import { examRegions, indications, protocols } from '../../../core/protocol/index.ts';
import { generateSample, sampleStudies } from '../../../samples/index.ts';

/**
 * Attributes whose absence means something by the standard, and may turn an answer: the Contrast/Bolus module is there whenever
 * contrast was given (PS3.3 C.7.6.4); and without what the acquired pixels are computed from, the reconstructed ones are judged, which
 * each finding says.
 */
const meaningful: readonly string[] = [
  'ContrastBolusAgent',
  'ContrastBolusIngredient',
  'ContrastBolusVolume',
  'ContrastBolusRoute',
  'AcquisitionMatrix',
  'Rows',
  'Columns',
];

function headersOf(sample: string): readonly AcquisitionHeader[] {
  return [...generateSample(sample, { pixels: 'none' })].flatMap(({ bytes }) => {
    const reading = readHeader(bytes, bytes.length);
    return reading.kind === 'mr-image' ? [reading.header] : [];
  });
}

/** Protocol, indication and requirement → status, for every edition, region and indication. */
function statuses(headers: readonly AcquisitionHeader[]): ReadonlyMap<string, string> {
  const acquisitions = recogniseAcquisitions(headers);
  return new Map(
    protocols.flatMap((protocol) =>
      evaluateStudy(acquisitions, protocol, { regions: examRegions, indications }).flatMap(
        ({ indication, requirements }) =>
          requirements.map(({ id, status }) => [`${protocol.id} ${indication} ${id}`, status] as const),
      ),
    ),
  );
}

function without(
  headers: readonly AcquisitionHeader[],
  removed: readonly string[],
  series: (uid: string) => boolean = () => true,
): readonly AcquisitionHeader[] {
  const omit = (attributes: ImageAttributes): ImageAttributes =>
    Object.fromEntries(Object.entries(attributes).filter(([keyword]) => !removed.includes(keyword)));
  return headers.map((header) =>
    series(header.SeriesInstanceUID)
      ? { ...header, shared: omit(header.shared), frames: header.frames.map(omit) }
      : header,
  );
}

const turned = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) =>
  [...after].flatMap(([key, status]) =>
    status === 'cannot-tell' || status === before.get(key) ? [] : [`${key}: ${before.get(key)} → ${status}`],
  );

/** The sample with every FLAIR and T2w marked as cut from a volume: nothing original of them is left. */
function reformatted(headers: readonly AcquisitionHeader[]): readonly AcquisitionHeader[] {
  return headers.map((header) =>
    /flair|t2/i.test(header.shared.SeriesDescription ?? '')
      ? { ...header, shared: { ...header.shared, ImageType: ['DERIVED', 'SECONDARY', 'MPR'] } }
      : header,
  );
}

it('an image that lost ImageType is neither original nor computed: what it may be is cannot-tell', () => {
  const headers = reformatted(headersOf('diagnosis-compliant'));
  const before = statuses(headers);
  expect(before.get('magnims-cmsc-naims-2021 diagnosis brain.flair')).toBe('not-met');
  const after = statuses(without(headers, ['ImageType']));
  expect(after.get('magnims-cmsc-naims-2021 diagnosis brain.flair')).toBe('cannot-tell');
  expect(turned(before, after)).toEqual([]);
});

describe.each(sampleStudies.map(({ name }) => name))('%s: what is removed from its headers', (name) => {
  const read = () => {
    const headers = headersOf(name);
    const keywords = new Set(headers.flatMap(({ shared, frames }) => [shared, ...frames].flatMap(Object.keys)));
    const removable = [...keywords].filter((keyword) => !meaningful.includes(keyword)).sort();
    return { headers, before: statuses(headers), removable };
  };

  it('everywhere, attribute by attribute, leaves an answer as it was or makes it cannot-tell', () => {
    const { headers, before, removable } = read();
    expect(removable.length).toBeGreaterThan(40);
    const turnedBy = removable.map((each) => [each, turned(before, statuses(without(headers, [each])))] as const);
    expect(turnedBy.filter(([, those]) => those.length > 0)).toEqual([]);
  });

  it('in one series, several attributes at once, does too', () => {
    const { headers, before, removable } = read();
    const uids = [...new Set(headers.map(({ SeriesInstanceUID }) => SeriesInstanceUID))];
    const some = fc.subarray(removable, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...uids), some, (uid, removed) => {
        expect(turned(before, statuses(without(headers, removed, (each) => each === uid)))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

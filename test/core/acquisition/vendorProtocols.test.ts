import { describe, expect, test } from 'vitest';
import { withoutText } from '../../../bench/recognise/withoutText.ts';
import { recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { series } from './headers.ts';
import { vendorProtocols } from './vendorProtocols.ts';

const recognised = (attributes: ImageAttributes, blanking: 'none' | 'people' | 'all') =>
  recogniseAcquisitions(series(attributes).map((header) => withoutText(header, blanking))).map(
    ({ sequence }) => sequence,
  );

describe('as the vendors write it', () => {
  test.each(vendorProtocols)('$name is $sequence', ({ attributes, sequence }) => {
    expect(recognised(attributes, 'none')).toEqual([sequence]);
  });

  test.each(vendorProtocols)("$name is $sequence without people's words", ({
    attributes,
    sequence,
    withoutText: blank,
  }) => {
    expect([[sequence], [blank ?? sequence]]).toContainEqual(recognised(attributes, 'people'));
  });

  test.each(vendorProtocols)('$name is $sequence without any text', ({ attributes, sequence, withoutText: blank }) => {
    expect(recognised(attributes, 'all')).toEqual([blank ?? sequence]);
  });

  test.each(vendorProtocols)('$name under a description that is wrong is $sequence, or not known', ({
    attributes,
    sequence,
  }) => {
    const wrong = sequence === 'T2w' ? 't1_se' : 't2_tse';
    const answers = recognised({ ...attributes, SeriesDescription: wrong, ProtocolName: wrong }, 'none');
    expect([[sequence], ['UNKNOWN']]).toContainEqual(answers);
  });
});

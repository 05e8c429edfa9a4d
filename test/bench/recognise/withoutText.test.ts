import { describe, expect, it } from 'vitest';
import { blankings, withoutText } from '../../../bench/recognise/withoutText.ts';
import { flair3d, series } from '../../core/acquisition/headers.ts';

describe('blanking texts', () => {
  it("takes what people typed; or the scanner's names too; every text that is not listed as coded", () => {
    // A text that comes to be read is blanked until it is listed as one whose words the standard fixes.
    expect(blankings.people).toEqual([
      'StudyDescription',
      'SeriesDescription',
      'ProtocolName',
      'BodyPartExamined',
      'StationName',
    ]);
    expect(blankings.all.filter((keyword) => !blankings.people.includes(keyword))).toEqual([
      'ReceiveCoilName',
      'SequenceName',
      'PulseSequenceName',
    ]);
  });

  it('leaves the attribute there and empty, in every frame, and the rest as it was', () => {
    const [header] = series({
      ...flair3d,
      SeriesDescription: 'flair',
      SequenceName: '*spcir',
      ImageType: ['ORIGINAL'],
    });
    if (header === undefined) throw new Error('no header was built');
    const inFrames = { ...header, frames: [{ ProtocolName: 'flair', EchoTime: 388 }] };
    const blanked = withoutText(inFrames, 'all');
    expect(blanked.shared).toEqual({
      ...header.shared,
      ...blankedOf(header.shared),
      SeriesDescription: '',
      SequenceName: '',
    });
    expect(blanked.frames).toEqual([{ ProtocolName: '', EchoTime: 388 }]);
    expect(withoutText(inFrames, 'people').shared.SequenceName).toBe('*spcir');
    expect(withoutText(inFrames, 'none')).toEqual(inFrames);
  });
});

function blankedOf(shared: object): Record<string, string> {
  const free: ReadonlySet<string> = new Set(blankings.all);
  return Object.fromEntries(
    Object.keys(shared)
      .filter((keyword) => free.has(keyword))
      .map((keyword) => [keyword, '']),
  );
}

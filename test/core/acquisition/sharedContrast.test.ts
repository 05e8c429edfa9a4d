import { describe, expect, test } from 'vitest';
import { type ContrastState, recogniseAcquisitions } from '../../../core/acquisition/index.ts';
import type { ImageAttributes } from '../../../core/dicom/index.ts';
import { flair3d, mprage, series, t2Tse } from './headers.ts';

type Run = readonly [time: string, attributes: ImageAttributes];

/** The contrast states of a study whose series were run one after the other at these times (HHMM). */
function statesOf(...runs: readonly Run[]): readonly ContrastState[] {
  return recogniseAcquisitions(
    runs.flatMap(([time, attributes], index) =>
      series(
        {
          FrameOfReferenceUID: '1.9',
          AcquisitionDate: '20250101',
          AcquisitionTime: `${time}00`,
          SeriesNumber: index + 1,
          ...attributes,
        },
        { uid: `1.${index + 1}`, slices: 6 },
      ),
    ),
  ).map(({ contrastEnhanced }) => contrastEnhanced);
}

const agent = { ContrastBolusAgent: 'Gadovist' };
const described = { StudyDescription: 'MRI BRAIN W WO CONTRAST' };
const noTime = { AcquisitionTime: '' };

describe('after a series with a recorded agent', () => {
  test('whatever comes later in the session is after contrast too, and stays what it is', () => {
    expect(statesOf(['1000', t2Tse], ['1010', { ...mprage, ...agent }], ['1020', flair3d])).toEqual([
      'no',
      'yes',
      'yes',
    ]);
    const last = recogniseAcquisitions(series({ ...flair3d, ...agent }))[0];
    expect(last).toMatchObject({ sequence: 'FLAIR', contrastEnhanced: 'yes' });
  });

  test('over midnight as well, where only the study gives the day', () => {
    const undated = { AcquisitionDate: '' };
    expect(statesOf(['2355', { ...mprage, ...agent, ...undated }], ['0005', { ...flair3d, ...undated }])).toEqual([
      'yes',
      'yes',
    ]);
  });

  test('a series whose words say before contrast is neither', () => {
    const pre = { ...mprage, SeriesDescription: 't1 pre contrast' };
    expect(statesOf(['1000', { ...flair3d, ...agent }], ['1010', pre])).toEqual(['yes', 'unknown']);
  });

  test('a later examination in another frame of reference is not concerned', () => {
    const later = { ...flair3d, FrameOfReferenceUID: '1.8' };
    expect(statesOf(['1000', { ...mprage, ...agent }], ['1400', later])).toEqual(['yes', 'no']);
  });

  test('where the order in time is not known it is neither', () => {
    expect(statesOf(['1000', { ...mprage, ...agent }], ['1010', { ...flair3d, ...noTime }])).toEqual([
      'yes',
      'unknown',
    ]);
  });

  test('a denied agent stays denied', () => {
    expect(statesOf(['1000', { ...mprage, ...agent }], ['1010', { ...flair3d, ContrastBolusAgent: 'NONE' }])).toEqual([
      'yes',
      'no',
    ]);
  });

  test('after one that only its words call contrast, a series without a record is neither', () => {
    const post = { ...mprage, SeriesDescription: 't1 nach KM' };
    expect(statesOf(['1000', flair3d], ['1010', post], ['1020', t2Tse])).toEqual(['no', 'yes', 'unknown']);
  });
});

describe('after a series that does not speak for the others', () => {
  const t1: Run = ['1020', { ...mprage, FlipAngle: 15 }];
  const stateAfter = (attributes: ImageAttributes) => statesOf(['1000', { ...mprage, ...agent, ...attributes }], t1)[1];

  test.each<readonly [string, ImageAttributes]>([
    ['a computed one', { ImageType: ['DERIVED', 'SECONDARY', 'MPR'] }],
    ['one that may be computed', { ImageType: [] }],
    ['one of a knee', { SeriesDescription: 'knee cor', ProtocolName: 'knee cor' }],
    ['one of a region that is not known', { SeriesDescription: 't1', ProtocolName: 't1', BodyPartExamined: '' }],
    ['one with contrast in a joint', { ContrastBolusRoute: 'Intra-articular route' }],
    ['one with contrast by a code that may be an artery or a joint', { ContrastBolusRoute: 'IA' }],
    ['one with contrast by a route that is not understood', { ContrastBolusRoute: 'syringe 2' }],
  ])('%s: contrast may have been given, and no more is known', (_, attributes) => {
    expect(stateAfter(attributes)).toBe('unknown');
  });

  test.each([
    '',
    'IV',
    'Intravenous route',
    'i.v. bolus',
    'right antecubital vein',
  ])('given by "%s" it was in the blood', (ContrastBolusRoute) => {
    expect(stateAfter({ ContrastBolusRoute })).toBe('yes');
  });

  test.each(['1000', '1010'])('a T1 at %s is neither called before contrast nor after it by a knee between', (time) => {
    const empty = { ...mprage, ContrastBolusAgent: '' };
    const knee = { ...t2Tse, ...agent, SeriesDescription: 'knee cor', ProtocolName: 'knee cor' };
    expect(statesOf([time, empty], ['1015', knee], ['1020', empty])).toEqual(['unknown', 'yes', 'unknown']);
  });

  test('what a computed series or one of a knee is part of does not say that contrast was given', () => {
    const later: Run = ['1020', mprage];
    const other = { ...t2Tse, StudyDescription: 'MRI knee with contrast' };
    const knee = { ...other, SeriesDescription: 'knee cor', ProtocolName: 'knee cor' };
    const mpr = { ...other, ImageType: ['DERIVED', 'SECONDARY', 'MPR'] };
    for (const between of [knee, mpr]) {
      const states = statesOf(['1000', { ...mprage, ContrastBolusAgent: '' }], ['1010', between], later);
      expect(states[0]).toBe('unknown');
      expect(states[2]).not.toBe('yes');
    }
  });
});

describe('the same T1 twice', () => {
  const empty = { ...mprage, ContrastBolusAgent: '' };

  test('the one before is before, where the other has the agent recorded', () => {
    expect(statesOf(['1000', empty], ['1010', flair3d], ['1020', { ...mprage, ...agent }])).toEqual([
      'no',
      'no',
      'yes',
    ]);
  });

  test('the later one is after, where a series between is called after contrast', () => {
    const between = { ...t2Tse, SeriesDescription: 't2 post Gd' };
    expect(statesOf(['1000', empty], ['1010', between], ['1020', empty])).toEqual(['no', 'yes', 'yes']);
  });

  test('both before the first sign of contrast: neither is called after it', () => {
    const post = { ...t2Tse, SeriesDescription: 't2 post Gd' };
    expect(statesOf(['1000', empty], ['1010', flair3d], ['1020', empty], ['1030', post])).toEqual([
      'unknown',
      'no',
      'unknown',
      'yes',
    ]);
  });

  test('in a study described as one with contrast the first is before it and the last after it', () => {
    const t1 = { ...mprage, ...described };
    const states = statesOf(['1000', t1], ['1010', { ...flair3d, ...described }], ['1020', t1]);
    expect(states).toEqual(['no', 'unknown', 'yes']);
  });

  test('at once, it is a repetition and says nothing', () => {
    expect(statesOf(['1000', mprage], ['1005', mprage])).toEqual(['no', 'no']);
    const t1 = { ...mprage, ...described };
    expect(statesOf(['1000', t1], ['1005', t1])).toEqual(['unknown', 'unknown']);
  });

  test('with a series between and nothing on contrast, the later one may be after it', () => {
    expect(statesOf(['1000', mprage], ['1006', flair3d], ['1012', mprage])).toEqual(['no', 'no', 'unknown']);
  });

  test('with a study described as one without contrast it is a repetition', () => {
    const t1 = { ...mprage, StudyDescription: 'MRI brain without contrast' };
    expect(statesOf(['1000', t1], ['1006', t2Tse], ['1012', t1])).toEqual(['no', 'no', 'no']);
  });

  test('another T1 is no twin', () => {
    expect(statesOf(['1000', mprage], ['1006', flair3d], ['1012', { ...mprage, FlipAngle: 15 }])).toEqual([
      'no',
      'no',
      'no',
    ]);
  });

  test('an agent that is recorded for every series does not say of the first of the two that it was given', () => {
    const runs: readonly Run[] = [
      ['1000', { ...mprage, ...agent }],
      ['1006', { ...flair3d, ...agent }],
      ['1012', { ...mprage, ...agent }],
    ];
    expect(statesOf(...runs)).toEqual(['unknown', 'yes', 'yes']);
    const mpr = { ...flair3d, ImageType: ['DERIVED', 'SECONDARY', 'MPR'] };
    expect(statesOf(...runs, ['1020', mpr]).slice(0, 3)).toEqual(['unknown', 'yes', 'yes']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { evaluateStudy, type OtherStudies } from '../../../core/compliance/index.ts';
import type { Protocol } from '../../../core/protocol/index.ts';
import { anAcquisition, aStudy } from './anAcquisition.ts';
import { the2021Edition } from './the2021Edition.ts';

const brainAndCord: Protocol = {
  ...the2021Edition,
  requirements: [
    {
      id: 'brain.with-cord',
      region: 'brain',
      title: 'The spinal cord too',
      rationale: 'Lesions of the cord count.',
      asks: { kind: 'imaged', region: 'cord', withinDays: 90 },
      indications: { diagnosis: { level: 'required', verification: 'primary', citation: 'Abstract' } },
    },
  ],
};

const brainAndOrbit: Protocol = {
  ...brainAndCord,
  requirements: brainAndCord.requirements.map((each) => ({
    ...each,
    asks: { kind: 'imaged', region: 'orbit', withinDays: 90 },
  })),
};

type Known = { readonly unread?: number; readonly otherStudies?: OtherStudies };

function judged(study: readonly Acquisition[], known: Known = {}, protocol = brainAndCord) {
  const [verdict] = evaluateStudy(study, protocol, {
    regions: ['brain'],
    indications: ['diagnosis'],
    unreadObjects: Array.from({ length: known.unread ?? 0 }, () => ({ seriesInstanceUid: null })),
    ...(known.otherStudies === undefined ? {} : { otherStudies: known.otherStudies }),
  });
  const [requirement] = verdict?.requirements ?? [];
  return {
    outcome: verdict?.outcome,
    status: requirement?.status,
    satisfiedBy: requirement?.satisfiedBy,
    notes: requirement?.findings.map(({ note }) => note),
  };
}

const brain = anAcquisition();
const cord = anAcquisition({ region: 'cervical-cord', plane: 'sagittal' });
const elsewhere = (daysApart: number, areAll: boolean): OtherStudies => ({
  studies: [{ regions: ['brain', 'cord'], daysApart }],
  areAll,
});

describe('a brain that is asked for with the cord', () => {
  it('is met by a series of the cord beside it', () => {
    expect(judged(aStudy(brain, cord))).toEqual({
      outcome: 'compliant',
      status: 'met',
      satisfiedBy: ['1.2.2#1'],
      notes: [null],
    });
  });

  it('names every series of the cord, in one order', () => {
    const study = aStudy(brain, cord, cord, cord);
    const ids = ['1.2.2#1', '1.2.3#1', '1.2.4#1'];
    expect(judged(study).satisfiedBy).toEqual(ids);
    expect(judged(study.toReversed()).satisfiedBy).toEqual(ids);
  });

  it('takes the nearest of several other studies', () => {
    const studies = [100, 30, 95].map((daysApart) => ({ regions: ['cord'] as const, daysApart }));
    expect(judged(aStudy(brain), { otherStudies: { studies, areAll: false } }).notes).toEqual([
      'the spinal cord was imaged in another study, 30 days apart',
    ]);
  });

  it('alone cannot be told: the cord may have been imaged another day', () => {
    expect(judged(aStudy(brain))).toEqual({
      outcome: 'cannot-tell',
      status: 'cannot-tell',
      satisfiedBy: [],
      notes: [
        'this study does not show the spinal cord; whether it was imaged in another within 90 days is not known: add an examination of the spinal cord',
      ],
    });
  });

  it('is met by another study of the cord up to 90 days apart, and not beyond', () => {
    expect(judged(aStudy(brain), { otherStudies: elsewhere(90, false) })).toEqual({
      outcome: 'compliant',
      status: 'met',
      satisfiedBy: [],
      notes: ['the spinal cord was imaged in another study, 90 days apart'],
    });
    expect(judged(aStudy(brain), { otherStudies: elsewhere(1, true) }).notes).toEqual([
      'the spinal cord was imaged in another study, 1 day apart',
    ]);
    expect(judged(aStudy(brain), { otherStudies: elsewhere(91, false) }).status).toBe('cannot-tell');
  });

  it('is not met where all other studies are known and none shows the cord', () => {
    const expected = {
      outcome: 'not-compliant',
      status: 'not-met',
      satisfiedBy: [],
      notes: [
        'the spinal cord was imaged neither in this study nor in another within 90 days: add an examination of the spinal cord',
      ],
    };
    expect(judged(aStudy(brain), { otherStudies: elsewhere(91, true) })).toEqual(expected);
    expect(judged(aStudy(brain), { otherStudies: { studies: [], areAll: true } })).toEqual(expected);
    const brainOnly: OtherStudies = { studies: [{ regions: ['brain'], daysApart: 3 }], areAll: true };
    expect(judged(aStudy(brain), { otherStudies: brainOnly })).toEqual(expected);
  });

  it('cannot be told beside a series of an unknown region, or objects that could not be read', () => {
    const known = { otherStudies: { studies: [], areAll: true } } as const;
    expect(judged(aStudy(brain, anAcquisition({ region: 'unknown' })), known).status).toBe('cannot-tell');
    expect(judged(aStudy(brain), { ...known, unread: 1 }).status).toBe('cannot-tell');
  });

  it('speaks of the optic nerves as of several', () => {
    const notes = (otherStudies?: OtherStudies) =>
      judged(aStudy(brain), otherStudies === undefined ? {} : { otherStudies }, brainAndOrbit).notes;
    expect(notes()).toEqual([
      'this study does not show the optic nerves; whether they were imaged in another within 90 days is not known: add an examination of the optic nerves',
    ]);
    expect(notes({ studies: [], areAll: true })).toEqual([
      'the optic nerves were imaged neither in this study nor in another within 90 days: add an examination of the optic nerves',
    ]);
    expect(notes({ studies: [{ regions: ['orbit'], daysApart: 2 }], areAll: true })).toEqual([
      'the optic nerves were imaged in another study, 2 days apart',
    ]);
  });

  it('is not met by a localizer or a derived image of the cord', () => {
    const known = { otherStudies: { studies: [], areAll: true } } as const;
    expect(judged(aStudy(brain, { ...cord, sequence: 'LOCALIZER' }), known).status).toBe('not-met');
    expect(judged(aStudy(brain, { ...cord, derived: true }), known).status).toBe('not-met');
  });
});

describe('a level that depends on a symptom', () => {
  const whenSymptomatic: Protocol = {
    ...the2021Edition,
    requirements: [
      {
        id: 'orbit.t2-fatsat',
        region: 'orbit',
        title: 'T2w',
        rationale: 'Shows it.',
        asks: { kind: 'one', sequence: ['T2w'], constraints: [] },
        indications: {
          diagnosis: {
            level: 'optional',
            verification: 'primary',
            citation: 'Abstract',
            when: { symptom: 'optic-nerve', level: 'recommended', because: 'the optic nerve is symptomatic' },
          },
        },
      },
    ],
  };
  const of = (symptoms?: readonly string[]) => {
    const [verdict] = evaluateStudy(aStudy(anAcquisition({ region: 'brain' })), whenSymptomatic, {
      regions: ['orbit'],
      indications: ['diagnosis'],
      ...(symptoms === undefined ? {} : { symptoms }),
    });
    const [requirement] = verdict?.requirements ?? [];
    return [verdict?.outcome, requirement?.level, requirement?.status, requirement?.findings.at(-1)?.note];
  };

  it('says so in a finding that is no remark', () => {
    const [verdict] = evaluateStudy([anAcquisition({ region: 'orbit' })], whenSymptomatic, {
      regions: ['orbit'],
      indications: ['diagnosis'],
      symptoms: ['optic-nerve'],
    });
    expect(verdict?.requirements[0]?.findings).toEqual([
      {
        constraint: 'when',
        acquisition: null,
        status: 'met',
        observed: null,
        limit: {},
        unit: null,
        note: 'recommended instead of optional: the optic nerve is symptomatic',
        remark: false,
      },
    ]);
  });

  it('is the higher one where the symptom is known', () => {
    expect(of(['optic-nerve'])).toEqual([
      'compliant-with-remarks',
      'recommended',
      'not-met',
      'recommended instead of optional: the optic nerve is symptomatic',
    ]);
  });

  it('is as it was where it is another symptom, or none is known', () => {
    const usual = ['compliant', 'optional', 'not-met', expect.stringContaining('was recognised')];
    expect(of(['gait'])).toEqual(usual);
    expect(of()).toEqual(usual);
  });
});

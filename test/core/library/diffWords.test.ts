import { describe, expect, it } from 'vitest';
import { diffProtocols } from '../../../core/library/index.ts';
import type { Ask, Constraint, Demand, OneAcquisition, Protocol, Requirement } from '../../../core/protocol/index.ts';

const thin: Constraint = { property: 'sliceThickness', max: 3, unit: 'mm' };
const plane = (name: 'axial' | 'sagittal' | 'coronal'): Constraint => ({ property: 'plane', oneOf: [name] });
const in3d: Constraint = { property: 'dimension', oneOf: ['3D'] };
const one = (sequence: OneAcquisition['sequence'], ...constraints: readonly Constraint[]): OneAcquisition => ({
  kind: 'one',
  sequence,
  constraints,
});
const anyOf = (...of: readonly Ask[]): Ask => ({ kind: 'anyOf', of });
const both = (...of: readonly Ask[]): Ask => ({ kind: 'atLeast', count: of.length, of });

const demand = (level: Demand['level'], verification: Demand['verification'] = 'primary'): Demand => ({
  level,
  verification,
  citation: 'Table 1',
});

function requirement(id: string, title: string, asks: Ask, indications: Requirement['indications']): Requirement {
  return { id, region: id.startsWith('cord') ? 'cord' : 'brain', title, rationale: 'So it is.', asks, indications };
}

function edition(id: string, requirements: readonly Requirement[], other: Partial<Protocol> = {}): Protocol {
  return {
    schema: 'ms-mri-check/protocol/1',
    id,
    revision: 1,
    status: 'active',
    title: id,
    scope: 'Brain',
    territory: 'international',
    publication: { authors: 'We', journal: 'Ours', year: 2024, doi: null },
    inForce: { from: '2024-01-01', until: null },
    tolerance: { mm: 0.05, T: 0.05, percent: 1, source: 'ours' },
    requirements,
    changelog: [{ revision: 1, date: '2024-01-01', change: 'First.' }],
    ...other,
  };
}

const diff = (before: readonly Requirement[], after: readonly Requirement[]) =>
  diffProtocols(edition('old', before), edition('new', after));
const head = 'old@1 → new@1';

describe('what was asked under another id', () => {
  const anyFlair = requirement('brain.flair', 'FLAIR', one(['FLAIR'], thin), { 'pml-safety': demand('required') });
  const sagittal = requirement(
    'brain.flair-sagittal',
    'Sagittal FLAIR',
    anyOf(one(['FLAIR'], plane('sagittal'), thin), one(['FLAIR'], in3d, thin)),
    { diagnosis: demand('required') },
  );
  const axial = requirement('brain.pd-or-flair', 'Axial PDw or FLAIR', one(['PDw', 'FLAIR'], plane('axial'), thin), {
    diagnosis: demand('required'),
    monitoring: demand('recommended'),
  });
  const flair = requirement(
    'brain.flair',
    '3D FLAIR, or 2D FLAIR in two planes',
    anyOf(
      one(['FLAIR'], in3d, thin),
      both(one(['FLAIR'], plane('sagittal'), thin), one(['FLAIR'], plane('axial'), thin)),
    ),
    { diagnosis: demand('required'), monitoring: demand('required'), 'pml-safety': demand('required') },
  );

  it('is said to be taken over, in whole or in part, and no level is called new', () => {
    expect(diff([anyFlair, sagittal, axial], [flair])).toEqual([
      head,
      '',
      'Brain',
      '  3D FLAIR, or 2D FLAIR in two planes (brain.flair)',
      '    takes the place of brain.flair-sagittal, and in part of brain.pd-or-flair',
      '    for monitoring: recommended as brain.pd-or-flair → required',
      '    together: not asked → sagittal FLAIR and axial FLAIR',
      '    sequence: PDw or FLAIR → FLAIR',
      '    no longer enough: FLAIR: slice thickness at most 3 mm',
      '  now asked as brain.flair: Sagittal FLAIR (brain.flair-sagittal; was required for diagnosis)',
      '  now asked in part as brain.flair, without PDw: Axial PDw or FLAIR (brain.pd-or-flair; was required for diagnosis, recommended for monitoring)',
    ]);
  });

  it('is said to stand by itself now, the other way round', () => {
    expect(diff([flair], [anyFlair, sagittal, axial])).toEqual([
      head,
      '',
      'Brain',
      '  FLAIR (brain.flair)',
      '    for diagnosis: required → required as brain.flair-sagittal and brain.pd-or-flair',
      '    for monitoring: required → recommended as brain.pd-or-flair',
      '    together: sagittal FLAIR and axial FLAIR → one alone is enough',
      '    2D or 3D of FLAIR: 3D → any',
      '  new by itself, asked before as brain.flair: Sagittal FLAIR (brain.flair-sagittal; required for diagnosis)',
      '  new by itself, in part asked before as brain.flair: Axial PDw or FLAIR (brain.pd-or-flair; required for diagnosis, recommended for monitoring)',
    ]);
  });

  it('by another name alone differs in nothing else', () => {
    const renamed = { ...sagittal, id: 'brain.flair-in-the-sagittal-plane' };
    expect(diff([sagittal], [renamed])).toEqual([
      head,
      '',
      'Brain',
      '  Sagittal FLAIR (brain.flair-in-the-sagittal-plane)',
      '    takes the place of brain.flair-sagittal',
      '  now asked as brain.flair-in-the-sagittal-plane: Sagittal FLAIR (brain.flair-sagittal; was required for diagnosis)',
    ]);
  });

  const gone = (title: string, asks: Ask, id = 'brain.gone') =>
    requirement(id, title, asks, { diagnosis: demand('optional') });

  it('is another thing in another plane, of another sequence, before contrast, or in another region', () => {
    const after = [
      gone(
        'Axial T1w after contrast',
        one(['T1w'], plane('axial'), { property: 'contrastEnhanced', oneOf: ['yes'] }),
        'brain.new',
      ),
    ];
    const olds = [
      gone('Axial T1w', one(['T1w'], plane('axial'))),
      gone('Coronal T1w', one(['T1w'], plane('coronal'), { property: 'contrastEnhanced', oneOf: ['yes'] })),
      gone('Axial T2w', one(['T2w'], plane('axial'), { property: 'contrastEnhanced', oneOf: ['yes'] })),
      gone('Cord', one(['T1w'], { property: 'contrastEnhanced', oneOf: ['yes'] }), 'cord.gone'),
    ];
    for (const old of olds) {
      expect(diff([old], after).filter((line) => line.includes(old.id))).toEqual([
        `  no longer asked: ${old.title} (${old.id}; was optional for diagnosis)`,
      ]);
    }
  });

  it('is not what the coverage is asked of, nor what was asked beside it all along', () => {
    const coverage = requirement(
      'brain.coverage',
      'Coverage',
      one(['FLAIR'], { property: 'coverage', min: 100, unit: 'mm' }),
      { diagnosis: demand('recommended') },
    );
    expect(diff([sagittal], [coverage]).slice(1)).toEqual([
      '',
      'Brain',
      '  no longer asked: Sagittal FLAIR (brain.flair-sagittal; was required for diagnosis)',
      '  new: Coverage (brain.coverage; recommended for diagnosis)',
    ]);
    expect(diff([flair, sagittal], [flair]).slice(1)).toEqual([
      '',
      'Brain',
      '  no longer asked: Sagittal FLAIR (brain.flair-sagittal; was required for diagnosis)',
    ]);
  });
});

describe('where and when alone something is asked', () => {
  const because = 'a good 3D FLAIR was acquired';
  const unless = { ask: one(['FLAIR'], in3d), level: 'optional', because } as const;
  const when = { symptom: 'optic-nerve', level: 'recommended', because: 'the optic nerve is symptomatic' } as const;
  const t2: Requirement = {
    ...requirement('brain.t2', 'T2w', one(['T2w'], thin), {
      diagnosis: demand('required'),
      monitoring: { ...demand('required'), unless },
      'pml-safety': { ...demand('optional'), when },
    }),
    onlyWhere: one(['T2w']),
  };
  const levels =
    'required for diagnosis, required for monitoring but optional where a good 3D FLAIR was acquired, ' +
    'optional for PML safety but recommended where the optic nerve is symptomatic, only where there is T2w';

  it('is said of what is new', () => {
    expect(diff([], [t2]).at(-1)).toBe(`  new: T2w (brain.t2; ${levels})`);
  });

  it('is said of what is no longer asked', () => {
    expect(diff([t2], []).at(-1)).toBe(`  no longer asked: T2w (brain.t2; was ${levels})`);
  });

  it('is said of what was asked under other ids, or everywhere', () => {
    const conditions = (before: readonly Requirement[]) =>
      diff(before, [{ ...t2, id: 'brain.t2-thin' }]).filter((line) => line.startsWith('    asked'));
    const { onlyWhere: _condition, ...always } = t2;
    expect(conditions([t2])).toEqual([]);
    expect(conditions([always])).toEqual(['    asked: everywhere → only where there is T2w']);
    expect(conditions([t2, { ...always, id: 'brain.t2-too' }])).toEqual([
      '    asked: only where there is T2w or everywhere → only where there is T2w',
    ]);
  });

  it('is said with every exception', () => {
    const both = requirement('brain.t2', 'T2w', one(['T2w'], thin), {
      monitoring: { ...demand('required'), unless, when },
    });
    const none = requirement('brain.t2', 'T2w', one(['T2w'], thin), { monitoring: demand('required') });
    expect(diff([none], [both]).at(-1)).toBe(
      '    for monitoring: required → required, but optional where a good 3D FLAIR was acquired, but recommended where the optic nerve is symptomatic',
    );
  });
});

describe('how sure we are', () => {
  const t2 = (verification: Demand['verification'], verifiedPart?: Ask) =>
    requirement('brain.t2', 'T2w', one(['T2w'], plane('axial'), thin), {
      diagnosis: { ...demand('required', verification), ...(verifiedPart === undefined ? {} : { verifiedPart }) },
      monitoring: demand('required', verification),
      'pml-safety': demand('optional', 'pending'),
    });
  const dwi = (verification: Demand['verification']) =>
    requirement('brain.dwi', 'DWI', one(['DWI']), { 'pml-safety': demand('required', verification) });

  it('is said in one line where nearly all of it changes alike', () => {
    expect(diff([t2('primary'), dwi('primary')], [t2('pending'), dwi('pending')])).toEqual([
      head,
      'how sure we are: read in the paper → not read, in 3 of the 4 demands that both make',
      '',
      'The two ask the same.',
    ]);
    const flair = (verification: Demand['verification']) =>
      requirement('brain.flair', 'FLAIR', one(['FLAIR']), { diagnosis: demand('required', verification) });
    expect(diff([flair('pending'), dwi('pending')], [flair('reproduced'), dwi('reproduced')])[1]).toBe(
      'how sure we are: not read → read in a quotation, in all that both ask',
    );
  });

  it('is said of each requirement where it changes differently, and of each indication where that does', () => {
    expect(diff([t2('primary'), dwi('pending')], [t2('reproduced'), dwi('primary')])).toEqual([
      head,
      '',
      'Brain',
      '  T2w (brain.t2)',
      '    how sure we are for diagnosis, monitoring: read in the paper → read in a quotation',
      '  DWI (brain.dwi)',
      '    how sure we are: not read → read in the paper',
    ]);
  });

  it('says of what the source was not read', () => {
    const parts: readonly (readonly [Ask, string])[] = [
      [one(['T2w']), 'plane and numbers'],
      [one(['T2w'], plane('axial')), 'numbers'],
      [one(['T2w'], thin), 'a part'],
    ];
    for (const [part, words] of parts) {
      expect(diff([t2('primary')], [t2('primary', part)]).slice(3)).toEqual([
        '  T2w (brain.t2)',
        `    how sure we are for diagnosis: read in the paper → read in the paper, but for ${words}`,
      ]);
    }
  });
});

describe('what is not about one requirement', () => {
  it('is said first: status, territory, and what is allowed for rounding', () => {
    const requirements = [requirement('brain.t2', 'T2w', one(['T2w']), { diagnosis: demand('required') })];
    const other = {
      status: 'draft',
      territory: 'PL',
      tolerance: { mm: 0.1, T: 0.2, percent: 2, source: 'theirs' },
    } as const;
    expect(diffProtocols(edition('old', requirements), edition('new', requirements, other))).toEqual([
      head,
      'status: active → draft',
      'territory: international → PL',
      'allowed for rounding: 0.05 mm → 0.1 mm',
      'allowed for rounding: 0.05 T → 0.2 T',
      'allowed for rounding: 1 % → 2 %',
      '',
      'The two ask the same.',
    ]);
  });
});

describe('words', () => {
  it('are those of the field', () => {
    const cervical: Constraint = { property: 'region', oneOf: ['cervical-cord'] };
    const was = requirement('cord.axial', 'Axial T2w', one(['T2w'], cervical), { 'pml-safety': demand('optional') });
    const is = requirement('cord.axial', 'Axial T2w', one(['T2w', 'T2starw']), { 'pml-safety': demand('required') });
    expect(diff([was], [is])).toEqual([
      head,
      '',
      'Spinal cord',
      '  Axial T2w (cord.axial)',
      '    for PML safety: optional → required',
      '    sequence: T2w → T2w or T2*w',
      '    part of the region of T2w or T2*w: cervical cord → any',
    ]);
  });

  it('say of two asks that bear one name which is new', () => {
    const limit = (max: number): Ask => one(['FLAIR'], in3d, { property: 'sliceThickness', max, unit: 'mm' });
    const was = requirement('brain.flair', '3D FLAIR', limit(3), { diagnosis: demand('required') });
    const is = (...max: readonly number[]) => ({ ...was, asks: anyOf(...max.map(limit)) });
    expect(diff([was], [is(1, 1.5)]).slice(4)).toEqual([
      '    slice thickness of 3D FLAIR: at most 3 mm → at most 1 mm',
      '    still enough: FLAIR, 3D: slice thickness at most 1.5 mm',
    ]);
    expect(diff([is(1, 3)], [is(3, 1)]).slice(1)).toEqual(['', 'The two ask the same.']);
  });
});

describe('what is enough by itself, and what counts beside others', () => {
  const t2 = one(['T2w'], plane('axial'), thin);
  const stir = one(['STIR'], plane('axial'), thin);
  const pd = one(['PDw'], plane('axial'), thin);
  const coronal = one(['STIR'], plane('coronal'), thin);
  const asks = (ask: Ask) => [requirement('cord.pair', 'A pair', ask, { diagnosis: demand('required') })];
  const lines = (was: Ask, is: Ask) =>
    diff(asks(was), asks(is))
      .slice(4)
      .map((line) => line.trim());

  it('is said where a place of a set becomes an alternative to it, and the other way round', () => {
    const [set, alternative] = [both(t2, stir, pd), anyOf(t2, both(stir, pd))];
    expect(lines(set, alternative)).toEqual([
      'together: axial T2w and axial STIR and axial PDw → axial STIR and axial PDw',
      'now enough by itself: T2w, axial: slice thickness at most 3 mm',
    ]);
    expect(lines(alternative, set)).toEqual([
      'together: axial STIR and axial PDw → axial T2w and axial STIR and axial PDw',
      'no longer enough by itself: T2w, axial: slice thickness at most 3 mm',
    ]);
  });

  it('is told apart of what is not named any more', () => {
    expect(lines(anyOf(t2, stir), t2)).toEqual(['no longer enough: STIR, axial: slice thickness at most 3 mm']);
    expect(lines(both(t2, stir), t2)).toEqual([
      'together: axial T2w and axial STIR → one alone is enough',
      'no longer counts: STIR, axial: slice thickness at most 3 mm',
    ]);
    expect(lines(anyOf(stir, coronal), one(['STIR'], thin))).toEqual(['plane of STIR: axial → any']);
    expect(lines(both(t2, stir, coronal), both(t2, one(['STIR'], thin)))).toEqual([
      'together: axial T2w and axial STIR and coronal STIR → axial T2w and STIR',
      'plane of STIR: axial → any',
    ]);
    expect(lines(both(t2, stir, coronal), anyOf(both(t2, pd), one(['STIR'], thin)))).toEqual([
      'together: axial T2w and axial STIR and coronal STIR → axial T2w and axial PDw',
      'plane of STIR: axial → any',
      'now enough by itself: STIR: slice thickness at most 3 mm',
      'now enough by itself: STIR, coronal: slice thickness at most 3 mm',
      'now also, together with others: PDw, axial: slice thickness at most 3 mm',
    ]);
  });

  it('is told apart of what is named anew', () => {
    expect(lines(t2, anyOf(t2, stir))).toEqual(['now also: STIR, axial: slice thickness at most 3 mm']);
    expect(lines(both(t2, one(['STIR'], thin)), both(t2, stir, coronal))).toEqual([
      'together: axial T2w and STIR → axial T2w and axial STIR and coronal STIR',
      'plane of axial STIR: any → axial',
      'still counts, together with others: STIR, coronal: slice thickness at most 3 mm',
    ]);
  });

  it('does not say that one acquisition is enough where other things are asked', () => {
    const everywhere: Ask = { kind: 'every', constraints: [thin] };
    expect(lines(both(t2, stir), everywhere)[0]).toBe('together: axial T2w and axial STIR → not asked');
  });
});

it('a derived image that will do is a change', () => {
  const [was, is] = [{}, { derived: true } as const].map((derived) =>
    requirement('brain.t2', 'T2w', { ...one(['T2w']), ...derived }, { diagnosis: demand('required') }),
  );
  expect(was === undefined || is === undefined ? [] : diff([was], [is]).slice(4)).toEqual([
    '    as a derived image of T2w: no → also',
  ]);
});

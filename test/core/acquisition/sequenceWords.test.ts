import { describe, expect, test } from 'vitest';
import imageTypes from '../../../core/acquisition/data/imageTypes.json' with { type: 'json' };
import sequenceNames from '../../../core/acquisition/data/sequenceNames.json' with { type: 'json' };
import sequenceWords from '../../../core/acquisition/data/sequenceWords.json' with { type: 'json' };
import { foldWords } from '../../../core/acquisition/foldWords.ts';
import { sequences } from '../../../core/acquisition/index.ts';
import { scannersName } from '../../../core/acquisition/scannersName.ts';
import { wordClues } from '../../../core/acquisition/sequenceWords.ts';

/** The heaviest sequence that a description names; `null` where it names none. */
const named = (...descriptions: readonly string[]) =>
  wordClues(descriptions).toSorted((a, b) => b.weight - a.weight)[0]?.sequence ?? null;

describe('a description names', () => {
  test.each([
    ['English', 'Sag T2 weighted', 'T2w'],
    ['German', 'T1-gewichtet axial', 'T1w'],
    ['German', 'Übersicht', 'LOCALIZER'],
    ['French', 'Repérage', 'LOCALIZER'],
    ['French', 'Diffusion AX', 'DWI'],
    ['French', 'Densité de protons', 'PDw'],
    ['Dutch', 'Diffusie tra', 'DWI'],
    ['Dutch', 'T2 gewogen', 'T2w'],
    ['Spanish', 'Difusión', 'DWI'],
    ['Spanish', 'Localizador', 'LOCALIZER'],
    ['Italian', 'Suscettibilità', 'SWI'],
    ['Italian', 'Doppia inversione', 'DIR'],
    ['Portuguese', 'Difusão', 'DWI'],
    ['Portuguese', 'Perfusão', 'PERF'],
  ])('in %s: %s', (_, description, sequence) => {
    expect(named(description)).toBe(sequence);
  });

  test.each([
    ['AXT2FLAIR', 'FLAIR'],
    ['SagT1Post', 'T1w'],
    ['3DT1', 'T1w'],
    ['COR_T2STIR', 'STIR'],
    ['t2tse_tra', 'T2w'],
    ['T2W_TSE', 'T2w'],
    ['FLAIR3D', 'FLAIR'],
    ['T2*GRE', 'T2starw'],
    ['Ax T2 STAR', 'T2starw'],
    ['t2_space_dark-fluid_sag', 'FLAIR'],
    ['VenBOLD', 'SWI'],
    ['SWIp', 'SWI'],
    ['Ax SWAN', 'SWI'],
    ['Sag 3D T1 BRAVO', 'T1w'],
    ['Sag CUBE T2', 'T2w'],
    ['BrainView_T2', 'T2w'],
    ['3D mVox T2', 'T2w'],
    ['T2_BLADE', 'T2w'],
    ['T2W_MultiVane', 'T2w'],
  ])('run together or by a product: %s', (description, sequence) => {
    expect(named(description)).toBe(sequence);
  });

  test('"dir" beside a number is a direction, and alone a double inversion', () => {
    expect(named('ep2d_diff_64_dir')).toBe('DWI');
    expect(named('3D DIR sag')).toBe('DIR');
  });

  test('a T1 FLAIR is T1-weighted', () => {
    expect(wordClues(['Ax T1 FLAIR']).map(({ sequence }) => sequence)).not.toContain('FLAIR');
    expect(named('Ax T1 FLAIR')).toBe('T1w');
  });

  test('a TIRM may null fat or fluid, and names no T2', () => {
    expect(wordClues(['t2_tirm_sag'])).toEqual([
      { sequence: 'STIR', weight: 1, says: 'named turbo inversion recovery, which may null fat or fluid' },
    ]);
  });

  test('a word within a word names nothing', () => {
    expect(wordClues(['rapid', 'pdf', 'trace elements of nothing'].slice(0, 2))).toEqual([]);
    expect(wordClues(['', null])).toEqual([]);
  });

  test('a word that is said twice counts once', () => {
    const [heaviest = 0, ...others] = wordClues(['t1_mprage T1w'])
      .map(({ weight }) => weight)
      .toSorted((a, b) => b - a);
    expect({ heaviest, others }).toEqual({ heaviest: 2.5, others: [0.4] });
  });
});

describe('the tables', () => {
  test('words are written as they are compared: folded, without accents', () => {
    const all = sequenceWords.flatMap(({ names }) => Object.values(names).flat());
    const odd = all.filter((word) => foldWords(word).normalize('NFD').replace(/\p{M}/gu, '') !== word);
    expect(odd).toEqual([]);
  });

  test('every entry of every table names a sequence, and says why', () => {
    const entries = [...sequenceWords, ...imageTypes, ...sequenceNames.filter((entry) => 'sequence' in entry)];
    const odd = entries.filter(
      (entry) => !sequences.some((sequence) => sequence === entry.sequence) || !(entry.weight ?? 0) || !entry.says,
    );
    expect(odd).toEqual([]);
  });

  test('no word stands twice for one sequence', () => {
    const bySequence = sequenceWords.flatMap(({ sequence, names }) =>
      Object.values(names).flatMap((words) => words.map((word) => `${sequence}: ${word}`)),
    );
    const twice = bySequence.filter((word, index) => bySequence.indexOf(word) !== index);
    // A word may be the same in several languages.
    expect(twice.filter((word) => word !== 'PDw: dp')).toEqual([]);
  });
});

describe("the scanner's own name", () => {
  test('is known by its beginning, the longest first', () => {
    expect(scannersName(['*spcir_278ns'])).toMatchObject({ readout: 'spin echo', inverted: true, sequence: 'FLAIR' });
    expect(scannersName(['*spc_314ns'])).toMatchObject({ readout: 'spin echo', inverted: false, sequence: null });
    expect(scannersName(['_fl2d_pc1'])).toMatchObject({ sequence: 'ANGIO' });
  });

  test('that someone overwrote gives way to the other one', () => {
    expect(scannersName(['anonymised', 'T1TFE'])).toMatchObject({ readout: 'gradient echo', sequence: 'T1w' });
    expect(scannersName(['anonymised', null])).toBeNull();
  });

  test('of a diffusion series has its b-value in it', () => {
    expect(scannersName(['*ep_b1000#4'])).toMatchObject({ readout: 'spin-echo EPI', sequence: 'DWI' });
    expect(scannersName(['ep_bold'])).toMatchObject({ readout: 'EPI', sequence: null });
  });
});

import { describe, expect, test } from 'vitest';
import type { Acquisition, Sequence } from '../../../core/acquisition/index.ts';
import { type ComparedStudy, compareWithPrior, type FurtherFacts } from '../../../core/compliance/index.ts';
import { aComparedStudy } from './aComparedStudy.ts';
import { anAcquisition, aStudy } from './anAcquisition.ts';

const scanner = { manufacturer: 'ACME', model: 'Magnet', fieldStrengthT: 3, station: 'MR1', software: 'A1' };
const timing = { repetitionTimeMs: 600, echoTimeMs: 10, inversionTimeMs: 900, flipAngleDeg: 90, bValues: [1000] };
/** A 2D T1w of which everything is known that is compared. */
const known = anAcquisition({ sequence: 'T1w', scanner, timing });

type Loss = { readonly acquisition?: Acquisition; readonly facts?: Partial<FurtherFacts> };

const geometry = (changes: Partial<Acquisition['geometry']>): Loss => ({
  acquisition: { ...known, geometry: { ...known.geometry, ...changes } },
});
const ofScanner = (changes: Partial<Acquisition['scanner']>): Loss => ({
  acquisition: { ...known, scanner: { ...scanner, ...changes } },
});
const timed = (changes: Partial<Acquisition['timing']>): Loss => ({
  acquisition: { ...known, timing: { ...timing, ...changes } },
});

const needed: Readonly<Record<string, Loss>> = {
  contrastEnhanced: { acquisition: { ...known, contrastEnhanced: 'unknown' } },
  dimension: { acquisition: { ...known, dimension: null } },
  plane: { acquisition: { ...known, plane: null } },
  sliceThickness: geometry({ sliceThicknessMm: null }),
  sliceGap: geometry({ gapMm: null }),
  acquiredInPlane: geometry({ acquiredInPlaneMm: null }),
  orientationAngle: { acquisition: { ...known, obliquityDeg: null }, facts: { sliceNormal: null } },
  fieldStrength: ofScanner({ fieldStrengthT: null }),
  manufacturer: ofScanner({ manufacturer: null }),
  model: ofScanner({ model: null }),
};

const notNeeded: Readonly<Record<string, Loss>> = {
  fatSuppressed: { acquisition: { ...known, fatSuppressed: null } },
  inversionTime: timed({ inversionTimeMs: null }),
  echoTime: timed({ echoTimeMs: null }),
  repetitionTime: timed({ repetitionTimeMs: null }),
  flipAngle: timed({ flipAngleDeg: null }),
  highestBValue: timed({ bValues: [] }),
  reconstructedInPlane: geometry({ inPlaneMm: null }),
  deviceSerial: { facts: { deviceSerial: null } },
  station: ofScanner({ station: null }),
  software: ofScanner({ software: null }),
  receiveCoil: { facts: { receiveCoil: null } },
};

const study = ({ acquisition = known, facts = {} }: Loss = {}) => aComparedStudy(aStudy(acquisition), {}, facts);

/** The outcome, and what is found of one property. */
function compared(property: string, now: ComparedStudy, then: ComparedStudy) {
  const { outcome, findings } = compareWithPrior(now, then);
  return [outcome, findings.find(({ constraint }) => constraint === property)?.status];
}

describe('what must be known to call two studies comparable', () => {
  test.each(Object.entries(needed))('%s, in either study', (property, loss) => {
    const open = ['cannot-tell', 'cannot-tell'];
    expect(compared(property, study(), study())).toStrictEqual(['comparable', 'met']);
    expect(compared(property, study(loss), study())).toStrictEqual(open);
    expect(compared(property, study(), study(loss))).toStrictEqual(open);
    expect(compared(property, study(loss), study(loss))).toStrictEqual(open);
  });

  test.each(Object.entries(notNeeded))('not %s, which is not mentioned where neither study tells', (property, loss) => {
    expect(compared(property, study(), study())).toStrictEqual(['comparable', 'met']);
    expect(compared(property, study(loss), study())).toStrictEqual(['comparable', 'cannot-tell']);
    expect(compared(property, study(), study(loss))).toStrictEqual(['comparable', 'cannot-tell']);
    expect(compared(property, study(loss), study(loss))).toStrictEqual(['comparable', undefined]);
  });
});

describe('what a difference puts at risk, and by what evidence', () => {
  const lesions = ['lesion-count', 'new-t2-lesions'];
  const thicknessOf = (sequence: Sequence, contrastEnhanced: 'yes' | 'no' = 'no') => {
    const acquisition = (sliceThicknessMm: number) =>
      aComparedStudy(aStudy(anAcquisition({ sequence, contrastEnhanced, geometry: { sliceThicknessMm } })));
    const found = compareWithPrior(acquisition(3), acquisition(5)).findings;
    return found.find(({ constraint }) => constraint === 'sliceThickness');
  };

  test.each<readonly [Sequence, readonly string[]]>([
    ['FLAIR', lesions],
    ['T2w', lesions],
    ['PDw', lesions],
    ['STIR', lesions],
    ['DIR', ['lesion-count']],
    ['PSIR', ['lesion-count']],
    ['T1w', ['volumetry']],
    ['MP2RAGE', ['volumetry']],
    ['DWI', []],
  ])('of the slice thickness of %s: %j', (sequence, atRisk) => {
    expect(thicknessOf(sequence)).toMatchObject({ status: 'not-met', atRisk, evidence: ['same-acquisition'] });
  });

  test('after contrast also the enhancing lesions, on T1w', () => {
    expect(thicknessOf('T1w', 'yes')?.atRisk).toStrictEqual(['enhancing-lesions', 'volumetry']);
    expect(thicknessOf('T2w', 'yes')?.atRisk).toStrictEqual(lesions);
  });

  test('nothing, and none, where nothing differs', () => {
    const { findings } = compareWithPrior(study(), study());
    for (const { atRisk, evidence } of findings)
      expect({ atRisk, evidence }).toStrictEqual({ atRisk: [], evidence: [] });
  });

  test.each([
    [{ acquisition: { ...known, dimension: '3D' } }, 'dimension', ['same-acquisition']],
    [ofScanner({ software: 'A2' }), 'software', ['same-acquisition']],
    [{ facts: { receiveCoil: 'Body' } }, 'receiveCoil', ['same-acquisition']],
    [ofScanner({ station: 'MR2' }), 'station', ['same-acquisition', 'between-scanners']],
  ] as const)('of %j', (change, property, evidence) => {
    const { findings } = compareWithPrior(study(change), study());
    expect(findings.find(({ constraint }) => constraint === property)).toMatchObject({ status: 'not-met', evidence });
  });
});

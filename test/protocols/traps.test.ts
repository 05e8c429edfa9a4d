import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../core/acquisition/acquisition.ts';
import { evaluateStudy, judgeInterval } from '../../core/compliance/index.ts';
import { findProtocol, type Indication } from '../../core/protocol/index.ts';
import { a3dAcquisition, anAcquisition, aStudy } from '../core/compliance/anAcquisition.ts';

function edition(id: string) {
  const protocol = findProtocol(id);
  if (protocol === undefined) throw new Error(`${id} is not shipped`);
  return protocol;
}

function answer(
  id: string,
  requirement: string,
  study: readonly Acquisition[],
  indication: Indication = 'diagnosis',
): string | undefined {
  const verdicts = evaluateStudy(aStudy(...study), edition(id), { regions: 'imaged', indications: [indication] });
  return verdicts.flatMap(({ requirements }) => requirements).find((each) => each.id === requirement)?.status;
}

const dwiWithGap = anAcquisition({ sequence: 'DWI', geometry: { sliceThicknessMm: 5, spacingMm: 6, gapMm: 1 } });

describe('values that circulate wrongly, or differ between editions', () => {
  it('DWI with a gap of 20 % is as asked in 2021 and too far apart for CMSC 2016', () => {
    expect(answer('magnims-cmsc-naims-2021', 'brain.dwi', [dwiWithGap], 'pml-safety')).toBe('met');
    expect(answer('cmsc-2016', 'brain.dwi', [dwiWithGap], 'pml-safety')).toBe('not-met');
  });

  it('3D at 1.5 mm without overlap is as CMSC 2016 asks; 2021 leaves it open', () => {
    const flair = a3dAcquisition({ sequence: 'FLAIR', geometry: { sliceThicknessMm: 1.5, spacingMm: 1.5 } });
    expect(answer('cmsc-2016', 'brain.flair', [flair])).toBe('met');
    const [verdict] = evaluateStudy(aStudy(flair), edition('magnims-cmsc-naims-2021'), {
      regions: 'imaged',
      indications: ['monitoring'],
    });
    expect(verdict?.requirements.find(({ id }) => id === 'brain.flair')).toMatchObject({
      status: 'not-met',
      verification: 'pending',
    });
  });

  it('five months at high PML risk are overdue for MAGNIMS 2015 and the consensus of 2021, on time for CMSC 2016', () => {
    const interval = judgeInterval({
      studyDate: '2025-06-15',
      priorDate: '2025-01-15',
      acquisitions: [anAcquisition()],
      priorAcquisitions: [anAcquisition()],
      protocols: ['magnims-2015', 'cmsc-2016', 'magnims-cmsc-naims-2021'].map(edition),
      indications: ['pml-safety'],
      pmlRisk: 'high',
    });
    expect(interval?.judgements.map(({ protocol, timing }) => [protocol, timing])).toEqual([
      ['magnims-2015', 'overdue'],
      ['cmsc-2016', 'on-time'],
      ['magnims-cmsc-naims-2021', 'overdue'],
    ]);
  });

  it('CMSC 2016 gives no field strength', () => {
    const ids = edition('cmsc-2016').requirements.map(({ id }) => id);
    expect(ids.filter((id) => id.endsWith('field-strength'))).toEqual([]);
  });

  it.each([
    'magnims-cmsc-naims-2021',
    'cmsc-2016',
    'magnims-2015',
    'poland-2020',
  ])('finer than asked is never a fault: %s', (id) => {
    const fine = { sliceThicknessMm: 1, spacingMm: 1, acquiredInPlaneMm: [0.4, 0.4] } as const;
    expect(answer(id, 'brain.t2', [anAcquisition({ geometry: fine })])).toBe('met');
  });

  it('the limits of the cord are not those of the brain: axial 5 mm is right there and wrong here', () => {
    const geometry = { sliceThicknessMm: 5, spacingMm: 5 };
    expect(answer('magnims-cmsc-naims-2021', 'brain.t2', [anAcquisition({ geometry })])).toBe('not-met');
    const inCord = anAcquisition({ geometry, region: 'cervical-cord' });
    expect(answer('magnims-cmsc-naims-2021', 'cord.axial', [inCord])).toBe('met');
  });

  it('a gap of 0.3 mm is tolerated in Poland, with a remark, and nowhere else', () => {
    const t2 = anAcquisition({ geometry: { spacingMm: 3.3, gapMm: 0.3 } });
    const [verdict] = evaluateStudy(aStudy(t2), edition('poland-2020'), {
      regions: 'imaged',
      indications: ['diagnosis'],
    });
    const requirement = verdict?.requirements.find(({ id }) => id === 'brain.t2');
    expect(requirement?.status).toBe('met');
    expect(requirement?.findings.filter(({ remark }) => remark).map(({ note }) => note)).toEqual([
      'beyond the limit, but tolerated by PMC7315047: 0.3 mm (10 %) as the largest tolerable gap',
    ]);
    for (const id of ['magnims-cmsc-naims-2021', 'cmsc-2016', 'magnims-2015']) {
      expect(answer(id, 'brain.t2', [t2]), id).toBe('not-met');
    }
  });
});

describe('the 2024 recommendations for diagnosis', () => {
  const brain = [
    anAcquisition(),
    a3dAcquisition({ sequence: 'FLAIR' }),
    a3dAcquisition({ sequence: 'T1w', contrastEnhanced: 'yes' }),
  ];
  const cord = (['T2w', 'STIR', 'T1w'] as const).map((sequence) =>
    anAcquisition({
      sequence,
      region: 'cervical-cord',
      plane: 'sagittal',
      contrastEnhanced: sequence === 'T1w' ? 'yes' : 'no',
    }),
  );
  const swi = a3dAcquisition({ sequence: 'SWI' });
  const outcomes = (study: readonly Acquisition[]) =>
    evaluateStudy(aStudy(...study), edition('magnims-cmsc-naims-2024'), {
      regions: 'imaged',
      indications: ['diagnosis'],
    }).map(({ region, outcome }) => `${region}: ${outcome}`);

  it('brain and cord with SWI are compliant; without SWI that is remarked', () => {
    expect(outcomes([...brain, swi, ...cord])).toEqual(['brain: compliant', 'cord: compliant']);
    expect(outcomes([...brain, ...cord])).toEqual(['brain: compliant-with-remarks', 'cord: compliant']);
  });

  it('the brain alone cannot be told complete, nor the cord alone', () => {
    expect(outcomes([...brain, swi])).toEqual(['brain: cannot-tell']);
    expect(outcomes(cord)).toEqual(['cord: cannot-tell']);
  });

  it('what was not read of it is never "not compliant"', () => {
    const thick = anAcquisition({ geometry: { sliceThicknessMm: 8, spacingMm: 8 } });
    expect(outcomes([thick, ...cord])).toEqual(['brain: cannot-tell', 'cord: compliant']);
  });

  it('says nothing of follow-up', () => {
    const [verdict] = evaluateStudy(aStudy(...brain), edition('magnims-cmsc-naims-2024'), {
      regions: 'imaged',
      indications: ['monitoring', 'pml-safety'],
    });
    expect(verdict?.outcome).toBe('not-applicable');
  });
});

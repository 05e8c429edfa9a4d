import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { evaluateStudy, type RequirementVerdict, type Status } from '../../../core/compliance/index.ts';
import { findProtocol, type Protocol } from '../../../core/protocol/index.ts';
import { a3dAcquisition, anAcquisition, aStudy } from './anAcquisition.ts';

/**
 * A cohort with the marginals that an audit of clinical practice published: 66 T1w, of which 45 % are 2D; 128 FLAIR, of which 56 % are
 * 3D, and of the rest 75 % axial only and 25 % sagittal only, 4 % without a gap, 77 % thicker than 3 mm; all at most 1 mm in-plane.
 * How the marginals fall together was not published: here they fall independently, spread evenly.
 */
const flair3dCount = Math.round(128 * 0.56);
const flair2dCount = 128 - flair3dCount;
const t1In2d = Math.round(66 * 0.45);

const flair2d: readonly Acquisition[] = Array.from({ length: flair2dCount }, (_, index) => {
  const share = spread(index, flair2dCount);
  const sliceThicknessMm = share(0.77) ? 5 : 3;
  const gapMm = index < Math.round(flair2dCount * 0.04) ? 0 : 0.6;
  return anAcquisition({
    sequence: 'FLAIR',
    plane: index < Math.round(flair2dCount * 0.75) ? 'axial' : 'sagittal',
    geometry: { sliceThicknessMm, gapMm, spacingMm: sliceThicknessMm + gapMm, acquiredInPlaneMm: [0.9, 0.7] },
  });
});
const flair3d = Array.from({ length: flair3dCount }, () =>
  a3dAcquisition({ sequence: 'FLAIR', geometry: { acquiredInPlaneMm: [1, 1] } }),
);
const t1 = Array.from({ length: 66 }, (_, index) => {
  return index < t1In2d ? anAcquisition({ sequence: 'T1w' }) : a3dAcquisition({ sequence: 'T1w' });
});

/** Takes a share of `count` places, evenly spread over them. */
function spread(index: number, count: number): (share: number) => boolean {
  return (share) => {
    const total = Math.round(count * share);
    return Math.floor(((index + 1) * total) / count) > Math.floor((index * total) / count);
  };
}

function edition(id: string): Protocol {
  const found = findProtocol(id);
  if (found === undefined) throw new Error(`${id} is not shipped`);
  return found;
}

function answers(cohort: readonly Acquisition[], id: string, requirement: string): readonly RequirementVerdict[] {
  return cohort.flatMap((acquisition) =>
    evaluateStudy(aStudy(acquisition), edition(id), { regions: 'imaged', indications: ['diagnosis'] })
      .flatMap(({ requirements }) => requirements)
      .filter((each) => each.id === requirement),
  );
}

const percent = (part: number, whole: number) => Math.round((100 * part) / whole);

/** How many of the cohort have a finding of this kind, in percent. */
function withFinding(of: readonly RequirementVerdict[], constraint: string, status: Status): number {
  const having = of.filter(({ findings }) =>
    findings.some((finding) => finding.constraint === constraint && finding.status === status),
  );
  return percent(having.length, of.length);
}

const met = (of: readonly RequirementVerdict[]) =>
  percent(of.filter(({ status }) => status === 'met').length, of.length);

describe("the audit's cohort under the edition of its time (CMSC 2016)", () => {
  const flairIn2d = () => answers(flair2d, 'cmsc-2016', 'brain.flair');

  it('56 % of the FLAIR are met, since they are 3D; no single plane is enough', () => {
    expect(met(answers([...flair3d, ...flair2d], 'cmsc-2016', 'brain.flair'))).toBe(56);
    expect(met(flairIn2d())).toBe(0);
  });

  it('of the 2D FLAIR 75 % lack the sagittal plane and 25 % the axial one', () => {
    const found = flairIn2d();
    const toAdd = (plane: string) =>
      percent(found.filter(({ nearest }) => nearest?.remedy.includes(`add ${plane} 2D FLAIR`)).length, found.length);
    expect([toAdd('a sagittal'), toAdd('an axial')]).toEqual([75, 25]);
  });

  it('4 % are without a gap, 77 % too thick, all fine enough in-plane', () => {
    const found = flairIn2d();
    expect(withFinding(found, 'sliceGap', 'met')).toBe(4);
    expect(withFinding(found, 'sliceThickness', 'not-met')).toBe(77);
    expect(withFinding(found, 'inPlaneResolution', 'met')).toBe(100);
  });

  it('45 % of the T1w are not 3D', () => {
    const of = answers(t1, 'cmsc-2016', 'brain.t1-3d');
    expect(withFinding(of, 'dimension', 'not-met')).toBe(45);
    expect(met(of)).toBe(55);
  });
});

describe('the same cohort under the 2021 consensus', () => {
  it('has the same shares, since the limits of 2D FLAIR are the same', () => {
    const flair = answers([...flair3d, ...flair2d], 'magnims-cmsc-naims-2021', 'brain.flair');
    expect(met(flair)).toBe(56);
    expect(withFinding(answers(flair2d, 'magnims-cmsc-naims-2021', 'brain.flair'), 'sliceThickness', 'not-met')).toBe(
      77,
    );
    expect(met(answers(t1, 'magnims-cmsc-naims-2021', 'brain.t1-3d'))).toBe(55);
  });
});

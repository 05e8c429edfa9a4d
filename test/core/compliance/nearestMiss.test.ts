import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { evaluateStudy, type RequirementVerdict } from '../../../core/compliance/index.ts';
import type { Ask, Protocol } from '../../../core/protocol/index.ts';
import { a3dAcquisition, anAcquisition, aStudy } from './anAcquisition.ts';
import { aFlairIn } from './aPool.ts';
import { requirementOf, the2021Edition, verdictOn } from './the2021Edition.ts';

const flairOf = (...study: readonly Acquisition[]) => requirementOf(verdictOn(aStudy(...study)), 'brain.flair');
const notesOf = ({ findings }: RequirementVerdict) =>
  findings.map(({ acquisition, constraint, status, note }) => [acquisition, constraint, status, note]);

const axial = anAcquisition({ sequence: 'FLAIR' });

/** The 2021 edition with one requirement of the brain that asks this. */
function asking(asks: Ask): Protocol {
  const citation = { level: 'required', verification: 'primary', citation: 'Ours' } as const;
  const requirement = { id: 'brain.any', region: 'brain', title: 'Any', rationale: 'Any' } as const;
  return { ...the2021Edition, requirements: [{ ...requirement, asks, indications: { diagnosis: citation } }] };
}

function answerTo(asks: Ask, ...study: readonly Acquisition[]): RequirementVerdict {
  const [verdict] = evaluateStudy(aStudy(...study), asking(asks), { regions: ['brain'], indications: ['diagnosis'] });
  if (verdict === undefined) throw new Error('evaluateStudy always gives a verdict');
  return requirementOf(verdict, 'brain.any');
}

describe('where what is missing may be a series that was not recognised', () => {
  const unrecognised = anAcquisition({ sequence: 'UNKNOWN', plane: 'sagittal' });
  const mayBeIt = 'series 2 could not be recognised and may be it';

  it('what is surely there is named, with what would mend it and why that may not be needed', () => {
    const requirement = flairOf(axial, unrecognised);
    expect(requirement).toMatchObject({
      status: 'cannot-tell',
      satisfiedBy: [],
      nearest: { acquisition: '1.2.1#1', remedy: `add a sagittal 2D FLAIR (or a 3D FLAIR); ${mayBeIt}` },
    });
    expect(notesOf(requirement)).toEqual([
      ['1.2.1#1', 'dimension', 'met', null],
      ['1.2.1#1', 'plane', 'met', null],
      ['1.2.1#1', 'sliceThickness', 'met', null],
      ['1.2.1#1', 'sliceGap', 'met', null],
      ['1.2.1#1', 'inPlaneResolution', 'met', expect.stringContaining('acquired')],
      [null, 'sequence', 'not-met', 'no sagittal 2D FLAIR of the brain was recognised'],
      ['1.2.2#1', 'sequence', 'cannot-tell', mayBeIt],
      ['1.2.2#1', 'dimension', 'met', null],
      ['1.2.2#1', 'plane', 'met', null],
      ['1.2.2#1', 'sliceThickness', 'met', null],
      ['1.2.2#1', 'sliceGap', 'met', null],
      ['1.2.2#1', 'inPlaneResolution', 'met', expect.stringContaining('acquired')],
    ]);
  });

  it('every doubt about it is said, and nothing else of it', () => {
    const { nearest } = flairOf(axial, {
      ...unrecognised,
      region: 'unknown',
      geometry: { ...unrecognised.geometry, sliceThicknessMm: null },
    });
    expect(nearest?.remedy).toBe(
      `add a sagittal 2D FLAIR (or a 3D FLAIR); ${mayBeIt}; the body region of series 2 could not be recognised`,
    );
  });

  it('a series of which one number is not known is named before it, and it is not mentioned', () => {
    const open = a3dAcquisition({ sequence: 'FLAIR', geometry: { sliceThicknessMm: null } });
    const requirement = flairOf(open, a3dAcquisition({ sequence: 'UNKNOWN' }));
    expect(requirement).toMatchObject({ status: 'cannot-tell', nearest: { acquisition: '1.2.1#1' } });
    expect(requirement.nearest?.remedy).toMatch(/^slice thickness cannot be judged: [^;]*$/);
  });

  it('alone, it is what comes nearest', () => {
    expect(flairOf(a3dAcquisition({ sequence: 'UNKNOWN' }))).toMatchObject({
      status: 'cannot-tell',
      nearest: { acquisition: '1.2.1#1', remedy: 'series 1 could not be recognised and may be it' },
    });
  });
});

describe('what comes nearest', () => {
  it('is surely of the region where one is, though one that may be elsewhere lacks less', () => {
    const thick = { sliceThicknessMm: 5, spacingMm: 5 };
    const sure = a3dAcquisition({ sequence: 'FLAIR', geometry: { ...thick, gapMm: 2, acquiredInPlaneMm: [2, 2] } });
    const flair: Ask = { ...aFlairIn('axial'), constraints: [{ property: 'sliceThickness', max: 3, unit: 'mm' }] };
    const ofOnePlane: Ask = { ...flair, constraints: [...flair.constraints, { property: 'plane', oneOf: ['axial'] }] };
    const axialElsewhere = anAcquisition({ sequence: 'FLAIR', region: 'unknown', geometry: thick });
    expect(answerTo(ofOnePlane, sure, axialElsewhere)).toMatchObject({
      status: 'not-met',
      nearest: {
        acquisition: '1.2.1#1',
        remedy:
          'slice thickness 5 mm → at most 3 mm; plane sagittal → axial; the body region of series 2 could not be recognised',
      },
    });
  });

  it('is nothing where an alternative that lacks less asks for what is not there at all', () => {
    const wrong: Ask = {
      kind: 'one',
      sequence: ['T2w'],
      constraints: [
        { property: 'plane', oneOf: ['axial'] },
        { property: 'dimension', oneOf: ['3D'] },
      ],
    };
    const requirement = answerTo(
      { kind: 'anyOf', of: [aFlairIn('axial'), wrong] },
      anAcquisition({ plane: 'sagittal' }),
    );
    expect(requirement).toMatchObject({ status: 'not-met', satisfiedBy: [], nearest: null });
    expect(notesOf(requirement)).toEqual([
      [null, 'sequence', 'not-met', 'no FLAIR of the brain was recognised: add an axial FLAIR (or an axial 3D T2w)'],
    ]);
  });
});

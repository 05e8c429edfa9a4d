import { describe, expect, it } from 'vitest';
import { type Ask, type Constraint, findProtocol } from '../../core/protocol/index.ts';

const protocol = findProtocol('magnims-cmsc-naims-2021', 1);
if (protocol === undefined) throw new Error('the 2021 edition is not shipped');
const { requirements } = protocol;

function constraintsOf(ask: Ask): readonly Constraint[] {
  if (ask.kind === 'imaged') return [];
  return ask.kind === 'one' || ask.kind === 'every' ? ask.constraints : ask.of.flatMap(constraintsOf);
}

const limitsOn = (property: string, of = requirements) =>
  new Set(
    of
      .flatMap(({ asks }) => constraintsOf(asks))
      .filter((constraint) => constraint.property === property)
      .map((constraint) => ('unit' in constraint ? (constraint.max ?? constraint.min) : null)),
  );

describe('the 2021 MAGNIMS–CMSC–NAIMS edition', () => {
  it('asks what the tables ask, and says how sure that is', () => {
    const table = requirements.flatMap(({ id, indications }) =>
      Object.entries(indications).map(([indication, demand]) => {
        const unless = demand.unless === undefined ? '' : `, else ${demand.unless.level}`;
        return `${id} ${indication}: ${demand.level}${unless} (${demand.verification})`;
      }),
    );
    expect(table).toEqual([
      'brain.field-strength diagnosis: required (reproduced)',
      'brain.field-strength monitoring: required (reproduced)',
      'brain.field-strength pml-safety: required (reproduced)',
      'brain.flair diagnosis: required (reproduced)',
      'brain.flair monitoring: required (reproduced)',
      'brain.flair pml-safety: required (pending)',
      'brain.t2 diagnosis: required (reproduced)',
      'brain.t2 monitoring: required, else optional (pending)',
      'brain.t2 pml-safety: required, else optional (pending)',
      'brain.coverage diagnosis: recommended (reproduced)',
      'brain.coverage monitoring: recommended (reproduced)',
      'brain.coverage pml-safety: recommended (reproduced)',
      'brain.t1-post diagnosis: required (reproduced)',
      'brain.t1-post monitoring: discouraged (reproduced)',
      'brain.t1-post pml-safety: optional (pending)',
      'brain.contrast-delay diagnosis: recommended (pending)',
      'brain.dwi diagnosis: optional (reproduced)',
      'brain.dwi monitoring: optional (pending)',
      'brain.dwi pml-safety: required (reproduced)',
      'brain.cortical diagnosis: optional (pending)',
      'brain.cortical monitoring: optional (pending)',
      'brain.t1-3d diagnosis: optional (pending)',
      'brain.t1-3d monitoring: optional (pending)',
      'brain.swi diagnosis: optional (pending)',
      'cord.field-strength diagnosis: required (reproduced)',
      'cord.sagittal-pair diagnosis: required (reproduced)',
      'cord.t1-post diagnosis: required (reproduced)',
      'cord.contrast-delay diagnosis: recommended (pending)',
      'cord.t1-heavy diagnosis: optional (reproduced)',
      'cord.axial diagnosis: optional (pending)',
      'orbit.field-strength diagnosis: required (reproduced)',
      'orbit.t2-fatsat diagnosis: optional (reproduced)',
      'orbit.t1-post-fatsat diagnosis: optional (pending)',
    ]);
  });

  it('judges field strength in its own requirements and nowhere else', () => {
    const having = requirements.filter(({ asks }) =>
      constraintsOf(asks).some(({ property }) => property === 'fieldStrength'),
    );
    expect(having.map(({ id }) => id)).toEqual(['brain.field-strength', 'cord.field-strength', 'orbit.field-strength']);
    expect(limitsOn('fieldStrength')).toEqual(new Set([1.5]));
  });

  it('has the limits of the parameter block and no other', () => {
    const brain = requirements.filter(({ region }) => region === 'brain');
    const cord = requirements.filter(({ region }) => region === 'cord');
    const orbit = requirements.filter(({ region }) => region === 'orbit');
    expect(limitsOn('sliceThickness', brain)).toEqual(new Set([1, 1.5, 3, 5]));
    expect(limitsOn('sliceThickness', cord)).toEqual(new Set([3, 5]));
    expect(limitsOn('sliceThickness', orbit)).toEqual(new Set([3]));
    expect(limitsOn('sliceSpacing')).toEqual(new Set([0.75]));
    expect(limitsOn('sliceGap')).toEqual(new Set([0]));
    expect(limitsOn('sliceGapPercent')).toEqual(new Set([30]));
    expect(limitsOn('inPlaneResolution', brain)).toEqual(new Set([1, 1.5]));
    expect(limitsOn('inPlaneResolution', [...cord, ...orbit])).toEqual(new Set([1]));
    expect(limitsOn('pixelSpacing')).toEqual(new Set([0.75]));
  });
});

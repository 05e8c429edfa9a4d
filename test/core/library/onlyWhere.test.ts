import { describe, expect, it } from 'vitest';
import { deadParts } from '../../../core/library/deadParts.ts';
import { protocolMutants } from '../../../core/library/index.ts';
import type { Ask, Protocol } from '../../../core/protocol/index.ts';
import { protocolSchema } from '../../../core/protocol/protocolSchema.ts';
import { the2021Edition } from '../compliance/the2021Edition.ts';

const late: Ask = {
  kind: 'one',
  sequence: ['T1w'],
  constraints: [
    { property: 'contrastEnhanced', oneOf: ['yes'] },
    { property: 'contrastDelay', min: 5, unit: 'min' },
  ],
};

function asked(onlyWhere: Ask): Protocol {
  const [requirement] = the2021Edition.requirements.filter(({ id }) => id === 'brain.contrast-delay');
  if (requirement === undefined) throw new Error('The edition asks for no delay.');
  return { ...the2021Edition, requirements: [{ ...requirement, asks: late, onlyWhere }] };
}

const t1 = (...constraints: Extract<Ask, { kind: 'one' }>['constraints']): Ask => ({
  kind: 'one',
  sequence: ['T1w'],
  constraints,
});

describe('a condition on what is asked', () => {
  it('that asks for less than the requirement is sound', () => {
    expect(deadParts(asked(t1({ property: 'contrastEnhanced', oneOf: ['yes'] })))).toEqual([]);
  });

  it('that asks for as much is dead: nothing could ever be missing', () => {
    expect(deadParts(asked(late))).toEqual([
      {
        path: ['requirements', 0, 'onlyWhere'],
        problem: 'whatever meets this meets what is asked, so nothing can be missing: remove it, or ask for more',
      },
    ]);
  });

  it('that nothing can meet is dead', () => {
    const inThePast = t1(
      { property: 'contrastDelay', min: 9, unit: 'min' },
      { property: 'contrastDelay', max: 3, unit: 'min' },
    );
    expect(deadParts(asked(inThePast)).map(({ path }) => path)).toEqual([['requirements', 0, 'onlyWhere']]);
  });

  it('has its limits checked as any other', () => {
    const { error } = protocolSchema.safeParse(asked(t1({ property: 'sliceThickness', min: 0, unit: 'mm' })));
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['requirements.0.onlyWhere.constraints.0.min']);
  });

  it('is changed, and left out, to see that an example notices', () => {
    const changes = protocolMutants(asked(t1({ property: 'contrastEnhanced', oneOf: ['yes'] })));
    expect(changes.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['asked everywhere', 'onlyWhere, T1w: contrastEnhanced not asked']),
    );
  });
});

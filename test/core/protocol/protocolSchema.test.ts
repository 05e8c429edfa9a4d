import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { type Protocol, protocols } from '../../../core/protocol/index.ts';
import { protocolSchema } from '../../../core/protocol/protocolSchema.ts';

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

describe('protocolSchema', () => {
  it('gives exactly the type Protocol', () => {
    expectTypeOf<DeepReadonly<z.infer<typeof protocolSchema>>>().toExtend<Protocol>();
    expectTypeOf<Protocol>().toExtend<DeepReadonly<z.infer<typeof protocolSchema>>>();
    expectTypeOf<keyof z.infer<typeof protocolSchema>>().toEqualTypeOf<keyof Protocol>();
  });

  it.each([
    ['an unknown key', { colour: 'red' }, ['Unrecognized key: "colour"']],
    ['a requirement id used twice', { requirements: [aRequirement(), aRequirement()] }, ['"brain.t2" is used twice']],
    ['an id of another region', { requirements: [aRequirement({ id: 'cord.t2' })] }, ['must begin with "brain."']],
    ['no indication', { requirements: [aRequirement({ indications: {} })] }, ['name at least one indication']],
    ['a unit that does not fit', asking({ property: 'sliceGap', max: 0, unit: 'T' }), ['sliceGap is given in mm']],
    [
      'a limit without direction',
      asking({ property: 'sliceGap', unit: 'mm' }),
      ['give the limit a direction: max, min or both'],
    ],
    [
      'a limit written with its unit',
      asking({ property: 'sliceGap', unit: 'mm', max: '3 mm' }),
      ['write the limit as a number, without its unit'],
    ],
    [
      'a tolerated limit stricter than the limit',
      asking({ property: 'sliceGap', unit: 'mm', max: 3, tolerated: { max: 2, citation: 'x' } }),
      ['must be beyond max'],
    ],
    [
      'a set that asks for more than it lists',
      askingFor({ kind: 'atLeast', count: 2, of: [anAsk()] }),
      ['asks for more than the list holds'],
    ],
    [
      'a set within a set',
      askingFor({ kind: 'atLeast', count: 1, of: [{ kind: 'atLeast', count: 1, of: [anAsk()] }] }),
      ['each entry names one acquisition: kind one, or anyOf of such'],
    ],
    [
      'an end before the start',
      { status: 'superseded', inForce: { from: '2021-08-01', until: '2020-01-01' } },
      ['must be after from'],
    ],
    [
      'an active edition with an end',
      { inForce: { from: '2020-01-01', until: '2021-01-01' } },
      ['a superseded edition says until when it held; an active one has no end'],
    ],
    ['a superseded edition without an end', { status: 'superseded' }, [expect.stringContaining('says until when')]],
    [
      'a territory that is none',
      { territory: 'Poland' },
      ['international, site, or a country in two capitals such as PL'],
    ],
    [
      'a limit with ±',
      asking({ property: 'sliceThickness', unit: 'mm', max: '3 ± 0.3' }),
      ['a limit has a direction: write one number, under max or min, never ±'],
    ],
    [
      'an exact number',
      asking({ property: 'sliceThickness', unit: 'mm', min: 3, max: 3 }),
      ['an exact number is no limit, since measured values are rounded: write max or min'],
    ],
    [
      'a limit that nothing can meet',
      asking({ property: 'sliceThickness', unit: 'mm', min: 3, max: 1 }),
      ['min must be below max: nothing can meet both'],
    ],
    [
      'a demand without citation',
      { requirements: [aRequirement({ indications: { diagnosis: { level: 'required', verification: 'primary' } } })] },
      ['cite the publication, table and row'],
    ],
    ['no such day', { inForce: { from: '2021-02-31', until: null } }, ['write the date as YYYY-MM-DD']],
    [
      'a revision that the changelog does not explain',
      { revision: 2 },
      ['the last entry must say what revision 2 changed'],
    ],
  ])('refuses %s', (_what, change, messages) => {
    const read = protocolSchema.safeParse({ ...aProtocol(), ...change });
    expect(read.error?.issues.map(({ message }) => message)).toEqual(messages);
  });

  it('accepts what is shipped, unchanged', () => {
    for (const protocol of protocols) expect(protocolSchema.parse(structuredClone(protocol))).toEqual(protocol);
  });

  it('accepts the protocol that the refusals start from', () => {
    expect(protocolSchema.safeParse(aProtocol()).success).toBe(true);
  });
});

function anAsk(constraints: readonly unknown[] = []) {
  return { kind: 'one', sequence: ['T2w'], constraints };
}

function asking(constraint: unknown) {
  return askingFor(anAsk([constraint]));
}

function askingFor(asks: unknown) {
  return { requirements: [aRequirement({ asks })] };
}

function aRequirement(change: object = {}) {
  const demand = { level: 'required', verification: 'primary', citation: 'Table 1' };
  return {
    id: 'brain.t2',
    region: 'brain',
    title: 'T2w',
    rationale: 'Shows lesions.',
    asks: anAsk(),
    indications: { diagnosis: demand },
    ...change,
  };
}

function aProtocol() {
  return {
    schema: 'ms-mri-check/protocol/1',
    id: 'an-edition-2020',
    revision: 1,
    status: 'active',
    title: 'An edition',
    scope: 'MRI',
    territory: 'international',
    publication: { authors: 'A', journal: 'J', year: 2020, doi: '10.1000/xyz' },
    inForce: { from: '2020-01-01', until: null },
    tolerance: { mm: 0.05, T: 0.05, percent: 1, source: 'ours' },
    requirements: [aRequirement()],
    changelog: [{ revision: 1, date: '2020-01-01', change: 'First.' }],
  };
}

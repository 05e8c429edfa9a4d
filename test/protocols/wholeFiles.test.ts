import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readProtocolFile } from '../../core/protocol/compileProtocol.ts';
import { type Ask, type Constraint, type Protocol, protocols } from '../../core/protocol/index.ts';

const named = protocols.map((protocol) => [`${protocol.id}@${protocol.revision}`, protocol] as const);

const folder = new URL('../../protocols/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

function everyAsk(protocol: Protocol): readonly { readonly id: string; readonly ask: Ask }[] {
  const below = (ask: Ask): readonly Ask[] => ('of' in ask ? [ask, ...ask.of.flatMap(below)] : [ask]);
  return protocol.requirements.flatMap(({ id, asks, onlyWhere, indications }) =>
    [
      asks,
      ...(onlyWhere === undefined ? [] : [onlyWhere]),
      ...Object.values(indications).flatMap(({ verifiedPart, unless }) =>
        [verifiedPart, unless?.ask].filter((ask) => ask !== undefined),
      ),
    ]
      .flatMap(below)
      .map((ask) => ({ id, ask })),
  );
}

const constraintsOf = (protocol: Protocol): readonly Constraint[] =>
  everyAsk(protocol).flatMap(({ ask }) => ('constraints' in ask ? ask.constraints : []));

describe.each(named)('%s', (_name, protocol) => {
  it('bounds fineness from above only, and from below only what more of is better', () => {
    const moreIsBetter: readonly string[] = ['fieldStrength', 'coverage', 'contrastDelay'];
    const numeric = constraintsOf(protocol).filter((each) => 'unit' in each);
    const bounded = (direction: 'min' | 'max') =>
      numeric.filter((each) => each[direction] !== undefined).map(({ property }) => property);
    expect(bounded('min').filter((property) => !moreIsBetter.includes(property))).toEqual([]);
    expect(bounded('max').filter((property) => moreIsBetter.includes(property))).toEqual([]);
  });

  it('takes derived images for diffusion only, whose trace may be all that was sent', () => {
    const derived = everyAsk(protocol).filter(({ ask }) => ask.kind === 'one' && ask.derived === true);
    for (const { id } of derived) expect(id).toBe('brain.dwi');
  });

  it('asks for no oblique plane', () => {
    const planes = constraintsOf(protocol).flatMap((each) => (each.property === 'plane' ? each.oneOf : []));
    expect(planes).not.toContain('oblique');
  });

  it('demands a field strength in requirements of its own only', () => {
    const ids = everyAsk(protocol)
      .filter(({ ask }) => 'constraints' in ask && ask.constraints.some(({ property }) => property === 'fieldStrength'))
      .map(({ id }) => id);
    for (const id of ids) expect(id).toMatch(/\.field-strength$/);
  });

  it('cites something for every demand and interval, and says so of what was not read', () => {
    const demands = protocol.requirements.flatMap(({ indications }) => Object.values(indications));
    for (const { verification, citation } of [...demands, ...(protocol.intervals ?? [])]) {
      expect(citation.length).toBeGreaterThan(10);
      if (verification === 'pending') expect(citation).toMatch(/not read|not been read/);
    }
  });
});

it('only we allow days beside an interval, and every file that names one says so', () => {
  for (const { intervals, intervalGrace } of protocols) {
    expect(intervals === undefined).toBe(intervalGrace === undefined);
    if (intervalGrace !== undefined) expect(intervalGrace.source).toMatch(/^ours: /);
  }
});

it('a thing that several editions ask has one id and one region in all', () => {
  const regions = new Map<string, string>();
  for (const { id, region } of protocols.flatMap(({ requirements }) => requirements)) {
    expect(regions.get(id) ?? region).toBe(region);
    regions.set(id, region);
  }
});

describe.each(files)('the examples of %s', (name) => {
  const { protocol, examples } = readProtocolFile(name, readFileSync(new URL(name, folder), 'utf8'));

  it('hold every sequence that is asked for', () => {
    const asked = everyAsk(protocol).flatMap(({ id, ask }) =>
      ask.kind === 'one' ? ask.sequence.map((sequence) => `${id}: ${sequence}`) : [],
    );
    const shown = examples.flatMap(({ requirement, study, but = [] }) =>
      [...study, ...but.map(({ change }) => change)].map((each) => `${requirement}: ${each?.sequence}`),
    );
    expect(asked.filter((each) => !shown.includes(each))).toEqual([]);
  });
});

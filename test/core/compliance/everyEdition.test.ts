import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { evaluateStudy } from '../../../core/compliance/index.ts';
import {
  type Demand,
  examRegions,
  type Indication,
  indications,
  type Protocol,
  protocols,
} from '../../../core/protocol/index.ts';
import { anyAcquisition, anyStudy } from './anyAcquisition.ts';

const runs = { numRuns: 40 };
const judge = (study: readonly Acquisition[], protocol: Protocol) =>
  evaluateStudy(study, protocol, { regions: examRegions, indications });

describe.each(
  protocols.map((protocol) => [`${protocol.id}@${protocol.revision}`, protocol] as const),
)('%s', (_, protocol) => {
  it('the order of the series never matters', () => {
    const shuffled = anyStudy.chain((study) =>
      fc.tuple(fc.constant(study), fc.shuffledSubarray([...study], { minLength: study.length })),
    );
    fc.assert(
      fc.property(shuffled, ([study, other]) => {
        expect(judge(other, protocol)).toEqual(judge(study, protocol));
      }),
      runs,
    );
  });

  it('a series of another part of the body changes nothing', () => {
    fc.assert(
      fc.property(anyStudy, anyAcquisition, (study, other) => {
        const more = [...study, { ...other, id: '9.9#1', region: 'other' as const }];
        expect(judge(more, protocol)).toEqual(judge(study, protocol));
      }),
      runs,
    );
  });

  it('were nothing of it read, nothing would be not compliant', () => {
    const pending = (demand: Demand): Demand => ({ ...demand, verification: 'pending' });
    const unread: Protocol = {
      ...protocol,
      requirements: protocol.requirements.map((requirement) => ({
        ...requirement,
        indications: Object.fromEntries(
          indications.flatMap((indication): readonly [Indication, Demand][] => {
            const demand = requirement.indications[indication];
            return demand === undefined ? [] : [[indication, pending(demand)]];
          }),
        ),
      })),
    };
    fc.assert(
      fc.property(anyStudy, (study) => {
        expect(judge(study, unread).map(({ outcome }) => outcome)).not.toContain('not-compliant');
      }),
      runs,
    );
  });

  it('every required thing that decides an outcome says why', () => {
    fc.assert(
      fc.property(anyStudy, (study) => {
        for (const { requirements } of judge(study, protocol)) {
          for (const { status, findings } of requirements) {
            if (status !== 'met') expect(findings.some((finding) => finding.status === status)).toBe(true);
          }
        }
      }),
      runs,
    );
  });
});

import type { Acquisition } from '../acquisition/index.ts';
import {
  type ExamRegion,
  examRegions,
  type Indication,
  indications,
  type Protocol,
  protocolDigest,
} from '../protocol/index.ts';
import { evaluateRequirement } from './evaluateRequirement.ts';
import type { Pool } from './judgeAsk.ts';
import type { OtherStudies } from './judgeImaged.ts';
import { outcomeOf } from './outcome.ts';
import { isExamination, isOfRegion } from './selectCandidates.ts';
import type { RequirementVerdict, Verdict } from './verdict.ts';

export type Scope = {
  /** `imaged`: the regions that the study shows. A region named here is judged even when it was not imaged. */
  readonly regions: readonly ExamRegion[] | 'imaged';
  readonly indications: readonly Indication[];
  /** Objects of the study that could not be read and may be images: what is not found may be among them. */
  readonly unreadObjects?: readonly UnreadObject[];
  /** Whether any header of the study may be altered, as in an archive whose checksum fails: then nothing is certain. */
  readonly mayBeAltered?: boolean;
  /** Symptoms that the person is known to have, in the words of `study.json`. */
  readonly symptoms?: readonly string[];
  /** What is known of the person's other studies: a region may have been imaged in one of them. */
  readonly otherStudies?: OtherStudies;
};

/** An object that could not be read, and its series where that is known. */
export type UnreadObject = { readonly seriesInstanceUid: string | null };

/**
 * One study against one protocol: a verdict for each region and indication that the protocol has requirements for, in the order
 * brain, cord, orbit and diagnosis, monitoring, pml-safety; a single `not-applicable` one when there is none.
 */
export function evaluateStudy(
  acquisitions: readonly Acquisition[],
  protocol: Protocol,
  scope: Scope,
): readonly Verdict[] {
  const { regions, isGuess } = regionsToJudge(acquisitions, scope.regions);
  const unreadObjects = countedBySeries(scope.unreadObjects ?? []);
  const verdicts = regions.flatMap((region) => {
    const pool: Pool = {
      region,
      acquisitions,
      tolerance: protocol.tolerance,
      unreadObjects,
      otherStudies: scope.otherStudies,
      mayBeAltered: scope.mayBeAltered === true,
      holes: 'doubted',
      judged: new Map(),
    };
    return indications
      .filter((indication) => scope.indications.includes(indication))
      .flatMap((indication) => {
        const asked = protocol.requirements.filter(
          (requirement) => requirement.region === region && requirement.indications[indication] !== undefined,
        );
        if (asked.length === 0) return [];
        const requirements = asked
          .map((requirement) => evaluateRequirement(requirement, indication, pool, scope.symptoms))
          .filter((verdict) => verdict !== null)
          .map((verdict) => (isGuess ? leftOpen(verdict) : verdict))
          .map((verdict) => (pool.mayBeAltered ? withoutTrust(verdict) : verdict));
        // Where nothing is there that any of it could be asked of, nothing that is asked is missing either.
        return [verdictOn(protocol, region, indication, requirements)];
      });
  });
  return verdicts.length > 0 ? verdicts : [notApplicable(protocol)];
}

function countedBySeries(objects: readonly UnreadObject[]): ReadonlyMap<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const { seriesInstanceUid } of objects) counts.set(seriesInstanceUid, (counts.get(seriesInstanceUid) ?? 0) + 1);
  return counts;
}

function verdictOn(
  protocol: Protocol,
  region: ExamRegion,
  indication: Indication,
  requirements: readonly RequirementVerdict[],
): Verdict {
  return { ...nameOf(protocol), region, indication, outcome: outcomeOf(requirements), requirements };
}

function nameOf(protocol: Protocol): Pick<Verdict, 'protocol' | 'revision' | 'digest'> {
  return { protocol: protocol.id, revision: protocol.revision, digest: protocolDigest(protocol) };
}

function notApplicable(protocol: Protocol): Verdict {
  return { ...nameOf(protocol), region: null, indication: null, outcome: 'not-applicable', requirements: [] };
}

/** Where no region at all is known the study may be of the brain: judged as such, to say what cannot be told. */
function regionsToJudge(
  acquisitions: readonly Acquisition[],
  wanted: Scope['regions'],
): { readonly regions: readonly ExamRegion[]; readonly isGuess: boolean } {
  if (wanted !== 'imaged') return { regions: examRegions.filter((region) => wanted.includes(region)), isGuess: false };
  const examinations = acquisitions.filter(isExamination);
  if (examinations.length > 0 && examinations.every(({ region }) => region === 'unknown')) {
    return { regions: ['brain'], isGuess: true };
  }
  const imaged = examRegions.filter((region) => examinations.some((acquisition) => isOfRegion(acquisition, region)));
  return { regions: imaged, isGuess: false };
}

/** Nothing is missing from a brain examination that may be none. */
function leftOpen(verdict: RequirementVerdict): RequirementVerdict {
  if (verdict.status !== 'not-met') return verdict;
  const doubt = {
    constraint: 'region',
    acquisition: null,
    status: 'cannot-tell',
    observed: null,
    limit: {},
    unit: null,
    note: 'no body region could be recognised: it may not be an examination of the brain',
    remark: false,
  } as const;
  return { ...verdict, status: 'cannot-tell', findings: [...verdict.findings, doubt] };
}

/** Neither what is good in a header that may be altered is known, nor what is bad. */
function withoutTrust(verdict: RequirementVerdict): RequirementVerdict {
  const doubt = {
    constraint: 'archive',
    acquisition: null,
    status: 'cannot-tell',
    observed: null,
    limit: {},
    unit: null,
    note: 'an archive of the study is altered: its checksum fails, and any header in it may be wrong; send it again',
    remark: false,
  } as const;
  return {
    ...verdict,
    status: 'cannot-tell',
    satisfiedBy: [],
    findings: [...verdict.findings, doubt],
  };
}

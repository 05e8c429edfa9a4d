import type { Outcome } from '../../core/compliance/index.ts';
import {
  isQuiet,
  isSentLoudly,
  type SettleMessage,
  type StudyItem,
  type VerdictItem,
} from '../../core/records/index.ts';
import type { StudyVerdicts } from '../tables/studyVerdicts.ts';
import { isNews, saidBefore } from './evaluateStudyMessage.ts';
import type { Judgement } from './judge.ts';
import { type LookDependencies, lookAtStudy } from './lookAtStudy.ts';
import { type ReadInputsDependencies, readInputs } from './readInputs.ts';

/** What looking at a study again would come to, with this version of the program. */
export type Foreseen =
  /** Nothing is recorded of it that could be judged. */
  | { readonly kind: 'nothing-to-judge' }
  | { readonly kind: 'same-verdict'; readonly outcome: Outcome }
  | {
      readonly kind: 'new-verdict';
      /** `null`: it has not been judged yet. */
      readonly before: Outcome | null;
      readonly after: Outcome;
      /** Of each edition, region and indication whose outcome is another, in the order of the report. */
      readonly changes: readonly VerdictChange[];
      readonly telling: 'nobody' | 'first' | 'correction';
    };

export type VerdictChange = {
  readonly protocol: string;
  readonly region: string | null;
  readonly indication: string | null;
  /** `null`: it was not judged by this. */
  readonly before: Outcome | null;
  readonly after: Outcome | null;
};

export type ForeseeDependencies = ReadInputsDependencies &
  LookDependencies & { readonly verdicts: Pick<StudyVerdicts, 'latestVerdict'> };

/** The verdict that a message would have a study get. Writes nothing, sends nothing. */
export async function foreseeVerdict(
  study: StudyItem,
  message: Pick<SettleMessage, 'quiet'>,
  dependencies: ForeseeDependencies,
): Promise<Foreseen> {
  const latest = await dependencies.verdicts.latestVerdict(study);
  const inputs = await readInputs(study, { ...dependencies, folders: readOnly(dependencies.folders) });
  if (inputs.instances.length + inputs.rejects.length === 0) return { kind: 'nothing-to-judge' };
  const { digest, judged } = await lookAtStudy(study, inputs, dependencies);
  if (latest !== null && !isNews(latest, digest, isSentLoudly(study)))
    return { kind: 'same-verdict', outcome: latest.outcome };
  const judgement = judged();
  return {
    kind: 'new-verdict',
    before: latest?.outcome ?? null,
    after: judgement.outcome,
    changes: changesOf(latest, judgement),
    telling: isQuiet(study, message) ? 'nobody' : tellingOf(latest, judgement.outcome),
  };
}

/** Whose the unclaimed rejects of a folder are is noted by whoever writes the verdict; foreseeing it takes no notes. */
function readOnly(folders: ReadInputsDependencies['folders']): ReadInputsDependencies['folders'] {
  return { ...folders, takeRejects: async () => {}, giveRejectsBack: async () => {} };
}

function tellingOf(latest: VerdictItem | null, outcome: Outcome): 'nobody' | 'first' | 'correction' {
  const before = saidBefore(latest);
  if (outcome === 'not-applicable' || outcome === before) return 'nobody';
  return before === null ? 'first' : 'correction';
}

/** A new revision of an edition takes the place of the one before. */
function changesOf(latest: VerdictItem | null, { verdicts }: Judgement): readonly VerdictChange[] {
  const before = new Map(latest?.protocols.map((one) => [scopeOf(one.id, one.region, one.indication), one]));
  const after = new Map(verdicts.map((one) => [scopeOf(one.protocol, one.region, one.indication), one]));
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((scope) => {
    const [was, is] = [before.get(scope), after.get(scope)];
    if (was?.outcome === is?.outcome) return [];
    return [
      {
        protocol: is?.protocol ?? was?.id ?? '',
        region: is?.region ?? was?.region ?? null,
        indication: is?.indication ?? was?.indication ?? null,
        before: was?.outcome ?? null,
        after: is?.outcome ?? null,
      },
    ];
  });
}

function scopeOf(protocol: string, region: string | null, indication: string | null): string {
  return JSON.stringify([protocol, region, indication]);
}

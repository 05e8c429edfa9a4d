import type { Scope } from '../core/compliance/index.ts';
import { type Indication, indications, type PmlRisk, pmlRisks } from '../core/protocol/index.ts';
import type { StudyJson } from '../core/records/index.ts';
import { count, listed, type Rejected } from '../core/report/index.ts';
import type { CheckOptions } from './commandLine.ts';
import type { ReadStudy } from './groupStudies.ts';

/**
 * What no header states of a study: from the options, else from a `study.json` beside its images. What is judged is said by options
 * alone: everything, where none says otherwise.
 */
export type StatedFacts = {
  readonly indications: readonly Indication[];
  readonly regions: Scope['regions'];
  readonly symptoms: readonly string[];
  /** `null` where nobody said. */
  readonly pmlRisk: PmlRisk | null;
  /** Each `study.json` that could not be used, and the objects that it counts and that are not here. */
  readonly rejected: readonly Rejected[];
  /** What was taken from which `study.json`, in words; `null` where nothing was. */
  readonly remark: string | null;
};

export async function statedFacts(study: ReadStudy, options: CheckOptions): Promise<StatedFacts> {
  const { path, facts, rejected } = await usableNote(study);
  const { indication, region, symptom, pmlRisk } = options;
  const taken = {
    ...(symptom === undefined && facts.symptoms !== undefined ? { symptoms: facts.symptoms } : {}),
    ...(pmlRisk === undefined && facts.pmlRisk !== undefined ? { pmlRisk: facts.pmlRisk } : {}),
    ...(facts.expectedInstances === undefined ? {} : { expectedInstances: facts.expectedInstances }),
  };
  const says = inWords(taken);
  return {
    indications: indication === 'all' ? indications : [indication],
    regions: region === 'all' ? 'imaged' : [region],
    symptoms: symptom ?? taken.symptoms ?? [],
    pmlRisk: pmlRisks.find((risk) => risk === pmlRisk) ?? taken.pmlRisk ?? null,
    rejected: [...rejected, ...missingObjects(study, path, facts.expectedInstances)],
    remark: says.length === 0 ? null : `${path} says of the study of ${study.studyDate ?? '?'}: ${says.join('; ')}`,
  };
}

type UsableNote = { readonly path: string; readonly facts: StudyJson; readonly rejected: readonly Rejected[] };

/** The first that can be used; those that count more and cannot are listed with the reason. */
async function usableNote({ notes }: ReadStudy): Promise<UsableNote> {
  const rejected: Rejected[] = [];
  for (const { path, note } of notes) {
    // The schemas take longer to load than a study to judge: only where there is such a file.
    const { readStudyJson } = await import('../core/records/index.ts');
    const reading = 'fault' in note ? ({ kind: 'invalid', reason: note.fault } as const) : readStudyJson(note.text);
    if (reading.kind === 'study-json') return { path, facts: reading.facts, rejected };
    rejected.push({ path, code: 'invalid-study-json', reason: reading.reason });
  }
  return { path: '', facts: {}, rejected };
}

function missingObjects({ reading }: ReadStudy, path: string, expected: number | undefined): readonly Rejected[] {
  const copies = reading.rejected.filter(({ code }) => code === 'duplicate-instance').length;
  const here = reading.instances + reading.rejected.length - copies;
  if (expected === undefined || here >= expected) return [];
  const reason = `study.json announces ${count(expected, 'object')}, ${here} are here: what is missing may be among the others.`;
  return [{ path, code: 'incomplete-study', reason }];
}

function inWords(facts: StudyJson): readonly string[] {
  const { symptoms = [], pmlRisk, expectedInstances } = facts;
  return [
    ...(symptoms.length === 0 ? [] : [`symptoms ${listed(symptoms)}`]),
    ...(pmlRisk === undefined ? [] : [`PML risk ${pmlRisk}`]),
    ...(expectedInstances === undefined ? [] : [count(expectedInstances, 'object')]),
  ];
}

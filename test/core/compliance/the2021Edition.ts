import type { Acquisition } from '../../../core/acquisition/acquisition.ts';
import { evaluateStudy, type RequirementVerdict, type Verdict } from '../../../core/compliance/index.ts';
import { type ExamRegion, findProtocol, type Indication, type Protocol } from '../../../core/protocol/index.ts';

export const the2021Edition: Protocol = edition('magnims-cmsc-naims-2021');

function edition(id: string): Protocol {
  const found = findProtocol(id);
  if (found === undefined) throw new Error(`${id} is not shipped`);
  return found;
}

/** The one verdict on a region for an indication. */
export function verdictOn(
  study: readonly Acquisition[],
  region: ExamRegion = 'brain',
  indication: Indication = 'diagnosis',
): Verdict {
  const [verdict] = evaluateStudy(study, the2021Edition, { regions: [region], indications: [indication] });
  if (verdict === undefined) throw new Error('evaluateStudy always gives a verdict');
  return verdict;
}

export function requirementOf(verdict: Verdict, id: string): RequirementVerdict {
  const requirement = verdict.requirements.find((each) => each.id === id);
  if (requirement === undefined) throw new Error(`no requirement ${id} in this verdict`);
  return requirement;
}

export function statusesOf(verdict: Verdict): Readonly<Record<string, string>> {
  return Object.fromEntries(verdict.requirements.map(({ id, status }) => [id, status]));
}

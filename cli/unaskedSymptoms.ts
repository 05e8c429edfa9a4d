import { indications, type Protocol } from '../core/protocol/index.ts';
import { listed } from '../core/report/index.ts';

/**
 * That none of the editions asks anything of a symptom, in words: it may be misspelt. `null` where there is nothing to remark. What
 * one of them knows another need not.
 */
export function unaskedSymptoms(symptoms: readonly string[], editions: readonly Protocol[]): string | null {
  const known = new Set(editions.flatMap(symptomsOf));
  const unasked = [...new Set(symptoms)].filter((symptom) => !known.has(symptom));
  if (unasked.length === 0 || editions.length === 0) return null;
  const which = `${unasked.length === 1 ? 'symptom' : 'symptoms'} ${listed(unasked.map((symptom) => `"${symptom}"`))}`;
  const others = known.size === 0 ? 'none of them depends on a symptom' : `known: ${listed([...known])}`;
  return `No chosen edition asks anything of the ${which}; ${others}`;
}

function symptomsOf({ requirements }: Protocol): readonly string[] {
  return requirements.flatMap(({ indications: demands }) =>
    indications.flatMap((indication) => demands[indication]?.when?.symptom ?? []),
  );
}

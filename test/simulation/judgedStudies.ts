import {
  type StudyItem,
  studyItemSchema,
  type VerdictItem,
  verdictItemSchema,
  verdictPrefix,
} from '../../core/records/index.ts';
import type { Cloud } from './model/cloud.ts';

/** A study as it stands at rest. */
export type Judged = { readonly study: StudyItem; readonly verdicts: readonly VerdictItem[] };

export function judgedStudies({ tables }: Cloud): readonly Judged[] {
  const items = tables.Studies.items();
  return items
    .filter(({ pk, sk }) => sk === 'STUDY' && String(pk).startsWith('STUDY#'))
    .map((item) => ({
      study: studyItemSchema.parse(item),
      verdicts: items
        .filter(({ pk, sk }) => pk === item.pk && String(sk).startsWith(verdictPrefix))
        .map((verdict) => verdictItemSchema.parse(verdict)),
    }));
}

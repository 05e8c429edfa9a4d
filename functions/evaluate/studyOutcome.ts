import { type Outcome, overallOutcome, type Verdict } from '../../core/compliance/index.ts';
import { makesAllDoubtful, mayHoldAnImage } from '../../core/dicom/index.ts';
import type { RejectItem } from '../../core/records/index.ts';

/**
 * The outcome of a study. A study of which nothing could be judged is "not applicable" only when what it holds is known to be
 * something else; objects that could not be read may have been the MR images, and then nobody can tell.
 *
 * @param leftOpen there are MR images, and an edition by which they were to be judged is not known: what that one says nobody can tell
 */
export function studyOutcome(verdicts: readonly Verdict[], rejects: readonly RejectItem[], leftOpen: boolean): Outcome {
  const outcome = overallOutcome(verdicts);
  const isNoExamination = verdicts.length > 0 && outcome === 'not-applicable';
  if (leftOpen && outcome !== 'not-compliant' && !isNoExamination) return 'cannot-tell';
  return outcome === 'not-applicable' && rejects.some(mayBeAnMrImage) ? 'cannot-tell' : outcome;
}

export function mayBeAnMrImage({ code, modality }: RejectItem): boolean {
  return mayHoldAnImage(code) && (modality === null || modality === 'MR');
}

/** Whether any header of the study may be altered: then nothing in it is certain. */
export function mayBeAltered(rejects: readonly RejectItem[]): boolean {
  return rejects.some(({ code }) => makesAllDoubtful(code));
}

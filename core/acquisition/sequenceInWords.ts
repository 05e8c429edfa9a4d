import type { Sequence } from './acquisition.ts';

/** A sequence as radiologists write it. */
export function sequenceInWords(sequence: Sequence): string {
  return sequence === 'T2starw' ? 'T2*w' : sequence;
}

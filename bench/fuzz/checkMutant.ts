import type { HeaderReading } from '../../core/dicom/index.ts';
import { unfoundedClaim } from './claims.ts';
import type { Mutant } from './mutant.ts';
import { driveByRange, type Reader } from './rangedDrive.ts';
import { shapeFault } from './wellFormed.ts';

/** What came of a mutant: how it ended, for the counts, and what was wrong with that. */
export type Check = { readonly outcome: string; readonly fault: Fault | null };
export type Fault = {
  readonly kind: 'threw' | 'wrong-request' | 'ill-formed' | 'unfounded-claim';
  readonly detail: string;
};

/** Reads a mutant by ranges and holds the result to its shape and to the bytes. */
export function checkMutant(read: Reader, mutant: Mutant): Check {
  const drive = driveOrError(read, mutant);
  if (drive.kind === 'threw' || drive.kind === 'wrong-request') {
    return { outcome: drive.kind, fault: { kind: drive.kind, detail: drive.detail } };
  }
  if (drive.kind === 'wants-more') return { outcome: drive.kind, fault: null };
  const outcome = outcomeOf(drive.reading);
  const shape = shapeFault(drive.reading);
  if (shape !== null) return { outcome, fault: { kind: 'ill-formed', detail: shape } };
  const claim = unfoundedClaim(drive.reading, drive.seen);
  return { outcome, fault: claim === null ? null : { kind: 'unfounded-claim', detail: claim } };
}

function driveOrError(
  read: Reader,
  mutant: Mutant,
): ReturnType<typeof driveByRange> | { kind: 'threw'; detail: string } {
  try {
    return driveByRange(read, mutant);
  } catch (error) {
    // The reader promises not to throw, whatever the bytes: that it did is the finding.
    return { kind: 'threw', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function outcomeOf(reading: HeaderReading): string {
  return reading.kind === 'rejected' ? `rejected ${reading.code}` : reading.kind;
}

/** Why something in an archive could not be read. */
export const archiveFaultCodes = [
  /** All of it was read and any of it may be wrong: its checksum fails. */
  'archive-altered',
  'archive-damaged',
  'archive-encrypted',
  'archive-limit',
  'archive-not-supported',
  /** Something beside the files that is none of theirs, and hides nothing. */
  'not-dicom',
] as const;
export type ArchiveFaultCode = (typeof archiveFaultCodes)[number];

/** What could not be read, and why; `path` is `null` where it is the archive itself. */
export type ArchiveFault = {
  readonly kind: 'archive-fault';
  readonly path: string | null;
  readonly code: ArchiveFaultCode;
  /** What was wrong, where, and what to do. */
  readonly reason: string;
  /** Read for it, as `ArchiveEntry` counts. */
  readonly bytesRead: number;
  /** What it takes in the archive, as far as that is known. */
  readonly bytesTotal: number;
};

/** An entry whose content cannot be had: damaged, lying, encrypted or beyond a limit. */
export class ArchiveEntryError extends Error {
  override readonly name = 'ArchiveEntryError';
  readonly code: ArchiveFaultCode;
  readonly reason: string;

  constructor(code: ArchiveFaultCode, reason: string) {
    super(reason);
    this.code = code;
    this.reason = reason;
  }
}

type FaultBytes = Pick<ArchiveFault, 'bytesRead' | 'bytesTotal'>;
const noBytes: FaultBytes = { bytesRead: 0, bytesTotal: 0 };

export function archiveFault(
  path: string | null,
  code: ArchiveFaultCode,
  reason: string,
  { bytesRead, bytesTotal } = noBytes,
): ArchiveFault {
  return { kind: 'archive-fault', path, code, reason, bytesRead, bytesTotal };
}

export function damaged(reason: string): ArchiveEntryError {
  return new ArchiveEntryError('archive-damaged', reason);
}

export function beyondLimit(reason: string): ArchiveEntryError {
  return new ArchiveEntryError('archive-limit', reason);
}

/** An entry's error as a fault of the archive; any other error is none of ours and is thrown on. */
export function faultOf(path: string | null, error: unknown, bytes = noBytes): ArchiveFault {
  if (error instanceof ArchiveEntryError) return archiveFault(path, error.code, error.reason, bytes);
  throw error;
}

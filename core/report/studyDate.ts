import type { AcquisitionHeader } from '../dicom/index.ts';

/**
 * A DICOM date (DA, `YYYYMMDD`, or the `YYYY.MM.DD` of PS3.5 6.2's backward compatibility) as `YYYY-MM-DD`;
 * `null` for anything that is no day of the calendar.
 */
export function isoDate(dicomDate: string | null | undefined): string | null {
  const match = /^(\d{4})(\.?)(\d{2})\2(\d{2})$/.exec(dicomDate?.trim() ?? '');
  if (match === null) return null;
  const iso = `${match[1]}-${match[3]}-${match[4]}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso) ? iso : null;
}

/** The StudyDate of a study's headers: the earliest, should they disagree; `null` when none states one. */
export function studyDateOf(headers: readonly AcquisitionHeader[]): string | null {
  const stated = new Set(headers.map(({ shared }) => shared.StudyDate));
  return [...stated].flatMap((date) => isoDate(date) ?? []).sort()[0] ?? null;
}

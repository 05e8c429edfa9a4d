import { ArchiveLimitError, type ArchiveLimits, archiveLimitsFrom } from '../core/archive/index.ts';
import { UsageError } from './commandError.ts';

/** The limits that `--archive-limit NAME=VALUE` set, defaults for the rest. @throws UsageError when one cannot be set so */
export function archiveLimitsOf(given: readonly string[] = []): ArchiveLimits {
  const overrides = new Map<string, number | string>();
  for (const text of given) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`--archive-limit ${text}: give a name and a whole number, such as entries=500000.`);
    }
    if (overrides.has(name)) throw new UsageError(`--archive-limit ${name} can be given once only.`);
    overrides.set(name, /^-?\d+$/.test(value) ? Number(value) : value);
  }
  try {
    return archiveLimitsFrom(Object.fromEntries(overrides));
  } catch (error) {
    throw error instanceof ArchiveLimitError ? new UsageError(error.message) : error;
  }
}

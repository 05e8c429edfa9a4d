import type { OpenableEntry, VisitEntry, Visited } from './archiveEntry.ts';
import { faultOf } from './archiveFault.ts';
import { archiveFormatOf } from './archiveFormat.ts';

/** Hands one entry to the visitor, unless it is an archive itself or cannot be read. */
export async function visitEntry<T>(entry: OpenableEntry, visit: VisitEntry<T>): Promise<Visited<T>> {
  try {
    if (archiveFormatOf(await entry.beginning()) !== null) {
      const { path, openNested, bytesRead } = entry;
      return { kind: 'nested-archive', path, open: openNested, bytesRead };
    }
    return { kind: 'answer', answer: await visit(entry) };
  } catch (error) {
    return faultOf(entry.path, error, { bytesRead: entry.bytesRead(), bytesTotal: entry.storedBytes });
  }
}

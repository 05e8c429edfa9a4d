import type { OpenableEntry, VisitEntry, Visited } from './archiveEntry.ts';
import { faultOf } from './archiveFault.ts';
import { archiveFormatOf } from './archiveFormat.ts';

/** Enough to tell an archive by. */
const formatBytes = 512;

/** Hands one entry to the visitor, unless it is an archive itself or cannot be read. */
export async function visitEntry<T>(entry: OpenableEntry, visit: VisitEntry<T>): Promise<Visited<T>> {
  try {
    // What is asked for first is what the first read fetches.
    const head = await entry.head(Math.max(entry.firstHeadBytes, formatBytes));
    if (archiveFormatOf(head) !== null) {
      return { kind: 'nested-archive', path: entry.path, open: entry.openNested };
    }
    return { kind: 'answer', answer: await visit(entry) };
  } catch (error) {
    return faultOf(entry.path, error);
  }
}

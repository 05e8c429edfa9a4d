import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame } from './readingParts.ts';

type Place = {
  readonly url: string;
  readonly functionName: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
};

/** Names functions of a bundle as in its sources, by its source map, with the class that they are written in. */
export function sourceFrames(): (place: Place) => Frame {
  const maps = new Map<string, SourceMap | null>();
  return ({ url, functionName, lineNumber, columnNumber }) => {
    if (!url.startsWith('file:')) return { file: '', name: functionName };
    let map = maps.get(url);
    if (map === undefined) {
      map = sourceMapBeside(fileURLToPath(url));
      maps.set(url, map);
    }
    const entry = map?.findEntry(lineNumber, columnNumber);
    if (map == null || entry === undefined || !('originalSource' in entry)) {
      return { file: basename(fileURLToPath(url)), name: functionName };
    }
    // What the compiler adds has no source, and is mapped to whatever precedes it.
    if (functionName.startsWith('_') && !isWritten(map, entry, functionName)) return { file: '', name: functionName };
    const owner = classAt(map, entry);
    return { file: basename(entry.originalSource), name: owner === null ? functionName : `${owner}.${functionName}` };
  };
}

type Origin = { readonly originalSource: string; readonly originalLine: number };

function sourceMapBeside(path: string): SourceMap | null {
  return existsSync(`${path}.map`) ? new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8'))) : null;
}

function linesOf({ payload }: SourceMap, { originalSource }: Origin): readonly string[] {
  return payload.sourcesContent[payload.sources.indexOf(originalSource)]?.split('\n') ?? [];
}

function isWritten(map: SourceMap, origin: Origin, name: string): boolean {
  return linesOf(map, origin)[origin.originalLine]?.includes(name) ?? false;
}

function classAt(map: SourceMap, origin: Origin): string | null {
  const above = linesOf(map, origin).slice(0, origin.originalLine + 1);
  return (
    /^(?:export )?(?:default )?class (\w+)/.exec(
      above.findLast((line) => /^\S.*class |^class /.test(line)) ?? '',
    )?.[1] ?? null
  );
}

import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';

/**
 * A stack trace with its places in the bundle (`npm run build`) named as those in the sources. Done when a fault is told and not by
 * Node at every start, which would have it read all the maps.
 */
export function mappedStack(stack: string): string {
  return stack.replaceAll(/(file:[^\s()]+\.js):(\d+):(\d+)/g, (place, file: string, line: string, column: string) => {
    const origin = sourceMapOf(file)?.findOrigin(Number(line), Number(column));
    if (origin === undefined || !('fileName' in origin)) return place;
    return `${new URL(origin.fileName, file).href}:${origin.lineNumber}:${origin.columnNumber}`;
  });
}

function sourceMapOf(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`), 'utf8')));
  } catch {
    // Files of Node or of a dependency have none, and a fault is told whether its map can be read or not.
    return null;
  }
}

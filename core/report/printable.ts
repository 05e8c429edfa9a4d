import { stripVTControlCharacters } from 'node:util';

/**
 * Text from a header or a file name, safe to show: without terminal escapes, control characters and invisible
 * formatting (a bidirectional override can make text read as something else), on one line, at most `longest` characters.
 */
export function printable(text: string, longest = 120): string {
  const shown = stripVTControlCharacters(text)
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const characters = Array.from(shown);
  return characters.length <= longest ? shown : `${characters.slice(0, longest - 1).join('')}…`;
}

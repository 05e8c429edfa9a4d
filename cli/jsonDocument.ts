/**
 * A result as JSON text. What a terminal would obey or hide (control characters beyond those that JSON itself escapes,
 * bidirectional overrides, invisible ones) is escaped too: a file name from anywhere may hold them, and the value stays.
 */
export function jsonDocument(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replaceAll(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)}\n`;
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

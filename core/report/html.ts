import { printable } from './printable.ts';

/**
 * Markup that is already escaped. Only `html` makes it, so text cannot become markup by accident.
 *
 * A tagged template rather than a templating library: those compile templates from strings with `new Function` or
 * read them from disk, and neither is type-checked. What is needed of them here is the escaping, and that is below.
 */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

export type HtmlValue = Html | string | number | readonly HtmlValue[];

/** Every interpolated text is made printable and escaped, for element content and for double-quoted attributes alike. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(literals.reduce((markup, literal, index) => markup + escaped(values[index - 1] ?? '') + literal));
}

function escaped(value: HtmlValue): string {
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string' || typeof value === 'number') return escapeText(printable(String(value), longestText));
  return value.map(escaped).join('');
}

const longestText = 2000;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const [begin, end] = ['<!-- result: npm run bench:recognise -- --page -->', '<!-- end of result -->'];

/**
 * The page with the result in its place, as a block of code.
 *
 * @throws Error when the page has no such place
 */
export function withResult(page: string, result: string): string {
  const [before, rest] = split(page, begin);
  const [, after] = split(rest, end);
  return `${before}${begin}\n\n\`\`\`text\n${result}\n\`\`\`\n\n${end}${after}`;
}

function split(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`The page has no line "${mark}", where the result belongs.`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

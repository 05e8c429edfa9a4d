/** The word of the list that is fewest letters away, where it may be a slip of the pen: at most a third of it differs. */
export function nearestWord(word: string, list: readonly string[]): string | null {
  const ranked = list.map((each) => ({ each, away: lettersAway(word, each) })).sort((a, b) => a.away - b.away);
  const [first] = ranked;
  return first !== undefined && first.away <= first.each.length / 3 ? first.each : null;
}

/** How many letters are added, left out or changed (Levenshtein 1966). */
function lettersAway(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const line = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      line.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}

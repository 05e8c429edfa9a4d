/** As many keys of some hundred characters as a container can spare the room for. */
const mostKnown = 20_000;

export type SettledHere = ReturnType<typeof settledHere>;

/**
 * The studies that this container has settled to the end, with the folders of theirs that it read. They are listed in these since then, so
 * whoever brings news of such a folder finds the study there, and settles it again.
 */
export function settledHere() {
  const known = new Set<string>();
  const nameOf = (pk: string, digest: string): string => `${pk} ${digest}`;
  return {
    has: (pk: string, digests: ReadonlySet<string>): boolean => [...digests].every((one) => known.has(nameOf(pk, one))),
    add(pk: string, digests: ReadonlySet<string>): void {
      if (known.size + digests.size > mostKnown) known.clear();
      for (const digest of digests) known.add(nameOf(pk, digest));
    },
  };
}

import type { Drop } from './droppedFiles.ts';

/**
 * The drops in their order, each into a folder of its own: of several with one name, the later ones get a number. In one folder the second
 * would overwrite the first, and a `study.json` of one would speak for both.
 */
export function separateFolders(drops: readonly Drop[]): readonly Drop[] {
  const given = new Set(drops.map(({ folder }) => folder));
  const taken = new Set<string>();
  return drops.map((drop) => {
    const folder = taken.has(drop.folder) ? numbered(drop.folder, given) : drop.folder;
    taken.add(folder);
    given.add(folder);
    return { ...drop, folder };
  });
}

function numbered(folder: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${folder}-${number}`)) number += 1;
  return `${folder}-${number}`;
}

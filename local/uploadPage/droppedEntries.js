/**
 * Every file of what was dropped, folders with everything in them. A folder keeps its name; a file dropped by itself goes into
 * `folderOfLoose`, since at the root of a site a study.json counts for nothing but the files beside it.
 */
export async function readDropped(entries, folderOfLoose) {
  const files = [];
  const unreadable = [];
  const waiting = entries.map((entry) => ({
    entry,
    path: entry.isFile ? `${folderOfLoose}/${entry.name}` : entry.name,
  }));
  // One after the other: thousands of directory readers at once are more than a browser opens.
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { entry, path } = next;
    try {
      if (entry.isFile) files.push({ path, file: await fileOf(entry) });
      else waiting.push(...(await childrenOf(entry)).map((child) => ({ entry: child, path: `${path}/${child.name}` })));
    } catch {
      // Moved away or not permitted: said by its name, and the others go on.
      unreadable.push(path);
    }
  }
  return { files, unreadable };
}

function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader hands out a hundred at a time in Chromium, and none at the end. */
async function childrenOf(entry) {
  const reader = entry.createReader();
  const children = [];
  while (true) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return children;
    children.push(...some);
  }
}

/** As many keys of some hundred characters as a container can spare the room for. */
const mostKnown = 10_000;

/**
 * A write that a container does once for each key: of items that never change and are never deleted. The images of many studies come
 * interleaved, and each batch would write the same few items of each study again.
 */
export function writtenOnce<Item extends { readonly pk: string; readonly sk: string }>(
  write: (item: Item) => Promise<unknown>,
): (item: Item) => Promise<void> {
  const written = new Set<string>();
  return async (item) => {
    const key = JSON.stringify([item.pk, item.sk]);
    if (written.has(key)) return;
    // Known only once it is answered: of a write that failed nobody knows whether it took effect.
    await write(item);
    if (written.size >= mostKnown) written.clear();
    written.add(key);
  };
}

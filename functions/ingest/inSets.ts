import type { ReadImage } from '../../core/dicom/index.ts';
import type { UnpackedInstance } from '../../core/records/index.ts';
import type { Arrived } from './recordObject.ts';

/** An image of an archive that may share an item with others. */
export type ArchivedImage = {
  readonly kind: 'image';
  readonly arrived: Arrived;
  readonly reading: ReadImage;
  readonly instance: UnpackedInstance;
};

/** Images of one study. */
export type ImageSet = { readonly kind: 'images'; readonly images: readonly ArchivedImage[] };

/** Some 7 KB of headers, in as many units of a write. */
const mostInSet = 100;
/** So many wait for others of their series: files of an archive may lie in any order. What they hold in memory is bounded by it. */
const mostWaiting = 1000;

/**
 * Puts the images of an archive together, in the order in which it holds them: the same archive makes the same sets, whoever reads it and
 * how fast. Everything else passes through.
 */
export async function* inSets<Other extends { readonly kind: string }>(
  entries: AsyncIterable<ArchivedImage | Other>,
): AsyncGenerator<ImageSet | Other, void, void> {
  let waiting: ArchivedImage[] = [];
  for await (const entry of entries) {
    if (!isImage(entry)) {
      yield entry;
      continue;
    }
    waiting.push(entry);
    if (waiting.length < mostWaiting) continue;
    yield* setsOf(waiting);
    waiting = [];
  }
  yield* setsOf(waiting);
}

function isImage(entry: { readonly kind: string }): entry is ArchivedImage {
  return entry.kind === 'image';
}

/** By study and series, each in the order of its first image: headers of one series deflate best beside each other. */
function setsOf(waiting: readonly ArchivedImage[]): readonly ImageSet[] {
  const studies = Map.groupBy(waiting, ({ instance }) => instance.pk);
  return [...studies.values()].flatMap((study) => {
    const images = [...Map.groupBy(study, ({ reading }) => reading.header.SeriesInstanceUID).values()].flat();
    return Array.from({ length: Math.ceil(images.length / mostInSet) }, (_, index): ImageSet => {
      const from = index * mostInSet;
      return { kind: 'images', images: images.slice(from, from + mostInSet) };
    });
  });
}

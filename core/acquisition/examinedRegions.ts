import { hasKnownPlace, isImagedHere, liesWith } from './knownPlace.ts';
import type { Placed } from './placed.ts';

/**
 * A region that only the examination names is believed where nothing speaks against it, and only where what could is there: a header
 * that lost it must not be told more surely than a whole one. So the place and size of every series of the study must be known.
 * The study's description, which is about all of them, decides only where every series is called something, and none shows another region.
 */
export function withExaminedRegions(all: readonly Placed[]): readonly Placed[] {
  const imaged = all.filter(isImagedHere);
  const lacksPlace = imaged.some((one) => !hasKnownPlace(one));
  const lacksNames = imaged.some((one) => !isCalledSomething(one));
  const spines = imaged.filter((one) => one.someSpine);
  const shown = new Set(imaged.flatMap((one) => (one.onlyStudy ? [] : (partOf(one) ?? []))));
  return all.map((one) => {
    if (one.ownRegion || one.told || one.acquisition.region === 'unknown' || one.acquisition.region === 'other')
      return one;
    if (lacksPlace || !hasKnownPlace(one))
      return leftOpen(
        one,
        'only the examination says so, and the place and size that could contradict it are not known',
      );
    const part = partOf(one);
    if (part !== 'cord' && spines.some((spine) => liesWith(one, spine)))
      return leftOpen(one, 'only the examination says so, and it lies with a series of the spine');
    if (!one.onlyStudy) return one;
    if ([...shown].some((other) => other !== part))
      return leftOpen(one, 'only the study says so, and it shows another region too');
    return lacksNames || !isCalledSomething(one)
      ? leftOpen(one, 'only the study says so, and the descriptions that could contradict it are not there')
      : one;
  });
}

/** The parts of the cord go together: a study of one may show a neighbour. */
function partOf({ someSpine, acquisition: { region } }: Placed): string | null {
  if (someSpine || region.endsWith('-cord')) return 'cord';
  return region === 'unknown' || region === 'other' ? null : region;
}

function isCalledSomething({ images }: Placed): boolean {
  return images.every(({ attributes: a }) => a.SeriesDescription !== undefined && a.ProtocolName !== undefined);
}

function leftOpen(one: Placed, says: string): Placed {
  const { acquisition } = one;
  return { ...one, acquisition: { ...acquisition, region: 'unknown', evidence: [...acquisition.evidence, says] } };
}

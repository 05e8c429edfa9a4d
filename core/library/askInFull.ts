import type { Ask } from '../protocol/index.ts';
import { leafInWords } from './limitWords.ts';

/** Everything that is asked, with every limit, one acquisition a line: "FLAIR, 3D: …", "or both FLAIR, sagittal: …", "and FLAIR, axial: …". */
export function askInFull(ask: Ask): readonly string[] {
  switch (ask.kind) {
    case 'anyOf':
      return joined(ask.of.map(alternative), 'or ');
    case 'atLeast': {
      const places = ask.of.map(place);
      return ask.count === ask.of.length
        ? joined(places, 'and ')
        : [`at least ${ask.count} of`, ...places.map((each) => `– ${each}`)];
    }
    default:
      return [leafInWords(ask)];
  }
}

/** A set among alternatives says how far it reaches. */
function alternative(ask: Ask): readonly string[] {
  const [first = '', ...rest] = askInFull(ask);
  const isWhole = ask.kind === 'atLeast' && ask.count === ask.of.length && ask.count > 1;
  return isWhole ? [`${ask.count === 2 ? 'both' : 'all of'} ${first}`, ...rest] : [first, ...rest];
}

function place(ask: Ask): string {
  const words = askInFull(ask).join(' ');
  return ask.kind === 'anyOf' ? `(${words})` : words;
}

function joined(parts: readonly (string | readonly string[])[], word: string): readonly string[] {
  return parts.flatMap((part, index) => {
    const [first = '', ...rest] = typeof part === 'string' ? [part] : part;
    return [`${index === 0 ? '' : word}${first}`, ...rest];
  });
}

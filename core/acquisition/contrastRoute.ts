import { type Image, tokens } from './image.ts';
import { foldText } from './phrases.ts';

/** Where contrast was given, by ContrastBolusRoute (0018,1040): free text, most often the meaning of a code of CID 11. */
export type ContrastRoute = 'vein' | 'elsewhere' | 'not stated' | 'not understood';

const intoVein = /\b(?:i ?v|intra ?ven\w*|endo ?ven\w*|venous|vein|vena|veine?|vene)\b/;
const elsewhere =
  /\b(?:i ?a|i ?m|i ?t|s ?c|p ?o|p ?r|per os|oral\w*|rectal\w*|enema|intra ?(?!ven)[a-z]+|arterial\w*|artery|arthro\w*|joint|sub ?cutan\w*|vaginal\w*|urethral\w*|epidural\w*|peridural\w*)\b/;

/** Of several, what is said of one of them is not known of the others. */
export function contrastRoute(images: readonly Image[]): ContrastRoute {
  const stated = [...tokens(images.map(({ attributes }) => [attributes.ContrastBolusRoute ?? '']))]
    .map(foldText)
    .filter((text) => text !== '');
  if (stated.length === 0) return 'not stated';
  const kinds = new Set(stated.map(routeOf));
  return kinds.size === 1 ? routeOf(stated[0] ?? '') : 'not understood';
}

function routeOf(text: string): ContrastRoute {
  const [vein, other] = [intoVein.test(text), elsewhere.test(text)];
  return vein === other ? 'not understood' : vein ? 'vein' : 'elsewhere';
}

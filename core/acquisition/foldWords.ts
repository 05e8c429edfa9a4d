/** Lower case, separators as spaces, camel-case digits kept: `t2_tse-dark.FLUID` → `t2 tse dark fluid`. */
export function foldWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[_\-./\\,;:()[\]#]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

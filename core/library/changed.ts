/** "for diagnosis: optional → required"; no line where nothing changes. */
export function changed(what: string, was: string, is: string, nothing = 'not asked'): readonly string[] {
  return was === is ? [] : [`${what}: ${was || nothing} → ${is || nothing}`];
}

import type { Directory } from '../tables/directory.ts';

const maxAgeMs = 60 * 1000;

/** Whether a site is registered, asked once a minute per container: a study comes in hundreds of objects. */
export function registeredSites(directory: Directory, now: () => number): (site: string) => Promise<boolean> {
  const answers = new Map<string, { readonly registered: Promise<boolean>; readonly askedAtMs: number }>();
  return (site) => {
    const held = answers.get(site);
    if (held !== undefined && now() - held.askedAtMs < maxAgeMs) return held.registered;
    const registered = directory.readSite(site).then((item) => item !== null);
    // Only a "yes" is worth keeping: a site registered a moment ago must not have to wait, nor an error be repeated.
    const forget = () => answers.delete(site);
    answers.set(site, { registered, askedAtMs: now() });
    registered.then((yes) => yes || forget(), forget);
    return registered;
  };
}

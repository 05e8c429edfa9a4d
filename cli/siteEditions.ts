import { type SiteEdition, type SiteProtocolItem, siteProtocolItem } from '../core/records/index.ts';
import { chooseProtocol, isProtocolFile } from './chooseProtocols.ts';
import { UsageError } from './commandError.ts';

/** An edition for a site's registration; the item that keeps it, where it is a file of the site's own. */
export type RegisteredEdition = { readonly edition: SiteEdition; readonly item: SiteProtocolItem | null };

/**
 * The editions that `site add --protocol` names, each once.
 *
 * @throws UsageError for one that the catalogue does not have, for a file with faults or too large, and for one edition named twice
 */
export async function siteEditionsOf(site: string, names: readonly string[]): Promise<readonly RegisteredEdition[]> {
  const editions: RegisteredEdition[] = [];
  for (const name of new Set(names)) {
    const registered = await editionOf(site, name);
    if (editions.some(({ edition }) => edition.id === registered.edition.id)) {
      throw new UsageError(`--protocol ${name}: the edition "${registered.edition.id}" is named twice; name it once.`);
    }
    editions.push(registered);
  }
  return editions;
}

async function editionOf(site: string, name: string): Promise<RegisteredEdition> {
  const protocol = await chooseProtocol(name);
  const { id, revision } = protocol;
  if (!isProtocolFile(name)) return { edition: { id, revision: name.includes('@') ? revision : null }, item: null };
  const kept = siteProtocolItem(site, protocol);
  if (kept === null)
    throw new UsageError(`--protocol ${name}: this file is too large to be kept, even compressed; shorten it.`);
  return kept;
}

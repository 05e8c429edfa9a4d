import { type Protocol, protocolsInForce } from '../../core/protocol/index.ts';
import { editionName, protocolOfEdition, type SiteItem } from '../../core/records/index.ts';
import type { Directory } from '../tables/directory.ts';

export type SiteEditions = {
  readonly protocols: readonly Protocol[];
  /** Names of those that the site is registered with and this version does not know. */
  readonly unknownEditions: readonly string[];
};

/** The editions that a site's registration names, whatever the date of the study; where it names none, those in force on that date. */
export async function siteEditions(
  site: SiteItem | null,
  studyDate: string | null,
  { readSiteProtocol }: Pick<Directory, 'readSiteProtocol'>,
): Promise<SiteEditions> {
  if (site?.protocols === undefined) return { protocols: protocolsInForce(studyDate), unknownEditions: [] };
  const protocols: Protocol[] = [];
  const unknownEditions: string[] = [];
  for (const edition of site.protocols) {
    const own = edition.ownSha256 === undefined ? null : await readSiteProtocol(site.site, edition.ownSha256);
    const protocol = protocolOfEdition(edition, own);
    if (protocol === null) unknownEditions.push(editionName(edition));
    else protocols.push(protocol);
  }
  return { protocols, unknownEditions };
}

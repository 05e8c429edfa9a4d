import { createHash } from 'node:crypto';
import { z } from 'zod';
import { findProtocol, type Protocol } from '../protocol/index.ts';
import { protocolSchema } from '../protocol/protocolSchema.ts';
import { type PackedJson, packedJsonSchema, packedText, packJson } from './packedJson.ts';
import type { ItemKey } from './studyRecords.ts';

/** An edition that a site is judged by, as its registration names it. */
export const siteEditionSchema = z.object({
  id: z.string().min(1),
  /** `null`: the newest of the catalogue. */
  revision: z.int().min(1).nullable(),
  /** Of the content of a file of the site's own; left out for an edition of the catalogue. */
  ownSha256: z.string().optional(),
});
export type SiteEdition = z.infer<typeof siteEditionSchema>;

/**
 * A site's own protocol, beside its registration. The key names the content: an item never changes, and a registration that is read
 * while it is being replaced still finds what it names.
 */
export function siteProtocolKey(site: string, sha256: string): ItemKey {
  return { pk: `SITE#${site}`, sk: `PROTOCOL#${sha256}` };
}

export const siteProtocolItemSchema = z.object({ pk: z.string(), sk: z.string(), protocol: packedJsonSchema });
export type SiteProtocolItem = z.infer<typeof siteProtocolItemSchema>;

/** The item that keeps a site's own protocol, and the edition that names it; `null` when it does not fit an item. */
export function siteProtocolItem(
  site: string,
  protocol: Protocol,
): { readonly item: SiteProtocolItem; readonly edition: SiteEdition } | null {
  const packed = packJson(protocol);
  if (packed === null) return null;
  const { id, revision } = protocol;
  const ownSha256 = contentSha256(packed);
  return { item: { ...siteProtocolKey(site, ownSha256), protocol: packed }, edition: { id, revision, ownSha256 } };
}

/**
 * The protocol that an edition names; `null` where this version does not know it: an id or a revision that its catalogue does not have,
 * a file that is not there, or one that it cannot read.
 *
 * @param own the item at `siteProtocolKey`, for a file of the site's own
 */
export function protocolOfEdition(edition: SiteEdition, own: SiteProtocolItem | null): Protocol | null {
  const { id, revision, ownSha256 } = edition;
  if (ownSha256 === undefined) return findProtocol(id, revision ?? undefined) ?? null;
  if (own === null || contentSha256(own.protocol) !== ownSha256) return null;
  // An older or a newer version may have written it.
  const reading = protocolSchema.safeParse(JSON.parse(packedText(own.protocol)));
  return reading.success ? reading.data : null;
}

/** "cmsc-2016@1"; of the newest revision the id alone. */
export function editionName({ id, revision }: Pick<SiteEdition, 'id' | 'revision'>): string {
  return revision === null ? id : `${id}@${revision}`;
}

function contentSha256(packed: PackedJson): string {
  return createHash('sha256').update(packedText(packed)).digest('hex');
}

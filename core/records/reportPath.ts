import { siteSchema } from './site.ts';

/** Path of a report link, before its expiry and signature. */
export function reportPath(site: string, studyKey: string, revision: number): string {
  return `/r/${site}/${studyKey}/${revision}`;
}

export type ReportAddress = { readonly site: string; readonly studyKey: string; readonly revision: number };

/** The parts of a report path, `null` when it is none. */
export function readReportPath(path: string): ReportAddress | null {
  const match = /^\/r\/([a-z0-9-]{1,63})\/([A-Za-z0-9_-]{43})\/([1-9]\d{0,3})$/.exec(path);
  const [, site, studyKey, revision] = match ?? [];
  if (site === undefined || studyKey === undefined || revision === undefined) return null;
  return siteSchema.safeParse(site).success ? { site, studyKey, revision: Number(revision) } : null;
}

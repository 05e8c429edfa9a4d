import { GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import {
  anyInstancePrefix,
  currentObjects,
  instancesIn,
  objectKeyDigest,
  type RejectItem,
  readReportPath,
  rejectItemSchema,
  rejectPrefix,
  type StudyItem,
  storedReport,
  studyItemSchema,
  type VerdictItem,
  verdictItemSchema,
  verdictSk,
} from '../core/records/index.ts';
import type { Report } from '../core/report/index.ts';
import { type InboxMail, linksIn, readInbox } from './inbox.ts';
import type { LocalStack } from './localStack.ts';

/** A study in the Studies table with its newest verdict and the e-mails about it. */
export type JudgedStudy = {
  readonly study: StudyItem;
  readonly verdict: VerdictItem | null;
  readonly report: Report | null;
  /** The link of each e-mail about the study, oldest first. A revision with the outcome of the one before is not announced. */
  readonly links: readonly string[];
};

/** Every study of the Studies table, by arrival. */
export async function judgedStudies(stack: LocalStack): Promise<readonly JudgedStudy[]> {
  const [items, mails] = await Promise.all([itemsOf(stack), readInbox(stack.endpoints.inbox)]);
  const studies = items.filter((item) => item.sk === 'STUDY' && String(item.pk).startsWith('STUDY#'));
  const judged = await Promise.all(
    studies.map(async (item): Promise<JudgedStudy> => {
      const study = studyItemSchema.parse(item);
      const verdict = await newestVerdict(stack, study);
      if (verdict === null) return { study, verdict, report: null, links: [] };
      const links = mails.flatMap((mail) => reportLink(study, mail) ?? []);
      return { study, verdict, report: storedReport(verdict), links };
    }),
  );
  return judged.sort((a, b) => a.study.firstArrivalMs - b.study.firstArrivalMs);
}

/** The link in an e-mail that leads to a report of this study, or `null`. */
function reportLink({ site, studyKey }: StudyItem, mail: InboxMail): string | null {
  const leadsHere = (link: string): boolean => {
    const address = readReportPath(new URL(link).pathname);
    return address !== null && address.site === site && address.studyKey === studyKey;
  };
  return linksIn(mail).find(leadsHere) ?? null;
}

/** Whether a part of the study was dropped into this folder of its site. */
export function liesIn(folder: string, { study }: JudgedStudy): boolean {
  return study.folders?.has(objectKeyDigest(folder)) === true;
}

/** Objects that were not used, of every study and folder; one that came again whole is used. */
export async function rejectedObjects(stack: LocalStack): Promise<readonly RejectItem[]> {
  const items = await itemsOf(stack);
  const rejects = itemsBelow(rejectPrefix, items).map((item) => rejectItemSchema.parse(item));
  const digests = new Set(rejects.flatMap(({ keyDigest, archiveDigest }) => [keyDigest, archiveDigest ?? keyDigest]));
  const instances = itemsBelow(anyInstancePrefix, items).filter(({ keyDigest, archiveDigest }) =>
    digests.has(String(archiveDigest ?? keyDigest)),
  );
  return currentObjects(instancesIn(instances), rejects).rejects;
}

function itemsBelow(prefix: string, items: readonly Record<string, unknown>[]): readonly Record<string, unknown>[] {
  return items.filter(({ sk }) => String(sk).startsWith(prefix));
}

async function newestVerdict(stack: LocalStack, { pk, latestRevision }: StudyItem): Promise<VerdictItem | null> {
  if (latestRevision === undefined) return null;
  const TableName = stack.environment('STUDIES_TABLE');
  const { Item } = await stack.clients.documents.send(
    new GetCommand({ TableName, Key: { pk, sk: verdictSk(latestRevision) } }),
  );
  return Item === undefined ? null : verdictItemSchema.parse(Item);
}

/** A scan: this table holds what one person dropped today. */
async function itemsOf(stack: LocalStack): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const pages = paginateScan({ client: stack.clients.documents }, { TableName: stack.environment('STUDIES_TABLE') });
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}

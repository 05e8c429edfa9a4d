import { GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import {
  objectKeyDigest,
  type RejectItem,
  rejectItemSchema,
  reportPath,
  type StudyItem,
  storedReport,
  studyItemSchema,
  type VerdictItem,
  verdictItemSchema,
  verdictSk,
} from '../core/records/index.ts';
import type { Report } from '../core/report/index.ts';
import { linkTo, readInbox } from './inbox.ts';
import type { LocalStack } from './localStack.ts';

/** A study in the Studies table with its newest verdict and the e-mails about it. */
export type JudgedStudy = {
  readonly study: StudyItem;
  readonly verdict: VerdictItem | null;
  readonly report: Report | null;
  /** Signed links to the newest report, one for each e-mail that announced it. */
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
      const path = reportPath(study.site, study.studyKey, verdict.revision);
      return {
        study,
        verdict,
        report: storedReport(verdict),
        links: mails.flatMap((mail) => linkTo(path, mail) ?? []),
      };
    }),
  );
  return judged.sort((a, b) => a.study.firstArrivalMs - b.study.firstArrivalMs);
}

/** Whether a part of the study was dropped into this folder of its site. */
export function liesIn(folder: string, { study }: JudgedStudy): boolean {
  return study.folders?.has(objectKeyDigest(folder)) === true;
}

/** Objects that were not used, of every study and folder. */
export async function rejectedObjects(stack: LocalStack): Promise<readonly RejectItem[]> {
  const items = await itemsOf(stack);
  return items.filter((item) => String(item.sk).startsWith('REJECT#')).map((item) => rejectItemSchema.parse(item));
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

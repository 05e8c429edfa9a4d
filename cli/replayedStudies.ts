import { type DynamoDBDocumentClient, paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb';
import { siteItemKey, siteItemSchema, sitePk, studyItemSchema } from '../core/records/index.ts';
import { inOrder } from './inOrder.ts';

/** Both days included, as `YYYY-MM-DD`. */
export type Days = { readonly from: string; readonly until: string };

/** A day of a site. To go on there looks at the whole day: what is looked at twice by that changes nothing. */
export type Position = { readonly site: string; readonly day: string };

/** A study, and where one would have to go on to come by it again; no day where it was named by its UID. */
export type Listed = { readonly site: string; readonly studyInstanceUid: string; readonly day: string | null };

export type StudyIndex = { readonly documents: DynamoDBDocumentClient; readonly table: string };

/** Most months of most sites hold nothing: they are asked for ahead of what is being worked on. */
const monthsAtOnce = 16;

/** The studies of sites, site by site, in the order of their dates, by the `bySite` index, which may lag behind by moments. */
export async function* datedStudies(
  index: StudyIndex,
  sites: readonly string[],
  days: Days,
  resume: Position | null,
): AsyncGenerator<Listed, void, void> {
  for (const site of sites) {
    if (resume !== null && site < resume.site) continue;
    const from = resume?.site === site && resume.day > days.from ? resume.day : days.from;
    for await (const month of inOrder(monthsOf({ ...days, from }), monthsAtOnce, (one) => ofMonth(index, site, one)))
      yield* month;
  }
}

async function ofMonth({ documents, table }: StudyIndex, site: string, { from, until }: Days): Promise<Listed[]> {
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table,
      IndexName: 'bySite',
      KeyConditionExpression: 'sitePk = :site AND studyDate BETWEEN :from AND :until',
      ExpressionAttributeValues: { ':site': sitePk(site, from), ':from': from, ':until': until },
      ProjectionExpression: 'studyInstanceUid, studyDate',
    },
  );
  const listed: Listed[] = [];
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const { studyInstanceUid, studyDate } = indexedSchema.parse(item);
      listed.push({ site, studyInstanceUid, day: studyDate });
    }
  }
  return listed;
}

const indexedSchema = studyItemSchema.pick({ studyInstanceUid: true, studyDate: true }).required();

/** Split where months end, as the index is. */
async function* monthsOf({ from, until }: Days): AsyncGenerator<Days, void, void> {
  for (let start = from; start <= until; ) {
    const next = new Date(`${start.slice(0, 7)}-01T00:00:00Z`);
    next.setUTCMonth(next.getUTCMonth() + 1);
    yield { from: start, until };
    start = next.toISOString().slice(0, 10);
  }
}

/** The names of all registered sites, sorted. */
export async function registeredSites(documents: DynamoDBDocumentClient, table: string): Promise<readonly string[]> {
  const sites: string[] = [];
  const pages = paginateScan(
    { client: documents },
    { TableName: table, FilterExpression: 'sk = :site', ExpressionAttributeValues: { ':site': siteItemKey('').sk } },
  );
  for await (const { Items = [] } of pages) sites.push(...Items.map((item) => siteItemSchema.parse(item).site));
  return sites.sort();
}

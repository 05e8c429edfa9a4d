import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import {
  currentObjects,
  packInstance,
  packInstances,
  type StudyItem,
  storedHeaders,
} from '../../../core/records/index.ts';
import { readPrior } from '../../../functions/evaluate/readPrior.ts';
import { mostObjects, StudyTooLargeError } from '../../../functions/tables/studyTooLarge.ts';
import { studyVerdicts } from '../../../functions/tables/studyVerdicts.ts';

const headerJson = JSON.stringify({
  StudyInstanceUID: '1.2.3',
  SeriesInstanceUID: '1.2.3.4',
  SOPInstanceUID: '1.2.3.4.5',
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
  shared: {},
  frames: [{}],
  remarks: [],
});
const unpacked = (number: number) => ({
  pk: 'STUDY#north#1.2.3',
  sk: `INSTANCE#1.2.3.4#1.2.3.4.5#${number}`,
  keyDigest: number.toString(16).padStart(32, '0'),
  archiveDigest: 'a'.repeat(32),
  sequencer: '01',
  bytesRead: 1,
  bytesTotal: 2,
  headerJson,
});
const set = packInstances(Array.from({ length: 100 }, (_, number) => unpacked(number)));
const reject = {
  pk: 'STUDY#north#1.2.3',
  sk: 'REJECT#1',
  keyDigest: 'r'.repeat(32),
  sequencer: '01',
  code: 'not-dicom',
  reason: 'no DICOM',
  bytesRead: 1,
  bytesTotal: 2,
  modality: 'MR',
};
const study: StudyItem = {
  pk: 'STUDY#north#1.2.3',
  sk: 'STUDY',
  site: 'north',
  studyInstanceUid: '1.2.3',
  studyKey: 'k'.repeat(43),
  arrivals: 1,
  firstArrivalMs: 1,
  lastArrivalMs: 1,
};
const endless = { pk: 'there', sk: 'is more' };

/** A table whose pages never end. */
function endlessTable(page: { readonly instances: readonly unknown[]; readonly rejects: readonly unknown[] }) {
  const dynamodb = mockClient(DynamoDBDocumentClient);
  let pages = 0;
  dynamodb.on(QueryCommand).callsFake(({ ExpressionAttributeValues }) => {
    pages += 1;
    const items = ExpressionAttributeValues[':prefix'] === 'INSTANCE' ? page.instances : page.rejects;
    return { Items: items, ...(items.length === 0 ? {} : { LastEvaluatedKey: endless }) };
  });
  return { verdicts: studyVerdicts(dynamodb as unknown as DynamoDBDocumentClient, 'Studies'), pages: () => pages };
}

describe('a study of more than evaluate has room for', () => {
  test('is not read further once its images are too many', async () => {
    const { verdicts, pages } = endlessTable({ instances: Array(60).fill(set[0]), rejects: [] });
    await expect(verdicts.readObjects(study)).rejects.toThrow(StudyTooLargeError);
    expect(pages()).toBe(Math.floor(mostObjects / 6000) + 1);
  });

  test('is no study whose archive was dropped again and again: what was replaced is not counted', async () => {
    const newest = { ...set[0], sequencer: '02', sk: `${set[0]?.sk}2` };
    const dynamodb = mockClient(DynamoDBDocumentClient);
    let pages = 0;
    dynamodb.on(QueryCommand).callsFake(({ ExpressionAttributeValues }) => {
      if (ExpressionAttributeValues[':prefix'] !== 'INSTANCE') return { Items: [] };
      pages += 1;
      // Ten pages of 60 sets of a hundred images that were replaced, and one of the version that stands.
      return pages > 10
        ? { Items: [newest] }
        : { Items: [newest, ...Array(60).fill(set[0])], LastEvaluatedKey: endless };
    });
    const verdicts = studyVerdicts(dynamodb as unknown as DynamoDBDocumentClient, 'Studies');
    const { instances } = await verdicts.readObjects(study);
    expect(instances.length).toBeLessThanOrEqual(mostObjects);
    expect(currentObjects(instances, []).instances.map(({ sequencer }) => sequencer)).toEqual(['02']);
  });

  test('is not read further once its rejected objects are too many', async () => {
    const { verdicts, pages } = endlessTable({ instances: [], rejects: Array(3000).fill(reject) });
    await expect(verdicts.readObjects(study)).rejects.toThrow(StudyTooLargeError);
    expect(pages()).toBe(1 + Math.floor(mostObjects / 3000) + 1);
  });

  test('is not inflated further once its headers are too long', () => {
    const item = packInstance(unpacked(1));
    if (item === null) throw new Error('A small header fits an item.');
    expect(storedHeaders([item, item], 2 * headerJson.length)).toHaveLength(2);
    expect(storedHeaders([item, item], 2 * headerJson.length - 1)).toBeNull();
  });

  test('keeps no later study of the patient from being judged', async () => {
    const acquisitions = [{}] as unknown as Parameters<typeof readPrior>[1];
    const { verdicts } = endlessTable({ instances: Array(60).fill(set[0]), rejects: [] });
    const earlier = { before: async () => ['1.2.2'] } as unknown as Parameters<typeof readPrior>[2]['earlier'];
    const prior = await readPrior(study, acquisitions, {
      earlier,
      verdicts: { readObjects: verdicts.readObjects, readStudy: async () => study },
    });
    expect(prior).toBeNull();
  });
});

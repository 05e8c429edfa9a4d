import type { Counts } from './bill.ts';

/** SQS hands out and deletes ten messages a request. */
const messagesPerRequest = 10;
/** The smallest item is billed as 1 KB, and four of them are read for one unit. */
const itemsPerReadUnit = 4;

const perStudy: Counts = { lambdaRequest: 3, snsPublish: 1, sesMail: 1, dynamoWrite: 6, dynamoRead: 6 };

/**
 * What no design on these services could leave out, computing left aside. Of loose files: S3's message for each, its part of a receive
 * and a deletion, one ranged read, one conditional write of the smallest size and its part of the reading back. Of a study: three
 * functions once each, a verdict, who was told, a mail.
 */
export function looseFloor(instances: number): Counts {
  return {
    ...perStudy,
    s3Get: instances,
    sqsRequest: instances * (1 + 2 / messagesPerRequest) + 4,
    dynamoWrite: instances + 6,
    dynamoRead: instances / itemsPerReadUnit + 6,
  };
}

/** What the header of one image comes to beside those of its series, deflated: UIDs, a place, a time and a number differ. */
const packedKb = 0.07;

/**
 * Of an archive: one message, the directory, no item for each image, and one range for each, as long as pixels are passed over.
 *
 * @param reads as many as were made, where that is fewer: what neighbours share depends on how they lie
 */
export function zipFloor(instances: number, reads: number): Counts {
  return {
    ...perStudy,
    s3Get: Math.min(reads, 2 + instances),
    sqsRequest: 7,
    dynamoWrite: instances * packedKb + 6,
    dynamoRead: (instances * packedKb) / itemsPerReadUnit + 6,
  };
}

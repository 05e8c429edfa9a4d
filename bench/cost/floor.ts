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

/** Of an archive: one message, the directory and one range for each image, as long as pixels are passed over; no item for each image. */
export function zipFloor(instances: number): Counts {
  const packedKb = instances * 0.1;
  return {
    ...perStudy,
    s3Get: 2 + instances,
    sqsRequest: 7,
    dynamoWrite: packedKb + 6,
    dynamoRead: packedKb / itemsPerReadUnit + 6,
  };
}

/** What was counted of a listing. */
export type Listing = {
  readonly objects: number;
  readonly bytes: number;
  /** In S3 Glacier: not read. */
  readonly frozen: number;
  readonly pages: number;
};

export type CostLine = { readonly what: string; readonly calls: number; readonly usd: number };

/**
 * US dollars, list prices of us-east-1 as published in 2025; other regions differ by up to a third. By call, and a GB-second for
 * Lambda on arm64.
 */
const prices = {
  s3Get: 0.4e-6,
  s3List: 5e-6,
  dynamoDbWriteUnit: 0.625e-6,
  dynamoDbReadUnit: 0.125e-6,
  lambdaGbSecond: 13.3334e-6,
  lambdaRequest: 0.2e-6,
  sqsRequest: 0.4e-6,
  stateTransition: 25e-6,
} as const;

/** What one object, or one batch, takes of each. Loose files, of which 97 of 100 headers end within the first read. */
const perObject = { gets: 1.05, writeUnits: 2, gbSeconds: 0.005, readUnits: 1 } as const;
const perBatch = { transitions: 4, settleRequests: 4, writeUnits: 8 } as const;
const objectsPerBatch = 100;

/** What a run over a listing calls and costs, roughly: archives cost less by object, repeated batches more. */
export function backfillCost({ objects, frozen, pages }: Listing): readonly CostLine[] {
  const read = objects - frozen;
  const batches = Math.ceil(objects / objectsPerBatch);
  const line = (what: string, calls: number, price: number): CostLine => ({
    what,
    calls: Math.round(calls),
    usd: calls * price,
  });
  return [
    line('S3 listings', pages, prices.s3List),
    line('S3 reads', read * perObject.gets, prices.s3Get),
    line('DynamoDB write units', read * perObject.writeUnits + batches * perBatch.writeUnits, prices.dynamoDbWriteUnit),
    line('DynamoDB read units', read * perObject.readUnits, prices.dynamoDbReadUnit),
    line('Lambda calls', batches, prices.lambdaRequest),
    line('Lambda GB-seconds', read * perObject.gbSeconds, prices.lambdaGbSecond),
    line('SQS requests', batches * perBatch.settleRequests, prices.sqsRequest),
    line('Step Functions transitions', batches * perBatch.transitions, prices.stateTransition),
  ];
}

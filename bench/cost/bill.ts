import type { Invoked } from '../../local/functionHost.ts';
import type { MeteredRequest, MeteredService } from '../../local/meter.ts';
import type { Done } from '../pipeline/meteredStack.ts';
import { centsFor, type Priced } from './prices.ts';

/** What one study made the deployed system do, in the units that are billed. */
export type Counts = Partial<Readonly<Record<Priced, number>>>;

/**
 * Seconds that a call waits for its service inside one region. Assumed, since nothing here is a region: S3's first byte and DynamoDB
 * as AWS describes them ("tens of milliseconds", "single-digit milliseconds"), the others on the safe side.
 */
const waitSeconds: Readonly<Record<MeteredService, number>> = {
  s3: 0.03,
  dynamodb: 0.006,
  sqs: 0.012,
  sns: 0.02,
  ses: 0.06,
  secrets: 0.02,
};

/** Lambda gives a whole processor at this much memory, and a share of it below. */
const wholeProcessorMb = 1769;
/** Lambda's own START, END and REPORT lines. */
const platformLogBytes = 350;

/** @param objects what the centre dropped: S3 sends one message for each, and each send is a request to the queue */
export function countsOf({ requests, invocations, logBytes }: Done, objects: number): Counts {
  const of = (service: MeteredService) => requests.filter((request) => request.service === service);
  const sum = (pick: (request: MeteredRequest) => number) => requests.reduce((total, one) => total + pick(one), 0);
  // What polls an empty queue polls whether studies come or not: priced by the month.
  const queueRequests = of('sqs').filter(({ operation, isEmpty }) => operation !== 'ReceiveMessage' || !isEmpty);
  return {
    s3Get: of('s3').length,
    sqsRequest: objects + queueRequests.length,
    dynamoWrite: sum(({ writeUnits, indexUnits }) => writeUnits + indexUnits),
    dynamoRead: sum(({ readUnits }) => readUnits),
    lambdaRequest: invocations.length,
    lambdaGbSecond: gbSeconds(invocations, requests, objects === 1 ? readsOfArchiveAtOnce : readsOfFilesAtOnce),
    snsPublish: of('sns').length,
    sesMail: of('ses').length,
    sesGb: of('ses').reduce((total, { requestBytes }) => total + requestBytes, 0) / 1e9,
    logsGb: (logBytes + platformLogBytes * invocations.length) / 1e9,
    // All of them, as when little is going on: Lambda samples one a second and a twentieth of the rest.
    trace: invocations.length,
    secretCall: of('secrets').length,
  };
}

/**
 * The processor's time of each function's thread here, stretched to the share of a processor that its memory buys, and the waits of
 * its calls, so many at once as the code makes them.
 */
export function gbSeconds(
  invocations: readonly Invoked[],
  requests: readonly MeteredRequest[],
  readsAtOnce: number,
): number {
  const functions = new Set(invocations.map(({ functionName }) => functionName));
  return [...functions].reduce((total, name) => {
    const own = invocations.filter(({ functionName }) => functionName === name);
    const memoryMb = own[0]?.memoryMb ?? 0;
    const cpuSeconds = own.reduce((sum, { cpuMs }) => sum + cpuMs / 1000, 0);
    const waited = requests
      .filter(({ caller }) => caller === name)
      .reduce((sum, { service }) => sum + waitSeconds[service] / callsAtOnce(name, service, readsAtOnce), 0);
    const seconds = cpuSeconds * Math.max(1, wholeProcessorMb / memoryMb) + waited;
    return total + (seconds * memoryMb) / 1024;
  }, 0);
}

/** `objectsAtOnce` of ingest. */
const readsOfFilesAtOnce = 8;
/** `readsAtOnce` of an archive, images of a classic size. */
const readsOfArchiveAtOnce = 32;

/** Of loose files ingest writes as many items as it reads; all else is asked for one after another. */
function callsAtOnce(functionName: string, service: MeteredService, readsAtOnce: number): number {
  if (!functionName.startsWith('Ingest')) return 1;
  return service === 's3' || readsAtOnce === readsOfFilesAtOnce ? readsAtOnce : 1;
}

export function centsOf(counts: Counts): number {
  return pricedParts(counts).reduce((sum, [, count, cents]) => sum + (count > 0 ? cents : 0), 0);
}

export function pricedParts(counts: Counts): readonly (readonly [Priced, number, number])[] {
  // The keys of a literal are what its type says.
  return (Object.entries(counts) as [Priced, number][]).map(([what, count]) => [what, count, centsFor(what, count)]);
}

import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { close, listen } from './emulators.ts';
import { type Indexes, indexUnits } from './indexUnits.ts';
import type { Endpoints } from './physicalNames.ts';

export type MeteredService = 's3' | 'sqs' | 'sns' | 'dynamodb' | 'ses' | 'secrets';

/** One HTTP request that a function, or Lambda's polling, sent to a service. */
export type MeteredRequest = {
  readonly service: MeteredService;
  /** As AWS bills and documents it: `GetObject`, `ReceiveMessage`, `PutItem`. */
  readonly operation: string;
  /** Logical id of the function that asked; empty for whoever carries messages from queues to functions. */
  readonly caller: string;
  readonly status: number;
  /** Bytes of the bodies. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** DynamoDB's read and write request units: 4 KB and 1 KB, as the table counts them. Indexes are in `indexUnits`. */
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly indexUnits: number;
  /** A receive that brought nothing. */
  readonly isEmpty: boolean;
};

export type Meter = {
  /** Where a function finds the emulators, through this meter. */
  readonly endpoints: Endpoints;
  readonly requests: () => readonly MeteredRequest[];
  readonly stop: () => Promise<void>;
};

/**
 * Stands between the functions and the emulators and counts what goes by: the real requests of the real SDK. DynamoDB is asked to
 * say what each request consumes. Functions name themselves in the SDK's user agent (`AWS_SDK_UA_APP_ID`).
 *
 * @param indexes of the tables, asked for once they are known
 */
export async function startMeter(behind: Endpoints, indexes: () => Indexes): Promise<Meter> {
  const seen: MeteredRequest[] = [];
  const inIndexes = indexUnits();
  const indexUnitsOf = (asked: Readonly<Record<string, unknown>>): number => inIndexes.of(asked, indexes());
  const agent = new Agent({ keepAlive: true });
  const servers: Server[] = [];
  const before = async (address: string, service: MeteredService | 'messaging'): Promise<string> => {
    const server = createServer((incoming, outgoing) => {
      pass(incoming, outgoing, { address, agent, service, indexUnitsOf, onSeen: (one) => seen.push(one) }).catch(() => {
        outgoing.destroy();
      });
    });
    servers.push(server);
    return listen(server, 0);
  };
  const endpoints: Endpoints = {
    messaging: await before(behind.messaging, 'messaging'),
    dynamodb: await before(behind.dynamodb, 'dynamodb'),
    inbox: await before(behind.inbox, 'ses'),
    secrets: await before(behind.secrets, 'secrets'),
    httpApis: behind.httpApis,
  };
  return {
    endpoints,
    requests: () => seen,
    stop: async () => {
      await Promise.all(servers.map(close));
      agent.destroy();
    },
  };
}

type Passing = {
  readonly address: string;
  readonly agent: Agent;
  readonly service: MeteredService | 'messaging';
  readonly indexUnitsOf: (asked: Readonly<Record<string, unknown>>) => number;
  readonly onSeen: (seen: MeteredRequest) => void;
};

async function pass(incoming: IncomingMessage, outgoing: ServerResponse, passing: Passing): Promise<void> {
  const service = passing.service === 'messaging' ? messagingService(incoming) : passing.service;
  const asked = await buffer(incoming);
  const sent = service === 'dynamodb' ? askingForUnits(asked) : asked;
  const { host: _, 'content-length': __, 'transfer-encoding': ___, ...headers } = incoming.headers;
  const forwarded = request(new URL(incoming.url ?? '/', passing.address), {
    method: incoming.method ?? 'GET',
    agent: passing.agent,
    // The signed host stays: nobody here checks the signature, but S3's router reads the name.
    headers: { ...headers, host: new URL(passing.address).host, 'content-length': String(sent.length) },
  });
  outgoing.once('close', () => forwarded.destroy());
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    forwarded.once('response', resolve);
    forwarded.once('error', reject);
  });
  forwarded.end(sent);
  const answer = await answered;
  const body = await buffer(answer);
  const { 'transfer-encoding': ____, ...answerHeaders } = answer.headers;
  const status = answer.statusCode ?? 0;
  outgoing.writeHead(status, answerHeaders).end(body);
  passing.onSeen({
    service,
    operation: operationOf(service, incoming, asked),
    // Logical ids are letters and digits; Powertools adds words of its own behind a hyphen.
    caller: / app\/(\w+)/.exec(String(incoming.headers['user-agent']))?.[1] ?? '',
    status,
    requestBytes: asked.length,
    responseBytes: body.length,
    isEmpty: service === 'sqs' && !body.includes('"ReceiptHandle"'),
    ...(service === 'dynamodb'
      ? unitsOf(incoming, asked, body, status, passing)
      : { readUnits: 0, writeUnits: 0, indexUnits: 0 }),
  });
}

function messagingService({ headers }: IncomingMessage): MeteredService {
  if (String(headers['x-amz-target']).startsWith('AmazonSQS.')) return 'sqs';
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true ? 'sns' : 's3';
}

function operationOf(service: MeteredService, { headers, method, url }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
  if (service === 'sns') return new URLSearchParams(body.toString()).get('Action') ?? 'unknown';
  if (service === 'ses') return 'SendEmail';
  const isList = new URL(url ?? '/', 'http://s3').searchParams.has('list-type');
  return isList ? 'ListObjectsV2' : `${{ GET: 'Get', HEAD: 'Head', PUT: 'Put' }[method ?? ''] ?? method}Object`;
}

function askingForUnits(body: Buffer): Buffer {
  return Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'TOTAL' }));
}

type Units = Pick<MeteredRequest, 'readUnits' | 'writeUnits' | 'indexUnits'>;

/** A condition that did not hold is billed like the write, in the table and not in its indexes. */
function unitsOf(
  { headers }: IncomingMessage,
  asked: Buffer,
  answer: Buffer,
  status: number,
  { indexUnitsOf }: Pick<Passing, 'indexUnitsOf'>,
): Units {
  const operation = String(headers['x-amz-target']);
  const isWrite = /\.(Put|Update|Delete)Item$/.test(operation);
  const consumed = status === 200 ? JSON.parse(answer.toString()).ConsumedCapacity?.CapacityUnits : undefined;
  if (!isWrite) return { readUnits: Number(consumed ?? 0), writeUnits: 0, indexUnits: 0 };
  const writeUnits = Number(consumed ?? Math.ceil(asked.length / 1024));
  return { readUnits: 0, writeUnits, indexUnits: status === 200 ? indexUnitsOf(JSON.parse(asked.toString())) : 0 };
}

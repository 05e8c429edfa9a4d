import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { keepMails } from './keptMails.ts';
import { answerOwnHostOnly } from './ownHost.ts';
import { region } from './physicalNames.ts';

export type Emulators = {
  /** S3, SQS and SNS. */
  readonly messaging: FauxqsServer;
  readonly endpoints: { readonly messaging: string; readonly dynamodb: string; readonly inbox: string };
  readonly stop: () => Promise<void>;
};

/** 0 or left out: a free one. */
export type EmulatorPorts = { readonly messaging?: number; readonly dynamodb?: number; readonly inbox?: number };

/** Starts the embedded emulators. @param stateFolder where objects, queues and tables are kept; in memory when `null` */
export async function startEmulators(ports: EmulatorPorts = {}, stateFolder: string | null = null): Promise<Emulators> {
  if (stateFolder !== null) mkdirSync(stateFolder, { recursive: true });
  const messaging = await startFauxqs({
    port: ports.messaging ?? 0,
    logger: false,
    defaultRegion: region,
    messageSpies: true,
    ...(stateFolder === null ? {} : { dataDir: join(stateFolder, 'messaging') }),
  });
  const tables = dynalite({ createTableMs: 0, ...(stateFolder === null ? {} : { path: join(stateFolder, 'tables') }) });
  const dynamodb = await listen(tables, ports.dynamodb ?? 0);
  const inbox = await startInbox(ports.inbox ?? 0, stateFolder);
  return {
    messaging,
    // IP hosts: the AWS SDK then addresses buckets by path, so that no name has to resolve.
    endpoints: { messaging: `http://127.0.0.1:${messaging.port}`, dynamodb, inbox: addressOf(inbox) },
    stop: async () => {
      await Promise.all([messaging.stop(), close(tables), close(inbox)]);
    },
  };
}

/** Listens on this machine only; answers the base address, without a final slash. */
export async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return addressOf(server);
}

/** Closes a server at once, connections that were kept alive included. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** A CommonJS package whose default export Node and the test runner unwrap differently; `require` is the same in both. */
async function startInbox(port: number, stateFolder: string | null): Promise<Server> {
  const inbox = createRequire(import.meta.url)('aws-ses-v2-local') as typeof import('aws-ses-v2-local');
  const server = await inbox.default({ host: '127.0.0.1', port });
  answerOwnHostOnly(server);
  if (stateFolder !== null) keepMails(join(stateFolder, 'mails.jsonl'));
  return server;
}

function addressOf(server: Server): string {
  const address = server.address() as AddressInfo;
  return `http://127.0.0.1:${address.port}`;
}

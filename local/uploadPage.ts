import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { demoSite } from './demoSite.ts';
import { putObject } from './dropIntoBucket.ts';
import { judgedStudies } from './judgedStudies.ts';
import type { LocalStack } from './localStack.ts';
import { outcomeWords } from './outcomeWords.ts';
import { namesThisMachine } from './ownHost.ts';
import { unusedObjects } from './unusedObjects.ts';

const files: Readonly<Record<string, { readonly name: string; readonly type: string }>> = {
  '/': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.js': { name: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/droppedEntries.js': { name: 'droppedEntries.js', type: 'text/javascript; charset=utf-8' },
  '/page.css': { name: 'page.css', type: 'text/css; charset=utf-8' },
};
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** A page to drop files into the local bucket from a browser, and to see the verdicts come. */
export function uploadPageServer(stack: LocalStack, onError: (error: unknown) => void): Server {
  return createServer((request, response) => {
    answer(stack, request, response).catch((error: unknown) => {
      onError(error);
      send(response, 500, 'text/plain', 'This failed; the terminal says why.');
    });
  });
}

async function answer(stack: LocalStack, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!namesThisMachine(request.headers.host)) {
    send(response, 403, 'text/plain', 'Open this page by its address on this machine.');
    return;
  }
  const { pathname } = new URL(request.url ?? '/', 'http://local');
  const file = files[pathname];
  if (request.method === 'GET' && file !== undefined) {
    send(response, 200, file.type, readFileSync(new URL(`./uploadPage/${file.name}`, import.meta.url)));
  } else if (request.method === 'GET' && pathname === '/studies.json') {
    send(response, 200, 'application/json', JSON.stringify(await studies(stack)));
  } else if (request.method === 'PUT' && pathname.startsWith('/objects/')) {
    await receive(stack, pathname.slice('/objects/'.length), request, response);
  } else {
    send(response, 404, 'text/plain', 'There is no such page.');
  }
}

/** A browser asks before it sends a PUT from another site's page, and is not told that it may. */
async function receive(
  stack: LocalStack,
  encoded: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = decodePath(encoded);
  if (path === null) {
    send(response, 400, 'text/plain', 'The file name is not readable.');
    return;
  }
  const key = `incoming/${demoSite}/${path}`;
  // As a stream: an archive may be larger than memory.
  await putObject(stack.clients.s3, stack.output('BucketName'), key, request);
  send(response, 204, 'text/plain', '');
}

/** Where it goes below the site, or `null` when that is no plain path. */
function decodePath(encoded: string): string | null {
  try {
    const path = decodeURIComponent(encoded);
    return path.split('/').some((step) => ['', '.', '..'].includes(step)) ? null : path;
  } catch {
    return null;
  }
}

async function studies(stack: LocalStack): Promise<unknown> {
  const [judged, unused] = await Promise.all([judgedStudies(stack), unusedObjects(stack)]);
  return {
    inbox: stack.endpoints.inbox,
    unused,
    studies: judged.map(({ study, verdict, report, links }) => ({
      study: `${study.studyDate ?? 'date not known'} · ${study.studyInstanceUid}`,
      outcome: verdict === null || report === null ? null : outcomeWords(verdict.outcome, report),
      images: study.instances ?? null,
      report: links.at(-1) ?? null,
    })),
  };
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { ...securityHeaders, 'content-type': type }).end(body);
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** Whether a request names this machine as its host. Another site may point its own name at this machine; a browser then sends that name. */
export function namesThisMachine(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost):\d+$/.test(host ?? '');
}

/** Puts this check before everything that a server answers. */
export function answerOwnHostOnly(server: Server): void {
  const answering = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (namesThisMachine(request.headers.host)) {
      for (const listener of answering) Reflect.apply(listener, server, [request, response]);
      return;
    }
    response.writeHead(403, { 'content-type': 'text/plain' }).end('Open this page by its address on this machine.');
  });
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = { readonly signature: string; readonly body: string; readonly atSeconds: number };

/** A centre's own system on this machine, which takes everything, unless it is told to keep who posts waiting. */
export async function startReceiver() {
  const received: Received[] = [];
  let answers = true;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const signature = String(request.headers['x-ms-mri-check-signature']);
      received.push({ signature, body, atSeconds: Date.now() / 1000 });
      if (answers) response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/verdicts`,
    received,
    answer: (whether: boolean) => {
      answers = whether;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** What `docs/webhooks.md` has receivers check. */
export function isSigned({ signature, body, atSeconds }: Received, secret: string): boolean {
  const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
  const mac = createHmac('sha256', secret).update(`${t}.${body}`).digest();
  const given = Buffer.from(v1, 'hex');
  return given.length === mac.length && timingSafeEqual(given, mac) && Math.abs(atSeconds - Number(t)) < 300;
}

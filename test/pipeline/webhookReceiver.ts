import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = { readonly signature: string; readonly body: string };

/** A centre's own system on this machine, which takes everything. */
export async function startReceiver() {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      received.push({ signature: String(request.headers['x-ms-mri-check-signature']), body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/verdicts`,
    received,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export type RecordedRequest = {
  readonly method: string;
  readonly path: string;
  readonly range: string | null;
  readonly ifMatch: string | null;
};

/** Passes requests on and keeps what was asked for, and how many bytes of bodies were answered. */
export async function startRecordingProxy(targetPort: number) {
  const requests: RecordedRequest[] = [];
  let bodyBytes = 0;
  let most = 0;
  let open = 0;
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    requests.push({ method, path: url, range: headers.range ?? null, ifMatch: headers['if-match'] ?? null });
    open += 1;
    most = Math.max(most, open);
    outgoing.on('close', () => {
      open -= 1;
    });
    const passedOn = request({ host: '127.0.0.1', port: targetPort, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('data', (chunk: Buffer) => {
        bodyBytes += chunk.length;
      });
      answer.pipe(outgoing);
    });
    passedOn.on('error', () => outgoing.destroy());
    incoming.pipe(passedOn);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    bodyBytes: () => bodyBytes,
    mostAtOnce: () => most,
    reset(): void {
      requests.length = 0;
      bodyBytes = 0;
      most = 0;
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

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
  // Ranged requests that are held back until there are as many as a test wants to see at once.
  let gathering = 0;
  let held: (() => void)[] = [];
  const letGo = (): void => {
    gathering = 0;
    for (const go of held) go();
    held = [];
  };
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
    const passOn = (): void => {
      incoming.pipe(passedOn);
    };
    if (gathering === 0 || headers.range === undefined) passOn();
    else if (held.push(passOn) >= gathering) letGo();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    bodyBytes: () => bodyBytes,
    mostAtOnce: () => most,
    /** Answers the next ranged requests only when so many are there at once; a client that never sends them waits 10 s. */
    gather(count: number): void {
      gathering = count;
      setTimeout(letGo, 10_000).unref();
    },
    reset(): void {
      requests.length = 0;
      bodyBytes = 0;
      most = 0;
      letGo();
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

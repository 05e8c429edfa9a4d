import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { web } from '../../../functions/clients/web.ts';
import { Post } from '../../../functions/delivery/post.ts';
import { failureFacts } from '../../../functions/telemetry/failureFacts.ts';

let hanging: Server;
beforeAll(async () => {
  hanging = createServer(() => undefined);
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('WEBHOOKS_MAY_BE_LOCAL', 'true');
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  vi.unstubAllEnvs();
  hanging.closeAllConnections();
  await new Promise((resolve) => hanging.close(resolve));
});

test('a receiver that does not answer within ten seconds is told by the name of a time-out', async () => {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  const patience = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(50));
  const { port } = hanging.address() as AddressInfo;
  const post = new Post({ url: `http://127.0.0.1:${port}/`, headers: {}, body: '{}' });
  const failure: unknown = await web.send(post).catch((error: unknown) => error);
  expect(failureFacts(failure)).toMatchObject({ error: 'TimeoutError', code: null, httpStatus: null });
  expect(patience).toHaveBeenCalledWith(10_000);
});

import { createServer, get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { close, type Emulators, listen, startEmulators } from '../../local/emulators.ts';
import { answerOwnHostOnly } from '../../local/ownHost.ts';

/** The status of a GET that names `host`, which `fetch` would not let us choose. */
function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

describe('the inbox', () => {
  let emulators: Emulators;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators?.stop());

  it.each([
    ['127.0.0.1:8005', 200],
    ['localhost:8005', 200],
    ['mail.example:8005', 403],
    ['127.0.0.1.mail.example:8005', 403],
    ['localhost', 403],
  ])('answers the host %s with %d', async (host, status) => {
    expect(await statusFor(`${emulators.endpoints.inbox}/store`, host)).toBe(status);
  });
});

it('a server that answers its own host only does not hear of other requests', async () => {
  const heard: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    heard.push(request.url);
    response.end();
  });
  answerOwnHostOnly(server);
  const address = await listen(server, 0);
  await statusFor(`${address}/own`, new URL(address).host);
  await statusFor(`${address}/foreign`, 'elsewhere.example:80');
  await close(server);
  expect(heard).toEqual(['/own']);
});

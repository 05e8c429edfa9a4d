import { createServer } from 'node:http';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { expect, test, vi } from 'vitest';

test('a mail that the service took without answering is not sent again by the client itself', async () => {
  let requests = 0;
  const server = createServer((request) => {
    requests += 1;
    request.socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  vi.stubEnv('AWS_ENDPOINT_URL_SESV2', `http://127.0.0.1:${address.port}`);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  try {
    const { mail } = await import('../../../functions/clients/mail.ts');
    await expect(mail.send(new SendEmailCommand({ Content: {} }))).rejects.toThrow();
    expect(requests).toBe(1);
  } finally {
    vi.unstubAllEnvs();
    await new Promise((resolve) => server.close(resolve));
  }
});

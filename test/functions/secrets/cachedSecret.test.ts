import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { cachedSecret, EmptySecretError } from '../../../functions/secrets/cachedSecret.ts';

const arn = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:link';
const store = mockClient(SecretsManagerClient);
const reads = () => store.commandCalls(GetSecretValueCommand).length;
let nowMs = 0;
const secret = () => cachedSecret(new SecretsManagerClient(), arn, () => nowMs);

beforeEach(() => {
  store.reset();
  nowMs = 0;
});

test('is read once, by callers at the same time as well', async () => {
  store.on(GetSecretValueCommand).resolves({ SecretString: 'first' });
  const read = secret();
  expect(await Promise.all([read(), read()])).toEqual(['first', 'first']);
  expect(await read()).toBe('first');
  expect(reads()).toBe(1);
});

test('is read again after five minutes, so that a rotation arrives', async () => {
  store.on(GetSecretValueCommand).resolvesOnce({ SecretString: 'first' }).resolves({ SecretString: 'rotated' });
  const read = secret();
  await read();
  nowMs = 5 * 60 * 1000 - 1;
  expect(await read()).toBe('first');
  nowMs += 1;
  expect(await read()).toBe('rotated');
});

test('that could not be read is asked for again by the next caller', async () => {
  store
    .on(GetSecretValueCommand)
    .rejectsOnce(new Error('Rate exceeded'))
    .resolvesOnce({ SecretString: '' })
    .resolves({ SecretString: 'put there since' });
  const read = secret();
  await expect(read()).rejects.toThrow('Rate exceeded');
  await expect(read()).rejects.toThrow(EmptySecretError);
  expect(await read()).toBe('put there since');
  expect(reads()).toBe(3);
});

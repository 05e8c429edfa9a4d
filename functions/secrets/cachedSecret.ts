import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The secret exists but holds no text: someone has to put one there. */
export class EmptySecretError extends Error {
  override readonly name = 'EmptySecretError';
}

const maxAgeMs = 5 * 60 * 1000;

/** Reads a secret once per container and again when it has grown old, so that a rotation arrives without a deployment. */
export function cachedSecret(store: SecretsManagerClient, arn: string, now: () => number): () => Promise<string> {
  let held: { readonly value: Promise<string>; readonly readAtMs: number } | null = null;
  return () => {
    if (held !== null && now() - held.readAtMs < maxAgeMs) return held.value;
    const reading = { value: readSecret(store, arn), readAtMs: now() };
    held = reading;
    // A refusal must not be remembered for five minutes.
    reading.value.catch(() => {
      if (held === reading) held = null;
    });
    return reading.value;
  };
}

async function readSecret(store: SecretsManagerClient, arn: string): Promise<string> {
  const { SecretString } = await store.send(new GetSecretValueCommand({ SecretId: arn }));
  if (SecretString === undefined || SecretString === '') {
    throw new EmptySecretError(
      `The secret ${arn} holds no text: put a random string of 32 characters or more into it.`,
    );
  }
  return SecretString;
}

import { createServer, type IncomingMessage, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { arn } from './physicalNames.ts';
import type { Wired } from './wiring.ts';

const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const requestSchema = z.object({ SecretId: z.string() });

/** The secrets of the template, generated as Secrets Manager would: ARN → value. `randomIndex` draws from 0 up to, not including, its argument. */
export function generateSecrets(
  secrets: readonly Wired<'AWS::SecretsManager::Secret'>[],
  randomIndex: (below: number) => number,
): ReadonlyMap<string, string> {
  return new Map(
    secrets.map(({ logicalId, properties: { GenerateSecretString: asked } }) => {
      const all = asked.ExcludePunctuation === true ? lettersAndDigits : lettersAndDigits + punctuation;
      const alphabet = [...all].filter((letter) => !asked.ExcludeCharacters?.includes(letter));
      const letters = Array.from({ length: asked.PasswordLength ?? 32 }, () => alphabet[randomIndex(alphabet.length)]);
      return [arn('secretsmanager', `secret:${logicalId}`), letters.join('')];
    }),
  );
}

/** Answers Secrets Manager's GetSecretValue by ARN, and nothing else. */
export function secretsServer(secrets: ReadonlyMap<string, string>): Server {
  return createServer((request, response) => {
    answer(request, secrets).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
      },
      (error: unknown) => {
        response.writeHead(500).end(JSON.stringify({ __type: 'InternalServiceError', message: String(error) }));
      },
    );
  });
}

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

async function answer(request: IncomingMessage, secrets: ReadonlyMap<string, string>): Promise<Answer> {
  const operation = request.headers['x-amz-target'];
  if (operation !== 'secretsmanager.GetSecretValue') {
    return failure('InvalidRequestException', `the local stack does not know ${String(operation)}`);
  }
  const { SecretId } = requestSchema.parse(await json(request));
  const value = secrets.get(SecretId);
  if (value === undefined)
    return failure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  const name = SecretId.slice(SecretId.lastIndexOf(':') + 1);
  return { status: 200, body: { ARN: SecretId, Name: name, SecretString: value, VersionStages: ['AWSCURRENT'] } };
}

function failure(type: string, message: string): Answer {
  return { status: 400, body: { __type: type, message } };
}

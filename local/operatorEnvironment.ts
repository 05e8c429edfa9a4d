import { writeFile } from 'node:fs/promises';
import { anyCredentials } from './localClients.ts';
import type { LocalStack } from './localStack.ts';
import { region } from './physicalNames.ts';

/** Writes what a shell has to `source` so that the operator commands of `ms-mri-check` speak to this stack. */
export async function writeOperatorEnvironment(path: string, stack: LocalStack): Promise<void> {
  await writeFile(path, operatorEnvironment(stack));
}

/** CloudFormation has no emulator: the names stand in for `--stack`. */
export function operatorEnvironment(stack: Pick<LocalStack, 'endpoints' | 'output'>): string {
  const { endpoints, output } = stack;
  const variables = {
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.messaging,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secrets,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: anyCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: anyCredentials.secretAccessKey,
    MS_MRI_CHECK_DIRECTORY_TABLE: output('DirectoryTableName'),
    MS_MRI_CHECK_STUDIES_TABLE: output('StudiesTableName'),
    MS_MRI_CHECK_SETTLE_QUEUE: output('SettleQueueUrl'),
    MS_MRI_CHECK_WEBHOOK_KEY: output('WebhookKeyArn'),
  };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value}'\n`)
    .join('');
}

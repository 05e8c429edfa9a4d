import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { UsageError } from './commandError.ts';
import { stackOutputs } from './deployedStack.ts';
import type { ReplayOptions } from './replayCommand.ts';

export type ReplayNames = { readonly studies: string; readonly directory: string; readonly settleQueueUrl: string };

/** The stack's tables and queue: those that are given by name, the others from its outputs. */
export async function replayNames(
  { stack, studiesTable, table, settleQueue }: ReplayOptions,
  client: () => CloudFormationClient = () => new CloudFormationClient({}),
): Promise<ReplayNames> {
  if (studiesTable !== undefined && table !== undefined && settleQueue !== undefined)
    return { studies: studiesTable, directory: table, settleQueueUrl: settleQueue };
  if (stack === undefined) {
    throw new UsageError('Name the stack with --stack; or else all of --studies-table, --table and --settle-queue.');
  }
  const output = await stackOutputs(client(), stack);
  return {
    studies: studiesTable ?? output('StudiesTableName'),
    directory: table ?? output('DirectoryTableName'),
    settleQueueUrl: settleQueue ?? output('SettleQueueUrl'),
  };
}

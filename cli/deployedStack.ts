import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { inWords } from './awsFailure.ts';
import { UsageError } from './commandError.ts';

/** Answers the value of an output by its name. @throws UsageError when there is no such stack, or no such output */
export async function stackOutputs(client: CloudFormationClient, stack: string): Promise<(name: string) => string> {
  const outputs = await inWords(`--stack ${stack}`, async () => {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    return Stacks[0]?.Outputs ?? [];
  });
  return (name) => {
    const value = outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (value !== undefined) return value;
    throw new UsageError(`--stack ${stack} has no output ${name}: deploy this version first, or give the names.`);
  };
}

/** URLs of all queues of a stack, in the order of their names in the template. */
export async function stackQueueUrls(client: CloudFormationClient, stack: string): Promise<readonly string[]> {
  return inWords(`--stack ${stack}`, async () => {
    const found: (readonly [string, string])[] = [];
    for await (const page of paginateListStackResources({ client }, { StackName: stack })) {
      for (const { ResourceType, LogicalResourceId = '', PhysicalResourceId } of page.StackResourceSummaries ?? []) {
        if (ResourceType === 'AWS::SQS::Queue' && PhysicalResourceId !== undefined)
          found.push([LogicalResourceId, PhysicalResourceId]);
      }
    }
    return found.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, url]) => url);
  });
}

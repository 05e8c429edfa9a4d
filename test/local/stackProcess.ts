import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb';
import { localClients } from '../../local/localClients.ts';

export type Item = Readonly<Record<string, unknown>>;
export type StackProcess = Awaited<ReturnType<typeof startStackProcess>>;

/** Starts `killableStack.ts` on a state, and asks and kills it. */
export async function startStackProcess(assembly: string, state: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killableStack.ts'), assembly, state], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async () => JSON.parse(String((await lines.next()).value));
  const { endpoints, bucket, studies, deliveries, operatorEnvironment } = await said();
  const clients = localClients(endpoints);
  const client = clients.documents;

  async function itemsIn(TableName: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) items.push(...Items);
    return items;
  }
  return {
    clients,
    bucket: String(bucket),
    inbox: String(endpoints.inbox),
    operatorEnvironment: String(operatorEnvironment),
    items: () => itemsIn(studies),
    deliveries: () => itemsIn(deliveries),
    itemsBelow: async (pk: string, prefix: string): Promise<readonly Item[]> => {
      const items: Item[] = [];
      const pages = paginateQuery(
        { client },
        {
          TableName: studies,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
        },
      );
      for await (const { Items = [] } of pages) items.push(...Items);
      return items;
    },
    untilQuiet: async (): Promise<{ readonly deadLetters: number }> => {
      for (;;) {
        child.stdin.write('\n');
        const { underWay, deadLetters } = await said();
        if (underWay === 0) return { deadLetters };
        await sleep(200);
      }
    },
    kill: async (): Promise<void> => {
      child.kill('SIGKILL');
      await once(child, 'exit');
      clients.destroy();
    },
  };
}

import { registerDemoSite } from '../../local/demoSite.ts';
import { startLocalStack } from '../../local/localStack.ts';
import { operatorEnvironment } from '../../local/operatorEnvironment.ts';

/**
 * Runs as a process of its own, to be killed: `node killableStack.ts ASSEMBLY STATE`. Starts the stack on the state, says where it is,
 * and on each line of standard input how much is under way, how many studies are judged, and what mails were sent.
 */
const [assembly = '', stateFolder = ''] = process.argv.slice(2);
const troubles: string[] = [];
const stack = await startLocalStack({
  assembly,
  stateFolder,
  parameters: { SenderAddress: 'ms-mri-check@demo-centre.example' },
  onLog: () => {},
  onTrouble: ({ functionName, error }) => troubles.push(`${functionName}: ${String(error)}`),
});
await registerDemoSite(stack.clients.documents, stack.environment('DIRECTORY_TABLE'));
const whereItIs = {
  endpoints: { ...stack.endpoints, httpApis: undefined },
  bucket: stack.output('BucketName'),
  studies: stack.environment('STUDIES_TABLE'),
  deliveries: stack.environment('DELIVERIES_TABLE'),
  operatorEnvironment: operatorEnvironment(stack),
};
process.stdout.write(`${JSON.stringify(whereItIs)}\n`);
process.stdin.on('data', () => {
  const deadLetters = [...stack.deadLetters().values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${JSON.stringify({ underWay: stack.underWay(), deadLetters, troubles })}\n`);
});

import { pathToFileURL } from 'node:url';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, Invocation, WorkerSettings } from './functionMessages.ts';

/** One execution environment of a function: loads the bundle once, then handles one event at a time. */
const settings = workerData as WorkerSettings;
const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread of the local stack only');
const tell = (message: FromWorker): void => port.postMessage(message);

type Handler = (event: unknown, context: unknown) => unknown;
const bundle = (await import(pathToFileURL(settings.bundle).href)) as Readonly<Record<string, unknown>>;
const handler = bundle[settings.exportName];
if (typeof handler !== 'function') throw new Error(`${settings.bundle} exports no function ${settings.exportName}`);

port.on('message', (invocation: Invocation) => {
  handle(handler as Handler, invocation).then(tell, (error: unknown) =>
    tell({ kind: 'failed', error: describe(error) }),
  );
});
tell({ kind: 'ready' });

async function handle(call: Handler, invocation: Invocation): Promise<FromWorker> {
  const deadline = Date.now() + settings.timeoutMs;
  const startedMs = performance.now();
  const startedCpu = process.threadCpuUsage();
  const result = await call(JSON.parse(invocation.event), {
    awsRequestId: invocation.requestId,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memoryMb),
    logGroupName: `/aws/lambda/${settings.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  });
  const { user, system } = process.threadCpuUsage(startedCpu);
  return {
    kind: 'done',
    result: JSON.stringify(result),
    effort: {
      cpuMs: (user + system) / 1000,
      wallMs: performance.now() - startedMs,
      heapBytes: getHeapStatistics().used_heap_size,
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}

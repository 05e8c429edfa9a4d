import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { Effort, FromWorker, Invocation, WorkerSettings } from './functionMessages.ts';
import { anyCredentials } from './localClients.ts';
import { LocalStackError } from './localStackError.ts';
import { arn, type Endpoints, region } from './physicalNames.ts';
import type { Wired } from './wiring.ts';

/** A function threw, ran out of time or died. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

export type FunctionHost = {
  readonly functionName: string;
  /** Runs the handler with the event; answers its result. @throws {FunctionError} */
  readonly invoke: (event: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

/** One invocation of a function, and what it took. */
export type Invoked = Effort & { readonly functionName: string; readonly memoryMb: number };

/** As many events of one function are handled at once as this small machine bears, unless the template allows fewer. */
const mostWorkers = 4;

/** Hosts one function of the template: its real bundle in worker threads that see nothing of this process' environment. */
export function hostFunction(options: {
  readonly wired: Wired<'AWS::Lambda::Function'>;
  readonly assetFolders: ReadonlyMap<string, string>;
  readonly endpoints: Endpoints;
  readonly newRequestId: () => string;
  readonly onLog: (functionName: string, line: string) => void;
  /** Told of each invocation that answered. */
  readonly onInvoked?: (invoked: Invoked) => void;
}): FunctionHost {
  const { wired, endpoints, newRequestId, onLog, onInvoked } = options;
  const { logicalId: functionName, properties } = wired;
  const settings: WorkerSettings = {
    ...locateHandler(wired, options.assetFolders),
    functionName,
    functionArn: arn('lambda', `function:${functionName}`),
    memoryMb: properties.MemorySize,
    timeoutMs: properties.Timeout * 1000,
  };
  const environment = {
    ...properties.Environment?.Variables,
    ...runtimeEnvironment(settings, properties.Handler, endpoints),
  };
  const limit = Math.min(properties.ReservedConcurrentExecutions ?? mostWorkers, mostWorkers);
  const idle: ExecutionEnvironment[] = [];
  const alive = new Set<ExecutionEnvironment>();
  const waiting: (() => void)[] = [];

  const acquire = async (): Promise<ExecutionEnvironment> => {
    while (true) {
      const free = idle.pop();
      if (free !== undefined) return free;
      if (alive.size < limit) {
        const started = startEnvironment(settings, environment, (line) => onLog(functionName, line));
        alive.add(started);
        return started;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  const release = (environmentUsed: ExecutionEnvironment): void => {
    if (environmentUsed.isAlive()) idle.push(environmentUsed);
    else alive.delete(environmentUsed);
    waiting.shift()?.();
  };
  return {
    functionName,
    invoke: async (event) => {
      const used = await acquire();
      try {
        const done = await used.run({ requestId: newRequestId(), event: JSON.stringify(event) });
        onInvoked?.({ functionName, memoryMb: settings.memoryMb, ...done.effort });
        return done.result === undefined ? null : JSON.parse(done.result);
      } finally {
        release(used);
      }
    },
    stop: async () => {
      await Promise.all([...alive].map((environmentAlive) => environmentAlive.stop()));
    },
  };
}

function locateHandler(
  { logicalId, properties }: Wired<'AWS::Lambda::Function'>,
  assetFolders: ReadonlyMap<string, string>,
): Pick<WorkerSettings, 'bundle' | 'exportName'> {
  const folder = assetFolders.get(properties.Code.S3Key);
  if (folder === undefined)
    throw new LocalStackError(`${logicalId}: the assembly holds no asset ${properties.Code.S3Key}`);
  const [file = '', exportName = ''] = properties.Handler.split('.');
  const bundle = ['mjs', 'js', 'cjs'].map((extension) => join(folder, `${file}.${extension}`)).find(existsSync);
  if (bundle === undefined)
    throw new LocalStackError(`${logicalId}: ${folder} holds no file for the handler ${properties.Handler}`);
  return { bundle, exportName };
}

/** What Lambda itself sets, and where the AWS SDK finds the emulators. */
function runtimeEnvironment(settings: WorkerSettings, handler: string, endpoints: Endpoints): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: anyCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: anyCredentials.secretAccessKey,
    // The SDK says it in its user agent: who asked can then be told from the request (meter.ts).
    AWS_SDK_UA_APP_ID: settings.functionName,
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_ENDPOINT_URL_S3: endpoints.messaging,
    AWS_ENDPOINT_URL_SQS: endpoints.messaging,
    AWS_ENDPOINT_URL_SNS: endpoints.messaging,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SESV2: endpoints.inbox,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secrets,
    // The centre's own system is a program on this machine.
    WEBHOOKS_MAY_BE_LOCAL: 'true',
    _HANDLER: handler,
    TZ: 'UTC',
  };
}

type Done = { readonly result: string | undefined; readonly effort: Effort };

type ExecutionEnvironment = {
  readonly run: (invocation: Invocation) => Promise<Done>;
  readonly isAlive: () => boolean;
  readonly stop: () => Promise<unknown>;
};

function startEnvironment(
  settings: WorkerSettings,
  environment: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
): ExecutionEnvironment {
  const worker = new Worker(new URL('./functionWorker.ts', import.meta.url), {
    workerData: settings,
    env: environment,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb },
  });
  for (const output of [worker.stdout, worker.stderr]) forwardLines(output, onLine);
  let alive = true;
  let settle: ((message: FromWorker) => void) | null = null;
  const next = (): Promise<FromWorker> => new Promise((resolve) => (settle = resolve));
  const ready = next();
  worker.on('message', (message: FromWorker) => settle?.(message));
  worker.on('error', (error: Error) => {
    alive = false;
    settle?.({ kind: 'failed', error: error.stack ?? error.message });
  });
  worker.on('exit', (status) => {
    alive = false;
    settle?.({ kind: 'failed', error: `the worker thread ended with status ${status}` });
  });
  let started = false;
  return {
    run: async (invocation) => {
      if (!started) throwIfFailed(await ready, settings);
      started = true;
      const reply = next();
      worker.postMessage(invocation);
      const timer = setTimeout(() => {
        alive = false;
        settle?.({ kind: 'failed', error: `Task timed out after ${settings.timeoutMs / 1000} seconds` });
        void worker.terminate();
      }, settings.timeoutMs);
      try {
        return doneOf(await reply, settings);
      } finally {
        clearTimeout(timer);
      }
    },
    isAlive: () => alive,
    stop: () => worker.terminate(),
  };
}

function doneOf(message: FromWorker, settings: WorkerSettings): Done {
  throwIfFailed(message, settings);
  if (message.kind === 'done') return message;
  throw new FunctionError(`${settings.functionName}: answered ${message.kind} to an event`);
}

function throwIfFailed(message: FromWorker, settings: WorkerSettings): void {
  if (message.kind === 'failed') throw new FunctionError(`${settings.functionName}: ${message.error}`);
}

function forwardLines(output: Readable, onLine: (line: string) => void): void {
  createInterface({ input: output }).on('line', onLine);
}

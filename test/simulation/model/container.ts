import { resolve } from 'node:path';
import type { Random } from '../../../bench/fuzz/random.ts';
import type { BundledFunction } from './bundledFunctions.ts';
import { type FunctionName, type Handler, requireShared } from './bundledFunctions.ts';
import { type CallDependencies, callService, type Invocation, type Service } from './serviceCall.ts';

/** Where a function's code lives from one invocation to the next, with all that it keeps in its variables. */
export type Container = { readonly handler: Handler; invocation: Invocation | null };

const services: Readonly<Record<string, Service>> = {
  'documents.ts': 'dynamodb',
  'objects.ts': 's3',
  'queues.ts': 'sqs',
  'topics.ts': 'sns',
  'mail.ts': 'ses',
  'secretStore.ts': 'secrets',
  'web.ts': 'web',
};

type SdkCommand = {
  readonly constructor: { readonly name: string };
  readonly input: Readonly<Record<string, unknown>>;
};
export type RealClients = ReadonlyMap<string, { readonly exported: object; readonly maxAttempts: number }>;

/** The product's own clients, with how often each tries: nothing is asked of them but that. */
export async function realClients(): Promise<RealClients> {
  Object.assign(process.env, { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  const folder = resolve(import.meta.dirname, '../../../functions/clients');
  const clients = new Map<string, { exported: object; maxAttempts: number }>();
  for (const file of Object.keys(services)) {
    const exported: Readonly<Record<string, { config: { maxAttempts: () => Promise<number> } }>> = requireShared(
      resolve(folder, file),
    );
    const client = Object.values(exported).find((one) => 'config' in one);
    clients.set(file, { exported, maxAttempts: (await client?.config.maxAttempts()) ?? 3 });
  }
  return clients;
}

export type ContainerDependencies = CallDependencies & {
  readonly clients: RealClients;
  /** How far a container's clock is ahead or behind at most: by twice as much two of them differ. */
  readonly clockErrorMs: number;
  readonly environment: Readonly<Record<string, string>>;
};

/** A new container of a function: its modules are loaded anew, its calls go to the models. */
export function startContainer(load: BundledFunction, dependencies: ContainerDependencies): Container {
  const { time, random, environment, clockErrorMs } = dependencies;
  const errorMs = clockErrorMs === 0 ? 0 : random.below(2 * clockErrorMs + 1) - clockErrorMs;
  const container: { handler: Handler; invocation: Invocation | null } = { handler: notLoaded, invocation: null };
  container.handler = load({
    environment,
    nowMs: () => time.nowMs() + errorMs,
    randomUuid: () => uuidOf(random),
    randomInt: (most) => random.below(most),
    clients: (file) => simulatedClients(file, container, dependencies),
    setTimeout(call, delayMs) {
      const { invocation } = container;
      const timer = { cleared: false };
      time.after(delayMs, () => {
        if (!timer.cleared && invocation?.ended !== true) call();
      });
      return timer;
    },
    clearTimeout(timer) {
      if (typeof timer === 'object' && timer !== null) Object.assign(timer, { cleared: true });
    },
  });
  return container;
}

function simulatedClients(file: string, container: Container, dependencies: ContainerDependencies): object {
  const service = services[file];
  const real = dependencies.clients.get(file);
  if (service === undefined || real === undefined)
    throw new TypeError(`No model of the client functions/clients/${file}.`);
  const send = (command: SdkCommand): Promise<unknown> => {
    const { invocation } = container;
    if (invocation === null) throw new TypeError('A container without an invocation called a service.');
    return callService(service, command.constructor.name, command.input, real.maxAttempts, invocation, dependencies);
  };
  return Object.fromEntries(
    Object.entries(real.exported).map(([name, client]) => [name, Object.create(client, { send: { value: send } })]),
  );
}

function notLoaded(): Promise<never> {
  return Promise.reject(new TypeError('The container holds no code.'));
}

function uuidOf(random: Random): string {
  const digits = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export type { FunctionName };

import { randomInt, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type BucketNotifications, startBucketNotifications } from './bucketNotifications.ts';
import { createResources } from './createResources.ts';
import { close, type EmulatorPorts, listen, startEmulators } from './emulators.ts';
import { type BatchTrouble, startEventSources } from './eventSources.ts';
import { type FunctionHost, hostFunction, type Invoked } from './functionHost.ts';
import { httpApiServer, routesOf } from './httpApi.ts';
import { type Indexes, indexesOf } from './indexUnits.ts';
import { keptSecrets } from './keptSecrets.ts';
import { type LocalClients, localClients } from './localClients.ts';
import { LocalStackError } from './localStackError.ts';
import { answerThisMachineOnly } from './loopbackOnly.ts';
import { type MeteredRequest, startMeter } from './meter.ts';
import { type Endpoints, nameInArn, scopeOf } from './physicalNames.ts';
import { readAssembly } from './readAssembly.ts';
import { refusedByAws } from './refusedByAws.ts';
import { resolveIntrinsics } from './resolveIntrinsics.ts';
import { announceUntold, keptToldObjects, returnInFlight } from './resumedState.ts';
import { generateSecrets, secretsServer } from './secrets.ts';
import { serviceGrants } from './serviceGrants.ts';
import { readWiring, type Wiring } from './wiring.ts';

export type LocalStack = {
  readonly endpoints: Endpoints;
  readonly clients: LocalClients;
  readonly notifications: BucketNotifications;
  /** A stack output's value. @throws {LocalStackError} when the template has none of that name. */
  readonly output: (name: string) => string;
  /** What the functions' environments agree to call `name`: a table, a queue. @throws {LocalStackError} when none has it. */
  readonly environment: (name: string) => string;
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
  /**
   * Messages that are under way: in any queue but the dead-letter queues, or about to enter one. Those that are held back for longer than any
   * quiet period here are left out: they look again, in vain, for what a study waited for.
   */
  readonly underWay: () => number;
  /** Messages in dead-letter queues, by queue. */
  readonly deadLetters: () => ReadonlyMap<string, number>;
  /** What the functions and the polling for them asked of services; empty unless the stack is metered. */
  readonly requests: () => readonly MeteredRequest[];
  readonly stop: () => Promise<void>;
};

export type LocalStackOptions = {
  /** A cloud assembly: the output folder of `cdk synth`. */
  readonly assembly: string;
  /** Values for the template's parameters, as a deployment would pass them. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly ports?: EmulatorPorts & { readonly portal?: number };
  readonly onLog: (functionName: string, line: string) => void;
  readonly onTrouble: (trouble: BatchTrouble) => void;
  readonly onInvoked?: (invoked: Invoked) => void;
  /**
   * Where everything is kept: a stack that is started again on it, however the one before it ended, goes on where that one was. In
   * memory when left out.
   */
  readonly stateFolder?: string;
  /** Whether the requests of the functions are counted; by default they go to the emulators directly. */
  readonly metered?: boolean;
};

const longestQuietMs = 60_000;

/** Starts everything that the assembly's template wires, on embedded emulators in this process. @throws {LocalStackError} */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { onTrouble } = options;
  const { template, assetFolders } = readAssembly(options.assembly);
  const guard = answerThisMachineOnly();
  const { stateFolder = null } = options;
  if (stateFolder !== null) returnInFlight(stateFolder);
  const emulators = await startEmulators(options.ports, stateFolder);
  const now = (): Date => new Date();

  let wiring: Wiring | null = null;
  const hosts = new Map<string, FunctionHost>();
  const apiIds = Object.entries(template.Resources).flatMap(([id, { Type }]) =>
    Type === 'AWS::ApiGatewayV2::Api' ? [id] : [],
  );
  const routes = new Map<string, ReturnType<typeof routesOf>>();
  const apiServers = apiIds.map((id) =>
    httpApiServer(
      id,
      () => routes.get(id) ?? [],
      now,
      (error) => onTrouble({ functionName: id, messages: 1, error }),
    ),
  );
  const secrets = new Map<string, string>();
  const secretStore = secretsServer(secrets);
  const servers: readonly Server[] = [...apiServers, secretStore];
  const httpApis = new Map<string, string>();
  for (const [index, id] of apiIds.entries()) {
    const server = apiServers[index];
    if (server !== undefined) httpApis.set(id, await listen(server, index === 0 ? (options.ports?.portal ?? 0) : 0));
  }
  const endpoints: Endpoints = { ...emulators.endpoints, secrets: await listen(secretStore, 0), httpApis };
  const clients = localClients(endpoints);
  let indexes: Indexes = new Map();
  const meter = options.metered === true ? await startMeter(endpoints, () => indexes) : null;
  /** Where what is deployed finds the services. */
  const deployedEndpoints = meter?.endpoints ?? endpoints;
  const pollingClients = localClients(deployedEndpoints);
  const scope = scopeOf(template, options.parameters, deployedEndpoints);

  const stopServers = async (): Promise<void> => {
    clients.destroy();
    pollingClients.destroy();
    await Promise.all([...servers.map(close), meter?.stop(), emulators.stop()]);
    guard.stop();
  };
  try {
    wiring = readWiring(template, scope);
    indexes = indexesOf(wiring);
    const refused = refusedByAws(wiring, serviceGrants(template, scope));
    if (refused.length > 0) throw new LocalStackError(`AWS would refuse this template:\n${refused.join('\n')}`);
    const made = generateSecrets(wiring.secrets, (below) => randomInt(below));
    for (const [name, value] of keptSecrets(stateFolder, made)) secrets.set(name, value);
    await createResources(wiring, emulators.messaging, clients.dynamodb);
    for (const wired of wiring.functions) {
      const host = hostFunction({
        wired,
        assetFolders,
        endpoints: deployedEndpoints,
        newRequestId: randomUUID,
        onLog: options.onLog,
        ...(options.onInvoked === undefined ? {} : { onInvoked: options.onInvoked }),
      });
      hosts.set(wired.logicalId, host);
    }
    for (const api of wiring.apis) routes.set(api.logicalId, routesOf(api, wiring, hosts));
  } catch (error) {
    await stopServers();
    throw error;
  }
  const running = wiring;
  const onError = (error: unknown): void => onTrouble({ functionName: 'bucket notifications', messages: 1, error });
  const toldObjects = stateFolder === null ? null : keptToldObjects(stateFolder);
  const notifications = startBucketNotifications({
    wiring,
    messaging: emulators.messaging,
    s3: clients.s3,
    now,
    onError,
    ...(stateFolder === null ? {} : { firstSequence: Date.now() * 1000 }),
    ...(toldObjects === null ? {} : { onNotified: toldObjects.note }),
  });
  if (toldObjects !== null) await announceUntold(wiring, clients.s3, notifications, toldObjects);
  const eventSources = startEventSources({
    mappings: wiring.eventSources,
    hosts,
    sqs: pollingClients.sqs,
    endpoints: deployedEndpoints,
    now: Date.now,
    onTrouble,
  });

  const deadLetterQueues = new Set(
    wiring.queues.flatMap(({ properties }) =>
      properties.RedrivePolicy ? [nameInArn(properties.RedrivePolicy.deadLetterTargetArn)] : [],
    ),
  );
  const messagesIn = (queue: string): number => {
    const inside = emulators.messaging.inspectQueue(queue)?.messages;
    if (inside === undefined) return 0;
    const soon = inside.delayed.filter(({ delayUntil }) => (delayUntil ?? 0) < Date.now() + longestQuietMs);
    return inside.ready.length + soon.length + inside.inflight.length;
  };
  return {
    endpoints,
    clients,
    notifications,
    output: (name) => {
      const definition = template.Outputs[name];
      if (definition === undefined) throw new LocalStackError(`the template has no output ${name}`);
      const resolved = resolveIntrinsics(definition, scope, `Outputs.${name}`) as { readonly Value?: unknown };
      return String(resolved.Value);
    },
    environment: (name) => {
      const values = running.functions.flatMap(({ properties }) => properties.Environment?.Variables[name] ?? []);
      const [value] = values;
      if (value !== undefined && values.every((other) => other === value)) return value;
      throw new LocalStackError(`the functions have ${values.length === 0 ? 'no' : 'different'} values for ${name}`);
    },
    invoke: (functionName, event) => {
      const host = hosts.get(functionName);
      if (host === undefined) throw new LocalStackError(`the template has no function ${functionName}`);
      return host.invoke(event);
    },
    underWay: () =>
      running.queues
        .filter(({ logicalId }) => !deadLetterQueues.has(logicalId))
        .reduce((sum, { logicalId }) => sum + messagesIn(logicalId), notifications.pending()),
    deadLetters: () =>
      new Map(
        [...deadLetterQueues]
          .map((queue): [string, number] => [queue, messagesIn(queue)])
          .filter(([, count]) => count > 0),
      ),
    requests: () => meter?.requests() ?? [],
    stop: async () => {
      notifications.stop();
      await eventSources.stop();
      await Promise.all([...hosts.values()].map((host) => host.stop()));
      await stopServers();
    },
  };
}

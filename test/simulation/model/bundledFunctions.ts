import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { build, type Plugin } from 'esbuild';

/** A change of the product that the simulation is to notice. */
export type Mutation = { readonly file: string; readonly from: string; readonly to: string };

/** What a function's code may see of the world, instead of the world. */
export type Surroundings = {
  readonly environment: Readonly<Record<string, string>>;
  readonly nowMs: () => number;
  readonly randomUuid: () => string;
  /** Below the given number. */
  readonly randomInt: (most: number) => number;
  /** The clients of the AWS SDK, by the file that makes them. */
  readonly clients: (file: string) => object;
  readonly setTimeout: (call: () => void, delayMs: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
};

export type Handler = (event: unknown, context: unknown) => Promise<unknown>;
/** Loads a function anew, as a new container does. */
export type BundledFunction = (surroundings: Surroundings) => Handler;

export const functionNames = ['ingest', 'evaluate', 'notify', 'webhook'] as const;
export type FunctionName = (typeof functionNames)[number];
export type BundledFunctions = Readonly<Record<FunctionName, BundledFunction>>;

const root = resolve(import.meta.dirname, '../../..');
/** Loads what is shared by all containers: packages, which keep nothing of an invocation, and `core/`, which is pure. */
export const requireShared = createRequire(join(root, 'package.json'));

/** The mutation's text does not stand in its file any more. */
export class StaleMutationError extends Error {
  override readonly name = 'StaleMutationError';
}

/**
 * The archives of a scenario hold a handful of images, and would never fill an item: two share one here, and three wait for others of
 * their series.
 */
const smallSets: readonly Mutation[] = [
  { file: 'functions/ingest/inSets.ts', from: 'const mostInSet = 100;', to: 'const mostInSet = 2;' },
  { file: 'functions/ingest/inSets.ts', from: 'const mostWaiting = 1000;', to: 'const mostWaiting = 3;' },
];

/** The handlers as they stand in `functions/`, bundled so that each container has its own. */
export async function bundleFunctions(mutation: Mutation | null = null): Promise<BundledFunctions> {
  const [ingest, evaluate, notify, webhook] = await Promise.all(
    functionNames.map(async (name) => loader(name, await bundled(name, mutation))),
  );
  if (ingest === undefined || evaluate === undefined || notify === undefined || webhook === undefined)
    throw new TypeError('A bundle is missing.');
  return { ingest, evaluate, notify, webhook };
}

async function bundled(name: FunctionName, mutation: Mutation | null): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [`functions/${name}/handler.ts`],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    logLevel: 'silent',
    plugins: [sharedParts(mutation), mutated([...smallSets, ...(mutation === null ? [] : [mutation])])],
  });
  return outputFiles[0]?.text ?? '';
}

/** middy is bundled, for its timer; what a mutation changes is too. */
function sharedParts(mutation: Mutation | null): Plugin {
  return {
    name: 'shared-parts',
    setup({ onResolve }) {
      onResolve({ filter: /^[^.]/ }, ({ path, kind }) => {
        if (kind === 'entry-point' || path.startsWith('@middy/')) return undefined;
        return { path, external: true };
      });
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const file = resolve(resolveDir, path);
        const inCore = file.startsWith(join(root, 'core/')) && !isBundledCore(file, mutation);
        return inCore || file.startsWith(clientsFolder) ? { path: file, external: true } : undefined;
      });
    },
  };
}

function isBundledCore(file: string, mutation: Mutation | null): boolean {
  return mutation?.file.startsWith('core/records/') === true && file.startsWith(join(root, 'core/records/'));
}

function mutated(mutations: readonly Mutation[]): Plugin {
  return {
    name: 'mutated',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const own = mutations.filter(({ file }) => path === join(root, file));
        if (own.length === 0) return undefined;
        return { contents: own.reduce(changed, readFileSync(path, 'utf8')), loader: 'ts' };
      });
    },
  };
}

function changed(text: string, { file, from, to }: Mutation): string {
  if (!text.includes(from)) throw new StaleMutationError(`${file} does not hold "${from}" any more.`);
  return text.replace(from, () => to);
}

const clientsFolder = join(root, 'functions/clients/');

function loader(name: FunctionName, code: string): BundledFunction {
  const parameters = ['require', 'module', 'exports', 'process', 'Date', 'clearTimeout'];
  const load = compileFunction(code, parameters, { filename: `functions/${name}/handler.bundle.cjs` });
  return (surroundings) => {
    const { environment, nowMs, clearTimeout } = surroundings;
    const requireFor = (path: string): unknown => {
      if (path.startsWith(clientsFolder)) return surroundings.clients(path.slice(clientsFolder.length));
      if (path === 'node:crypto')
        return { ...requireShared(path), randomUUID: surroundings.randomUuid, randomInt: surroundings.randomInt };
      if (path === 'node:timers') return { setTimeout: surroundings.setTimeout, clearTimeout };
      return requireShared(path);
    };
    const process = Object.create(globalThis.process, { env: { value: environment } });
    const module: { exports: { handler?: Handler } } = { exports: {} };
    load(requireFor, module, module.exports, process, dateAt(nowMs), clearTimeout);
    const { handler } = module.exports;
    if (handler === undefined) throw new TypeError(`functions/${name} exports no handler.`);
    return handler;
  };
}

function dateAt(nowMs: () => number): DateConstructor {
  return new Proxy(Date, {
    get: (date, name) => (name === 'now' ? nowMs : Reflect.get(date, name)),
    construct: (date, given) => (given.length === 0 ? new date(nowMs()) : Reflect.construct(date, given)),
  });
}

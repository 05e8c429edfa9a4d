import { rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { bytesWords, count, printable } from '../core/report/index.ts';
import { sampleStudies } from '../samples/index.ts';
import { makeAssemblyFolder } from './assemblyFolder.ts';
import { readCommandLine, type StartOptions, UsageError, usage } from './commandLine.ts';
import { demoSite, registerDemoSite } from './demoSite.ts';
import { dropIntoBucket } from './dropIntoBucket.ts';
import { type Drop, pathDrops, sampleDrop } from './droppedFiles.ts';
import { close, listen } from './emulators.ts';
import type { BatchTrouble } from './eventSources.ts';
import { type JudgedStudy, judgedStudies, liesIn } from './judgedStudies.ts';
import { type LocalStack, startLocalStack } from './localStack.ts';
import { LocalStackError } from './localStackError.ts';
import { writeOperatorEnvironment } from './operatorEnvironment.ts';
import { repositoryRoot } from './repositoryRoot.ts';
import { PipelineError, untilSettled } from './settle.ts';
import { synthesize } from './synthesize.ts';
import { unusedObjects } from './unusedObjects.ts';
import { uploadPageServer } from './uploadPage.ts';
import { verdictTable } from './verdictTable.ts';

const operatorFile = join(repositoryRoot, '.local', 'operator.env');

try {
  await start(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof LocalStackError || error instanceof PipelineError)) throw error;
  sayWhy(error);
  process.exitCode = error instanceof UsageError ? 64 : 1;
}

async function start(args: readonly string[]): Promise<void> {
  const options = readCommandLine(args);
  if (options === 'help') {
    process.stdout.write(usage);
    return;
  }
  // Looked at before anything starts: a wrong path is said at once.
  const given = await pathDrops(options.drop);
  sayWhereTheyGo(options.drop, given);
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => {
        if (options.once) process.exitCode = 130;
        resolve();
      });
    }
  });
  const assembly = await makeAssemblyFolder(join(repositoryRoot, '.local'));
  try {
    say('Synthesizing the stack …');
    await synthesize(assembly);
    await run(assembly, options, [...given, ...(await samplesOf(options))], interrupted);
  } finally {
    await rm(assembly, { recursive: true, force: true });
  }
}

/** Several of one name are told apart by what they are called from here on. */
function sayWhereTheyGo(paths: readonly string[], drops: readonly Drop[]): void {
  for (const [index, { folder }] of drops.entries()) {
    const path = paths[index] ?? folder;
    if (basename(resolve(path)) !== folder) say(`${printable(path, 300)} is dropped as ${printable(folder)}`);
  }
}

async function samplesOf(options: StartOptions): Promise<readonly Drop[]> {
  if (!options.samples) return [];
  const drops: Drop[] = [];
  for (const { name, title } of sampleStudies) {
    say(`Making the sample study ${name}: ${title} …`);
    drops.push(await sampleDrop(name));
  }
  return drops;
}

async function run(
  assembly: string,
  options: StartOptions,
  drops: readonly Drop[],
  interrupted: Promise<void>,
): Promise<void> {
  const troubles: BatchTrouble[] = [];
  const onTrouble = (trouble: BatchTrouble): void => {
    troubles.push(trouble);
    say(`${trouble.functionName}: ${String(trouble.error)}`);
  };
  const stack = await startLocalStack({
    assembly,
    parameters: { SenderAddress: 'ms-mri-check@demo-centre.example' },
    ports: { messaging: options.ports.messaging, inbox: options.ports.inbox, portal: options.ports.portal },
    onLog: (name, line) => {
      if (options.verbose) say(`${name}: ${line}`);
    },
    onTrouble,
    ...(options.keep ? { stateFolder: join(repositoryRoot, '.local', 'state') } : {}),
  });
  const uploadPage = uploadPageServer(stack, (error) => say(String(error)));
  try {
    await registerDemoSite(stack.clients.documents, stack.environment('DIRECTORY_TABLE'));
    const address = await listen(uploadPage, options.ports.upload);
    process.stdout.write(`\nUpload page  ${address}/\nInbox        ${stack.endpoints.inbox}/\n\n`);
    await writeOperatorEnvironment(operatorFile, stack);
    say('Operator commands (ms-mri-check site, replay, redrive) speak to this stack after: source .local/operator.env');
    const judging = judge(stack, options, drops, troubles);
    const finished = options.once ? judging : keepServing(judging, interrupted);
    await Promise.race([finished, interrupted.then(() => say('Stopping …'))]);
  } finally {
    await rm(operatorFile, { force: true });
    await close(uploadPage);
    await stack.stop();
  }
}

/** A drop that failed is said, but what runs goes on running: one may look into it. */
async function keepServing(judging: Promise<void>, interrupted: Promise<void>): Promise<void> {
  try {
    await judging;
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    sayWhy(error);
  }
  say('Serving until Ctrl-C.');
  await interrupted;
}

/** Drops, waits and prints. @throws {PipelineError} unless every drop became a verdict and every verdict an e-mail. */
async function judge(
  stack: LocalStack,
  options: StartOptions,
  drops: readonly Drop[],
  troubles: readonly BatchTrouble[],
): Promise<void> {
  if (drops.length === 0) return;
  const lastObjectAtMs = new Map<string, number>();
  for (const drop of drops) {
    await dropWithProgress(stack, drop);
    lastObjectAtMs.set(drop.folder, Date.now());
  }
  say('Waiting for quiet, then for the verdicts …');
  await untilSettled(stack, { timeoutSeconds: options.timeoutSeconds, troubles, now: Date.now });
  const judged = await judgedStudies(stack);
  const missing: string[] = [];
  for (const { folder } of drops) {
    const here = judged.filter((study) => liesIn(folder, study));
    for (const study of here) {
      process.stdout.write(`${verdictTable(folder, study, lastObjectAtMs.get(folder) ?? null)}\n`);
    }
    missing.push(...whatIsMissing(folder, here));
  }
  await sayRejected(stack);
  if (missing.length > 0) throw new PipelineError(missing.join('\n'));
}

function whatIsMissing(folder: string, judged: readonly JudgedStudy[]): readonly string[] {
  const name = printable(folder);
  if (judged.length === 0) return [`${name}: no study was found in it`];
  return judged.flatMap(({ verdict, links }) => {
    if (verdict === null) return [`${name}: there is no verdict`];
    // A knee is recorded; nobody is told.
    const told = links.length > 0 || verdict.outcome === 'not-applicable';
    return told ? [] : [`${name}: no e-mail about it is in the inbox`];
  });
}

async function sayRejected(stack: LocalStack): Promise<void> {
  for (const { folder, reason, objects } of await unusedObjects(stack)) {
    const where = folder === null ? '' : ` of ${printable(folder)}`;
    say(`Not used: ${count(objects, 'object')}${where}: ${printable(reason, 300)}`);
  }
}

async function dropWithProgress(stack: LocalStack, drop: Drop): Promise<void> {
  const { s3 } = stack.clients;
  let saidAtMs = 0;
  const dropped = await dropIntoBucket({
    s3,
    bucket: stack.output('BucketName'),
    site: demoSite,
    drop,
    onProgress: ({ files, bytes }) => {
      if (Date.now() - saidAtMs < 1000) return;
      saidAtMs = Date.now();
      say(`Dropping ${printable(drop.folder)}: ${count(files, 'file')}, ${bytesWords(bytes)} …`);
    },
  });
  say(`Dropped ${printable(drop.folder)}: ${count(dropped.files, 'file')}, ${bytesWords(dropped.bytes)}`);
}

function sayWhy(error: Error): void {
  say(`npm start: ${error.message}`);
  if (error.cause !== undefined) say(String(error.cause));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

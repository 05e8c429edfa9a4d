#!/usr/bin/env node
// Plain JavaScript that any Node can parse: an older Node cannot read the TypeScript that it starts, so it hands over
// to the pinned one that came with `npm ci`.
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { freshBundle } from './freshBundle.js';

if (Number(process.versions.node.split('.')[0]) >= 24) {
  // Before the command itself: what is stripped and compiled once need not be again.
  module.enableCompileCache?.();
  const program = freshBundle(new URL('../dist/', import.meta.url)) ?? new URL('./runCommand.ts', import.meta.url);
  const { runCommand } = await import(program.href);
  await runCommand(process.argv.slice(2));
} else {
  await runOnPinnedNode();
}

async function runOnPinnedNode() {
  const [{ spawn }, { constants }] = await Promise.all([import('node:child_process'), import('node:os')]);
  const pinnedNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  const child = spawn(pinnedNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both; the child decides how to end, and this process reports it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', () => {
    console.error(
      `ms-mri-check needs Node 24 and was started on ${process.version}; the pinned one is not there: run "npm ci" first.`,
    );
    process.exitCode = 70;
  });
  child.on('exit', (status, signal) => {
    process.exitCode = status ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
}

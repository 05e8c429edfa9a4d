#!/usr/bin/env node
// Plain JavaScript that any Node can parse: an older Node cannot read the TypeScript that it starts, so it hands over
// to the pinned one that came with `npm ci`.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const program = new URL('./ms-mri-check.ts', import.meta.url);

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import(program.href);
} else {
  runOnPinnedNode();
}

function runOnPinnedNode() {
  const pinnedNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  const child = spawn(pinnedNode, [fileURLToPath(program), ...process.argv.slice(2)], { stdio: 'inherit' });
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

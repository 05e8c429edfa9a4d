#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { runCommand } = await import('./runCommand.ts');
await runCommand(process.argv.slice(2));

// Plain JavaScript, so that the cache is there before the first TypeScript file: a thread starts in half the time.
import module from 'node:module';

module.enableCompileCache?.();
await import('./readBatches.ts');

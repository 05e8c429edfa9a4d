import { afterAll, afterEach, beforeEach, vi } from 'vitest';
import { captureOutput } from './capturedOutput.ts';
import { startPipeline } from './pipeline.ts';

/**
 * A pipeline for the tests of the file that awaits this, before it loads any handler. Each test begins with nothing sent
 * and its output captured, ends with the real time again, and makes a site of its own, since the tables keep what they hold.
 */
export async function pipelineOfTests() {
  const pipeline = await startPipeline();
  let captured: ReturnType<typeof captureOutput>;
  let sites = 0;
  beforeEach(() => {
    pipeline.reset();
    captured = captureOutput();
  });
  afterEach(() => {
    captured.restore();
    vi.useRealTimers();
  });
  afterAll(() => pipeline.stop());

  const nameSite = (kind = 'site'): string => {
    sites += 1;
    return `${kind}-${sites}`;
  };
  return {
    pipeline,
    /** What was written since the test began. */
    output: { text: () => captured.text() },
    /** A name that no site had before. */
    nameSite,
    /** Registers a site under such a name. */
    async newSite(kind?: string, facts?: Record<string, unknown>): Promise<string> {
      const site = nameSite(kind);
      await pipeline.register(site, facts);
      return site;
    },
  };
}

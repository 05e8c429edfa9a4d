import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureOutput } from '../harness/capturedOutput.ts';

let output: ReturnType<typeof captureOutput>;
beforeEach(() => {
  output = captureOutput();
});
afterEach(() => {
  output.restore();
  delete process.env._X_AMZN_TRACE_ID;
});

test('a line is JSON, names its function, and leads to the trace of the call that it was written in', async () => {
  process.env.POWERTOOLS_SERVICE_NAME = 'evaluate';
  process.env._X_AMZN_TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1';
  const { logger } = await import('../../../functions/telemetry/logger.ts');
  logger.info('Study looked at', { studyKey: 'a-key' });
  expect(JSON.parse(output.text())).toMatchObject({
    level: 'INFO',
    message: 'Study looked at',
    service: 'evaluate',
    studyKey: 'a-key',
    xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793',
  });
});

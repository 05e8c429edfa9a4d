import { defineConfig } from 'vitest/config';

/** The tests that speak of judging, which every mutant of core/compliance has to get past; one is too slow to run so often. */
export default defineConfig({
  test: {
    include: [
      'test/core/compliance/**/*.test.ts',
      'test/protocols/traps.test.ts',
      'test/core/library/brokenExamples.test.ts',
    ],
    exclude: ['test/core/compliance/removedHeaders.test.ts'],
    env: { TZ: 'Pacific/Auckland' },
    testTimeout: 30_000,
  },
});

import { defineConfig } from 'vitest/config';

/**
 * The tests that speak of judging, which every mutant of core/compliance has to get past. Not the slowest, of random
 * comparisons and whole samples: what only they notice wants a test that names it.
 */
export default defineConfig({
  test: {
    include: [
      'test/core/compliance/**/*.test.ts',
      'test/protocols/traps.test.ts',
      'test/core/library/brokenExamples.test.ts',
      'test/protocols/examples.test.ts',
      'test/core/report/renderText.test.ts',
    ],
    exclude: [
      'test/core/compliance/comparisonProperties.test.ts',
      'test/core/compliance/everyEdition.test.ts',
      'test/core/compliance/removedHeaders.test.ts',
    ],
    env: { TZ: 'Pacific/Auckland' },
    testTimeout: 30_000,
  },
});

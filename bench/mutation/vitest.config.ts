import { defineConfig } from 'vitest/config';

/**
 * The tests that speak of judging, which every mutant of core/compliance has to get past. Not those of random studies and of whole
 * samples: they take most of the time, and what only they notice wants a test that names it.
 */
export default defineConfig({
  test: {
    include: [
      'test/core/compliance/**/*.test.ts',
      'test/protocols/traps.test.ts',
      'test/core/library/brokenExamples.test.ts',
    ],
    exclude: [
      'test/core/compliance/properties.test.ts',
      'test/core/compliance/comparisonProperties.test.ts',
      'test/core/compliance/everyEdition.test.ts',
      'test/core/compliance/removedHeaders.test.ts',
    ],
    env: { TZ: 'Pacific/Auckland' },
    testTimeout: 30_000,
  },
});

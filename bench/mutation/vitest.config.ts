import { defineConfig } from 'vitest/config';

/** The tests that speak of judging, which every mutant of core/compliance has to get past. */
export default defineConfig({
  test: {
    include: [
      'test/core/compliance/**/*.test.ts',
      'test/protocols/traps.test.ts',
      'test/core/library/brokenExamples.test.ts',
    ],
    env: { TZ: 'Pacific/Auckland' },
    testTimeout: 30_000,
  },
});

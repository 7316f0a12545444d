import { defineConfig } from 'vitest/config';

// Two projects: unit tests sit beside the code and need nothing; integration tests live in tests/ and need the
// engines that tests/lab starts. One worker for the latter: they share one engine and two processors.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/**/*.test.ts',
            'apps/desktop/**/*.test.ts',
            'apps/renderer/**/*.test.{ts,tsx}',
            'build/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**'],
          // A database inside the process (PGlite) takes seconds to begin on a machine that does other things too.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tests/lab/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});

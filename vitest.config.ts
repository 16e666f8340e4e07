import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // A package that is inlined below lacks the sources that its maps name: a warning for each file.
  logLevel: 'error',
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/database/embedded-server.ts', 'test/e2e/temporary-root.ts'],
    // Tests wait for other programs most of the time: two at once pay even on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Tests start PostgreSQL, git, terraform and Chromium: slow machines need room, hangs still end.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Imports JSON in a way that bundlers understand, and Node does not.
    server: { deps: { inline: ['@actions/workflow-parser'] } },
  },
});

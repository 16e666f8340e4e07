import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/database/embedded-server.ts', 'test/e2e/temporary-root.ts'],
    // Tests start PostgreSQL, git, terraform and Chromium: slow machines need room, hangs still end.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

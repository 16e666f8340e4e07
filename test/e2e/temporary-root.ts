import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder in which tests make theirs. */
    temporaryRoot: string;
  }
}

/** One folder for all: a test that takes too long is ended before it has removed its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = await mkdtemp(path.join(tmpdir(), 'terrane-e2e-'));
  // PostgreSQL may run as another user.
  await chmod(root, 0o711);
  project.provide('temporaryRoot', root);
  return () => rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

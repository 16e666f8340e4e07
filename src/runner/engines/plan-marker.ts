import { writeFile } from 'node:fs/promises';
import type { EngineCall } from '../run.ts';

/**
 * Sees to it that there is something to store where an engine keeps no plan: nothing is applied that
 * was not planned for this commit, and the stored plan is the proof of that. A file that the engine did
 * write stays as it is.
 */
export async function markPlanned({ place }: EngineCall): Promise<void> {
  await writeFile(place.dirspace.planFile, '', { flag: 'a', mode: 0o600 });
}

import { derive, type Source } from '../config/derive.ts';
import type { DirspaceName } from '../config/dirspace.ts';
import { loadConfig } from '../config/load.ts';
import { type Checkout, filesAt, type Revision } from './checkout.ts';
import type { Here } from './config/here.ts';
import { configFileAt } from './config/sources.ts';

/**
 * The dirspaces that there were at a commit, and are no more. None where that commit's configuration has
 * errors: nobody knows what it meant.
 */
export async function goneSince(
  checkout: Checkout,
  commit: Revision,
  { sources, source, derived }: Here,
): Promise<readonly DirspaceName[]> {
  const [feature, files] = await Promise.all([
    configFileAt(checkout, commit),
    filesAt(checkout, commit),
  ]);
  const loaded = loadConfig({ ...sources, feature });
  if (!loaded.ok || !loaded.config.enabled) return [];
  const before: Source = { ...source, files };
  const made = derive(loaded.config, before);
  if (!made.ok) return [];
  const keyOf = ({ dir, workspace }: DirspaceName) => JSON.stringify([dir, workspace]);
  const here = new Set(derived.dirspaces.map(keyOf));
  return made.derived.dirspaces.filter((one) => !here.has(keyOf(one)));
}

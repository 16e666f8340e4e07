import type { CodeIndex } from '../../src/config/code-index.ts';
import type { Config } from '../../src/config/config.ts';
import { type Derived, derive } from '../../src/config/derive.ts';
import type { Dirspace } from '../../src/config/dirspace.ts';
import { loadConfig } from '../../src/config/load.ts';
import { touchedDirspaces } from '../../src/config/touched-dirspaces.ts';

/*
 * What configurations find in trees, for tests. A configuration is YAML.
 */

const onChange = { branch: 'change', destBranch: 'main' };
type Given = {
  readonly index?: CodeIndex;
  readonly branches?: Parameters<typeof derive>[1]['branches'];
};

export function load(text: string): Config {
  const loaded = loadConfig({ feature: { name: 'config.yml', text } });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  return loaded.config;
}

export function deriving(text: string, files: readonly string[], given: Given = {}) {
  const { index = null, branches = onChange } = given;
  return derive(load(text), { files, branches, index });
}

export function derived(text: string, files: readonly string[], given: Given = {}): Derived {
  const made = deriving(text, files, given);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.derived;
}

export function dirspaces(
  text: string,
  files: readonly string[],
  given: Given = {},
): readonly Dirspace[] {
  return derived(text, files, given).dirspaces;
}

/** `directory workspace`, each. */
export function names(
  list: readonly { readonly dir: string; readonly workspace: string }[],
): readonly string[] {
  return list.map(({ dir, workspace }) => `${dir} ${workspace}`);
}

/** The dirspaces that changed paths touch. */
export function changed(
  text: string,
  files: readonly string[],
  paths: readonly string[],
  { index = null }: { readonly index?: CodeIndex | null } = {},
): readonly string[] {
  const found = dirspaces(text, files, index === null ? {} : { index });
  return names(touchedDirspaces(found, paths, index));
}

/** The patterns of the one dirspace of a directory. */
export function patternsOf(
  dir: string,
  text: string,
  files: readonly string[],
  given: Given = {},
): readonly string[] | undefined {
  return dirspaces(text, files, given).find((one) => one.dir === dir)?.filePatterns;
}

import type { Config } from '../../config/config.ts';
import type { ConfigError, ConfigPath } from '../../config/config-error.ts';
import { type Derived, derive, type Source } from '../../config/derive.ts';
import type { Branches } from '../../config/dirspaces.ts';
import { type ConfigSources, type LoadedConfig, loadConfig } from '../../config/load.ts';
import { type Checkout, filesOf, type Revision } from '../checkout.ts';
import { errorLine } from './error-lines.ts';
import { ineffectiveKeys } from './guarded-keys.ts';
import { type SourceOptions, sourcesOf } from './sources.ts';

/** A checkout's configuration and files as they are now, brought together. */
export type Here = {
  readonly sources: ConfigSources;
  readonly loaded: Extract<LoadedConfig, { ok: true }>;
  readonly source: Source;
  readonly derived: Derived;
  /** What of the configuration does not count, or is not known here. Sentences. */
  readonly caveats: readonly string[];
};

export type HereOptions = SourceOptions & {
  /** The branch that the change goes to; null: not known. */
  readonly destination: string | null;
};

/** Reads what is here. Throws with every error of the configuration, one a line. */
export async function readHere(checkout: Checkout, options: HereOptions): Promise<Here> {
  const [{ sources, warnings }, files] = await Promise.all([
    sourcesOf(checkout, options),
    filesOf(checkout),
  ]);
  const loaded = loadConfig(sources);
  if (!loaded.ok) throw invalid(loaded.errors);
  const branches = { branch: checkout.branch, destBranch: options.destination };
  const source = await sourceHere(checkout, loaded.config, files, branches);
  const result = derive(loaded.config, source);
  if (!result.ok) throw invalid(result.problems.map(loaded.locate));
  const caveats = [
    ...withoutEffect(ineffectiveKeys(loaded, sources), options.base),
    ...warnings,
    ...blindness(loaded.config),
  ];
  return { sources, loaded, source, derived: result.derived, caveats };
}

function withoutEffect(keys: readonly string[], base: Revision | null): readonly string[] {
  if (keys.length === 0 || base === null) return [];
  const of = base.branch ?? base.name;
  const [are, count, hold] =
    keys.length === 1 ? ['is', 'counts', 'holds'] : ['are', 'count', 'hold'];
  return [
    `${listed(keys)} ${are} changed here and ${count} only once merged into ${of}: until then, ${of}'s ${hold}.`,
  ];
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
}

/**
 * What dirspaces are made of, with an index where the configuration asks for one: of the directories
 * that are dirspaces without it.
 */
export async function sourceHere(
  { root }: Checkout,
  config: Config,
  files: readonly string[],
  branches: Branches,
): Promise<Source> {
  const source = { files, branches, index: null };
  const made = config.enabled && config.indexer.enabled ? derive(config, source) : null;
  if (!made?.ok) return source;
  const { localIndex } = await import('./local-index.ts');
  const dirs = new Set(made.derived.dirspaces.map(({ dir }) => dir));
  return { ...source, index: await localIndex(root, [...dirs]) };
}

/** Where a configuration says something, as `file:line`; null for what nobody wrote. */
export function placeOf({ locate, merged }: Here['loaded'], path: ConfigPath): string | null {
  let value: unknown = merged?.value;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return null;
    // Whatever has a key of its own may be asked for it.
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  const { file, line } = locate({ path, atKey: true, message: '', expected: null });
  return `${file}:${line}`;
}

function blindness(config: Config): readonly string[] {
  return [
    ...(config.tree_builder.enabled
      ? ['tree_builder is enabled: its script is not run here, and the files are those of git.']
      : []),
    ...(config.config_builder.enabled
      ? ['config_builder is enabled: its script is not run here, and what it adds is missing.']
      : []),
  ];
}

/** The errors of a configuration as one, a line for each. */
export function invalid(errors: readonly ConfigError[]): Error {
  return new Error(errors.map(errorLine).join('\n'));
}

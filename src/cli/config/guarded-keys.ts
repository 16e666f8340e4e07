import { isDeepStrictEqual } from 'node:util';
import { type ConfigSources, type LoadedConfig, loadConfig } from '../../config/load.ts';

/**
 * The root keys that mean something else in the repository's file than what counts, since the default
 * branch decides over them.
 */
export function ineffectiveKeys(
  { config }: Extract<LoadedConfig, { ok: true }>,
  { defaultBranch, ...own }: ConfigSources,
): readonly string[] {
  if (defaultBranch === undefined || defaultBranch?.text === own.feature?.text) return [];
  const alone = loadConfig(own);
  // Keys that do not count may stand against the organisation's files: it is not known what they mean.
  if (!alone.ok) return [];
  const meant = new Map(Object.entries(alone.config));
  const counting = new Map(Object.entries(config));
  const guarded = new Set(['default_branch_overrides', ...config.default_branch_overrides]);
  return [...guarded].filter((key) => !isDeepStrictEqual(meant.get(key), counting.get(key))).sort();
}

import type { ConfigPath } from './config-error.ts';
import { matchesPath, pathPattern } from './path-pattern.ts';

/**
 * Keys that older documentation of the language shows and that it does not have, by where they stand
 * (`*` for any key or index), with what does the same.
 */
const MISPLACED: Readonly<Record<string, string>> = {
  'access_control terrateam_repo_update': 'access_control.terrateam_config_update',
  'engine environment': 'workflows[].environment',
  'engine tf_version': 'engine.version',
  'stacks allow_workspace_in_multiple_stacks': 'stacks.names.<name>.stacks',
  'stacks names * on_change': 'stacks.names.<name>.rules.modified_by',
  'stacks names * rules on_change': 'stacks.names.<name>.rules.modified_by',
  'workflows * apply_requirements': 'apply_requirements.checks[].tag_query',
  'workflows * engine tf_version': 'workflows[].engine.version',
  'workflows * name': 'workflows[].tag_query',
  'workflows * when': 'workflows[].tag_query',
};

/** The key to write instead of one that there is only in old documentation; null for any other. */
export function rightKeyFor(path: ConfigPath): string | null {
  const found = Object.entries(MISPLACED).find(([pattern]) =>
    matchesPath(pathPattern(pattern), path),
  );
  return found?.[1] ?? null;
}

/** Maps whose keys are names, and keys that an entry of them has. */
const ENTRY_KEYS: Readonly<Record<string, readonly string[]>> = {
  'dirs *': ['tags', 'when_modified', 'workspaces', 'stacks', 'create_and_select_workspace'],
  'dirs * workspaces *': ['tags', 'when_modified'],
  'dirs * stacks *': ['tags', 'when_modified'],
  'stacks names *': ['tag_query', 'stacks', 'rules', 'variables'],
  'drift schedules *': ['schedule', 'tag_query', 'reconcile', 'window'],
};

/** Whether what stands in the place of a name is rather a key of what the name is for. */
export function isKeyOfEntry(path: ConfigPath): boolean {
  return Object.entries(ENTRY_KEYS).some(
    ([entry, keys]) => keys.includes(String(path.at(-1))) && matchesPath(pathPattern(entry), path),
  );
}

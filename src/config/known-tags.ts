import type { Config, DirConfig } from './config.ts';
import { DEFAULT_STACK } from './stacks.ts';

/**
 * The tags that a configuration gives to dirspaces, without those of directories (`dir:`), which come
 * from the tree. Null where a builder may add others.
 */
export function knownTags(config: Config): ReadonlySet<string> | null {
  if (config.config_builder.enabled || config.tree_builder.enabled) return null;
  const named = (prefix: string, names: Iterable<string>) =>
    [...names].map((name) => `${prefix}:${name}`);
  return new Set([
    'workspace:default',
    ...named('stack_name', [DEFAULT_STACK, ...Object.keys(config.stacks.names)]),
    ...named('branch', Object.keys(config.tags.branch)),
    ...named('dest_branch', Object.keys(config.tags.dest_branch)),
    ...Object.values(config.dirs).flatMap(tagsOf),
  ]);
}

function tagsOf({ tags, workspaces = {}, stacks = {} }: DirConfig): readonly string[] {
  return [
    ...tags,
    ...Object.entries(workspaces).flatMap(([name, own]) => [`workspace:${name}`, ...own.tags]),
    ...Object.entries(stacks).flatMap(([name, own]) => [`stack:${name}`, ...own.tags]),
  ];
}

import type { Dirspace } from './dirspace.ts';
import type { Tagged } from './tag-query.ts';

const NAMING = /^(dir|workspace|stack):/;

/**
 * A dirspace as rules about it see it: without tags of its own that name another directory or workspace.
 * Tags are those of the change, and whoever makes it could have `dir:app` written at a directory that
 * is for others.
 */
export function asRulesSee({ dir, workspace, namedBy, tags }: Dirspace): Tagged {
  const names = [`dir:${dir}`, `${namedBy === 'stacks' ? 'stack' : 'workspace'}:${workspace}`];
  return { dir, tags: tags.filter((tag) => !NAMING.test(tag) || names.includes(tag)) };
}

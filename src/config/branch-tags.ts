import type { Config } from './config.ts';
import { compilePattern } from './pattern.ts';

/** The branches of a change, which `tags.branch` and `tags.dest_branch` look at; null: not known. */
export type Branches = { readonly branch: string | null; readonly destBranch: string | null };

/** The tags that the branches of a change give to all its dirspaces: at most one of each kind. */
export function branchTags({ tags }: Config, branches: Branches): readonly string[] {
  return [
    ...branchTag('branch', tags.branch, branches.branch),
    ...branchTag('dest_branch', tags.dest_branch, branches.destBranch),
  ];
}

/** The first pattern, by name, that is found in the branch's name gives the tag. */
function branchTag(
  kind: string,
  patterns: Readonly<Record<string, string>>,
  branch: string | null,
): readonly string[] {
  if (branch === null) return [];
  const name = Object.keys(patterns)
    .sort()
    .find((key) => {
      const pattern = compilePattern(patterns[key] ?? '');
      return pattern.ok && pattern.found(branch);
    });
  return name === undefined ? [] : [`${kind}:${name}`];
}

import type { CodeIndex } from './code-index.ts';
import { PathTree } from './path-tree.ts';
import { normalizePath } from './repository-path.ts';

/** More paths than this are not looked at; many links to one directory make many of few. */
export const MAX_PATHS = 1_000_000;

/**
 * Takes what lies at or below the target of a symbolic link for what lies at or below the link, once
 * for each link that leads there, and no longer for itself: so a change of the target is one of those
 * that use it. Of targets within targets, the innermost counts. Null for more than `MAX_PATHS`.
 */
export function throughLinks(
  paths: readonly string[],
  index: CodeIndex | null,
): readonly string[] | null {
  const links = linksByTarget(index);
  if (links === null) return paths.length > MAX_PATHS ? null : paths;
  const seen: string[] = [];
  for (const path of paths) {
    const innermost = links.along(path).at(-1);
    const below = path.slice(innermost?.from);
    if (innermost === undefined) seen.push(path);
    else for (const link of innermost.value) seen.push(below === '' ? link : `${link}/${below}`);
    if (seen.length > MAX_PATHS) return null;
  }
  return [...new Set(seen)];
}

/** Without links to a directory that they lie in themselves: what is there would never end. */
function linksByTarget(index: CodeIndex | null): PathTree<string[]> | null {
  const links = Object.entries(index?.symlinks ?? {})
    .map(([link, target]) => ({ link: normalizePath(link), target: normalizePath(target) }))
    .filter(({ link, target }) => target !== '.' && !`${link}/`.startsWith(`${target}/`));
  if (links.length === 0) return null;
  const byTarget = new PathTree<string[]>();
  for (const { link, target } of links) byTarget.at(target, () => []).push(link);
  return byTarget;
}

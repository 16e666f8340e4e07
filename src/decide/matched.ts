import { type Change, changeOf, type Touched } from '../config/change.ts';
import { compareDirspaces, type Dirspace } from '../config/dirspace.ts';
import { matchesTagQuery, parseTagQuery } from '../config/tag-query.ts';
import { isApply } from './applied.ts';
import { isAbout } from './commits.ts';
import { keyOf } from './dirspace-name.ts';
import type { Configuration, Facts } from './facts.ts';

/** A configuration without errors. */
export type LoadedConfiguration = Extract<Configuration, { kind: 'loaded' }>;

/**
 * The dirspaces that a pull request is about, sorted: those that its diff touches, and those that it
 * applied at an earlier head and has since taken out of its diff, so that they are planned again and
 * what was applied is undone (spec protocol.md 2.9, out-of-change applies).
 */
export function matchedDirspaces(
  facts: Facts,
  configuration: LoadedConfiguration,
): readonly Dirspace[] {
  return changeFor(facts, configuration)
    .layers.flatMap((layer) => layer.map(({ dirspace }) => dirspace))
    .sort(compareDirspaces);
}

/**
 * What a pull request runs, in layers: what its diff touches, what it applied at an earlier head and
 * has since taken out of its diff, and what depends on these.
 */
export function changeFor(facts: Facts, configuration: LoadedConfiguration): Change {
  const { derived, touched } = configuration;
  const there = new Set(derived.dirspaces.map(keyOf));
  const seen = new Set(touched.map(keyOf));
  const forced = new Map<string, Touched>();
  for (const result of facts.results) {
    const key = keyOf(result);
    const own = result.pullNumber === facts.pull.number && isApply(result.type);
    if (!own || result.unlocked || isAbout(facts.pull, result)) continue;
    if (!there.has(key) || seen.has(key)) continue;
    const { dir, workspace } = result;
    forced.set(key, { dir, workspace, by: [{ kind: 'applied_earlier' }] });
  }
  return changeOf(derived, [...touched, ...forced.values()]);
}

/** Those that a tag query selects. The query is known to parse: commands are checked when read. */
export function selectDirspaces(dirspaces: readonly Dirspace[], text: string): readonly Dirspace[] {
  const parsed = parseTagQuery(text);
  if (!parsed.ok) throw new Error(`An unchecked tag query reached a decision: ${text}`);
  return dirspaces.filter((dirspace) => matchesTagQuery(parsed.query, dirspace));
}

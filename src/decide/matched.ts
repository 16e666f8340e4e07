import { type Change, changeOf, type Touched } from '../config/change.ts';
import { compareDirspaces, type Dirspace } from '../config/dirspace.ts';
import { compileTagQuery, parseTagQuery } from '../config/tag-query.ts';
import { isApply } from './applied.ts';
import { isAbout } from './commits.ts';
import { keyOf } from './dirspace-name.ts';
import type { Configuration, Facts } from './facts.ts';

/** A configuration without errors. */
export type LoadedConfiguration = Extract<Configuration, { kind: 'loaded' }>;

/**
 * The dirspaces that a pull request is about, of all of its layers, sorted: those that its diff
 * touches, what depends on them, and those that it applied at an earlier head and has since taken out
 * of its diff, so that they are planned again and what was applied is undone (spec protocol.md 2.9,
 * out-of-change applies).
 */
export function matchedDirspaces(
  facts: Facts,
  configuration: LoadedConfiguration,
): readonly Dirspace[] {
  return layersOf(facts, configuration).flat().sort(compareDirspaces);
}

/** The same by layers: what is in one waits until all before it are applied. Each is sorted. */
export function layersOf(
  facts: Facts,
  configuration: LoadedConfiguration,
): readonly (readonly Dirspace[])[] {
  return changeFor(facts, configuration).layers.map((layer) =>
    layer.map(({ dirspace }) => dirspace),
  );
}

type Made = Pick<Facts, 'pull' | 'results'> & { readonly change: Change };
// A decision asks many times, and one answer takes as long as all the rest of it.
const made = new WeakMap<LoadedConfiguration, Made>();

/** What a pull request runs, in layers, and why each dirspace is part of it. */
export function changeFor({ pull, results }: Facts, configuration: LoadedConfiguration): Change {
  const known = made.get(configuration);
  if (known?.pull === pull && known.results === results) return known.change;
  const { derived, touched } = configuration;
  const change = changeOf(derived, [
    ...touched,
    ...appliedEarlier({ pull, results }, configuration),
  ]);
  made.set(configuration, { pull, results, change });
  return change;
}

function appliedEarlier(
  { pull, results }: Pick<Facts, 'pull' | 'results'>,
  { derived, touched }: LoadedConfiguration,
): readonly Touched[] {
  const earlier = results.filter(
    (result) =>
      result.pullNumber === pull.number &&
      isApply(result.type) &&
      !result.unlocked &&
      !isAbout(pull, result),
  );
  if (earlier.length === 0) return [];
  const there = new Set(derived.dirspaces.map(keyOf));
  const seen = new Set(touched.map(keyOf));
  const found = new Map<string, Touched>();
  for (const { dir, workspace } of earlier) {
    const key = keyOf({ dir, workspace });
    if (!there.has(key) || seen.has(key)) continue;
    found.set(key, { dir, workspace, by: [{ kind: 'applied_earlier' }] });
  }
  return [...found.values()];
}

/** Those that a tag query selects. The query is known to parse: commands are checked when read. */
export function selectDirspaces(dirspaces: readonly Dirspace[], text: string): readonly Dirspace[] {
  const parsed = parseTagQuery(text);
  if (!parsed.ok) throw new Error(`An unchecked tag query reached a decision: ${text}`);
  return dirspaces.filter(compileTagQuery(parsed.query));
}

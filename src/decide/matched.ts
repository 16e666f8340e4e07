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
  const changed = new Set(configuration.changed.map(keyOf));
  const appliedEarlier = new Set(
    facts.results
      .filter(
        (result) =>
          result.pullNumber === facts.pull.number &&
          isApply(result.type) &&
          !result.unlocked &&
          !isAbout(facts.pull, result),
      )
      .map(keyOf),
  );
  const forced = configuration.dirspaces.filter(
    (dirspace) => appliedEarlier.has(keyOf(dirspace)) && !changed.has(keyOf(dirspace)),
  );
  return [...configuration.changed, ...forced].sort(compareDirspaces);
}

/** Those that a tag query selects. The query is known to parse: commands are checked when read. */
export function selectDirspaces(dirspaces: readonly Dirspace[], text: string): readonly Dirspace[] {
  const parsed = parseTagQuery(text);
  if (!parsed.ok) throw new Error(`An unchecked tag query reached a decision: ${text}`);
  return dirspaces.filter((dirspace) => matchesTagQuery(parsed.query, dirspace));
}

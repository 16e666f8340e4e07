import { type ConfigWarning, formatPath } from './config-error.ts';
import { DEPENDENCIES, TAG_QUERIES } from './file-meaning.ts';
import { placeOf } from './merge.ts';
import { type PathPattern, valuesAt } from './path-pattern.ts';
import type { ValidConfig } from './provenance.ts';
import { lintTagQuery, type TagQueryRole, tagQueryContext } from './tag-query-lint.ts';

/** Finding advice takes time, and nobody reads more. */
const MOST = 50;

/**
 * What in the tag queries of a configuration can never match, or is easily misread. It stops nothing.
 * `dirs` are the directories of all dirspaces; null where the tree is not known.
 */
export function adviceOn(
  { config, merged }: ValidConfig,
  dirs: readonly string[] | null,
): readonly ConfigWarning[] {
  if (merged === null) return [];
  const context = tagQueryContext(config, dirs);
  const found: ConfigWarning[] = [];
  for (const { role, patterns } of ROLES) {
    for (const { path, value } of patterns.flatMap((one) => [...valuesAt(merged.value, one)])) {
      if (typeof value !== 'string') continue;
      for (const { at, message } of lintTagQuery(value, role, context)) {
        const { frame: _, ...place } = placeOf(merged, path, { at });
        found.push({ ...place, path: formatPath(path), message });
        if (found.length === MOST) return found;
      }
    }
  }
  return found;
}

const ofStacks = (pattern: PathPattern) => pattern[0] === 'stacks';

const ROLES: readonly { role: TagQueryRole; patterns: readonly PathPattern[] }[] = [
  { role: 'depends_on', patterns: DEPENDENCIES },
  { role: 'stack', patterns: TAG_QUERIES.filter(ofStacks) },
  { role: 'other', patterns: TAG_QUERIES.filter((pattern) => !ofStacks(pattern)) },
];

import type { Config } from './config.ts';
import { type ConfigWarning, formatPath, messageAt } from './config-error.ts';
import type { Derived, Source } from './derive.ts';
import { type Advice, type DirsContext, lintDirs } from './dirs-lint.ts';
import { entriesOf } from './entries.ts';
import { DEPENDENCIES, TAG_QUERIES } from './file-meaning.ts';
import { lintFilePatterns } from './file-pattern-lint.ts';
import { type Merged, placeOf } from './merge.ts';
import { lintOrder } from './order-lint.ts';
import { type PathPattern, valuesAt } from './path-pattern.ts';
import type { ValidConfig } from './provenance.ts';
import { lintTagQuery, type TagQueryRole, tagQueryContext } from './tag-query-lint.ts';
import { treeOf } from './tree.ts';
import { TreeSearch } from './tree-search.ts';
import { lintValues } from './value-lint.ts';
import { lintWorkflows } from './workflow-lint.ts';

/** Finding advice takes time, and nobody reads more. */
const MOST = 50;

/** A tree, and what the configuration makes of it. */
type Surroundings = { readonly source: Source; readonly derived: Derived };

/**
 * What a configuration says in vain or is easily misread: entries that are about nothing in the tree,
 * tag queries that can never match. It stops nothing. `around` is null where the tree is not known.
 */
export function adviceOn(
  { config, merged }: ValidConfig,
  around: Surroundings | null,
): readonly ConfigWarning[] {
  if (merged === null || !config.enabled) return [];
  const found: ConfigWarning[] = [];
  for (const { path, message, ...spot } of allAdvice(config, merged, around)) {
    const { frame: _, ...place } = placeOf(merged, path, spot);
    found.push({ ...place, path: formatPath(path), message: messageAt(place, message) });
    if (found.length === MOST) break;
  }
  return found;
}

function* allAdvice(
  config: Config,
  merged: Merged,
  around: Surroundings | null,
): Generator<Advice> {
  // What git lists is not what the script of a tree builder would.
  const context =
    around === null || config.tree_builder.enabled ? null : dirsContext(config, around);
  yield* lintDirs(config, context);
  if (context !== null) yield* lintFilePatterns(config, context);
  const hasMore = config.config_builder.enabled || config.tree_builder.enabled;
  yield* lintOrder(config, merged.value, hasMore ? null : (around?.derived.dirspaces ?? null));
  yield* lintWorkflows(config);
  yield* lintValues(merged.value);
  yield* queryAdvice(
    context === null ? config : withoutDeadEntries(config, context),
    merged,
    around,
  );
}

function dirsContext(config: Config, { source }: Surroundings): DirsContext | null {
  const made = treeOf(source.files, source.index);
  if (!made.ok) return null;
  const { tree } = made;
  return { tree, search: new TreeSearch(tree), entries: entriesOf(config, tree) };
}

/** Nothing has the tags that only an entry gives which is about no directory. */
function withoutDeadEntries(config: Config, { entries }: DirsContext): Config {
  const alive = new Set([...entries.values()].map((entry) => entry?.key));
  const dirs = Object.entries(config.dirs).filter(([key]) => alive.has(key));
  return { ...config, dirs: Object.fromEntries(dirs) };
}

function* queryAdvice(
  config: Config,
  merged: Merged,
  around: Surroundings | null,
): Generator<Advice> {
  const dirs = around === null ? null : new Set(around.derived.dirspaces.map(({ dir }) => dir));
  const context = tagQueryContext(config, dirs === null ? null : [...dirs]);
  for (const { role, patterns } of ROLES) {
    for (const { path, value } of patterns.flatMap((one) => [...valuesAt(merged.value, one)])) {
      if (typeof value !== 'string') continue;
      for (const { at, message } of lintTagQuery(value, role, context)) yield { path, at, message };
    }
  }
}

const ofStacks = (pattern: PathPattern) => pattern[0] === 'stacks';

const ROLES: readonly { role: TagQueryRole; patterns: readonly PathPattern[] }[] = [
  { role: 'depends_on', patterns: DEPENDENCIES },
  { role: 'stack', patterns: TAG_QUERIES.filter(ofStacks) },
  { role: 'other', patterns: TAG_QUERIES.filter((pattern) => !ofStacks(pattern)) },
];

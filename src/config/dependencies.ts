import type { Config } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import { isGlobKey } from './entries.ts';
import type { MeaningProblem } from './meaning.ts';
import { shownDirspace } from './names.ts';
import { normalizePath } from './repository-path.ts';
import type { InStack } from './stack-assignment.ts';
import { parseTagQuery } from './tag-query.ts';
import type { TagQueryIndex } from './tag-query-index.ts';

/** What one `depends_on` selects. Dirspaces are named by their place in the list, ascending. */
export type Selection = {
  readonly tagQuery: string;
  /** Never holds a dirspace that has this `depends_on`: none waits for itself. */
  readonly on: readonly number[];
};

export type Dependencies = {
  /** Dirspaces whose `depends_on` select the same share one. */
  readonly selections: readonly Selection[];
  /** For each dirspace, the place of its selection; null for one without `depends_on`. */
  readonly dependsOn: readonly (number | null)[];
};

type Refused = { readonly ok: false; readonly problem: MeaningProblem };

/** In all selections; more would neither be looked through at each event nor meant so. */
const MAX_SELECTED = 2_000_000;

/**
 * Finds what the `depends_on` of each dirspace selects. Each query is asked once for all dirspaces
 * that have it, or once a directory where it says `relative_dir:`.
 */
export function dependenciesOf(
  config: Config,
  dirspaces: readonly InStack[],
  index: TagQueryIndex,
): ({ readonly ok: true } & Dependencies) | Refused {
  const selections: Selection[] = [];
  const dependsOn: (number | null)[] = dirspaces.map(() => null);
  let selected = 0;
  for (const { tagQuery, sharing } of queriesOf(dirspaces)) {
    const [[first] = []] = sharing;
    if (first === undefined) continue;
    const parsed = parseTagQuery(tagQuery);
    if (!parsed.ok) {
      const message = `The tag query does not parse: ${parsed.error.message}.`;
      return refused(config, first.dirspace, message);
    }
    for (const users of sharing) {
      const on = index.matching(parsed.query, users[0]?.dirspace);
      const own = new Set(on);
      const [one, other] = users.filter(({ place }) => own.has(place));
      selected += own.size * (one === undefined ? 1 : 2);
      if (on === null || selected > MAX_SELECTED) return refused(config, first.dirspace, TOO_MUCH);
      if (one && other) return eachOther(config, one.dirspace, other.dirspace);
      for (const { place } of users) dependsOn[place] = selections.length;
      selections.push({ tagQuery, on });
      if (one === undefined) continue;
      dependsOn[one.place] = selections.length;
      selections.push({ tagQuery, on: on.filter((place) => place !== one.place) });
    }
  }
  return { ok: true, selections, dependsOn };
}

type User = { readonly place: number; readonly dirspace: InStack };

/** Each query that there is, with the dirspaces that have it, those together for whom it selects the same. */
function queriesOf(
  dirspaces: readonly InStack[],
): readonly { readonly tagQuery: string; readonly sharing: readonly (readonly User[])[] }[] {
  const users = dirspaces
    .map((dirspace, place): User => ({ place, dirspace }))
    .filter(({ dirspace }) => dirspace.dependsOn !== null);
  const byQuery = Map.groupBy(users, ({ dirspace }) => dirspace.dependsOn?.tagQuery ?? '');
  return [...byQuery].map(([tagQuery, all]) => ({
    tagQuery,
    sharing: tagQuery.includes('relative_dir:')
      ? [...Map.groupBy(all, ({ dirspace }) => dirspace.dir).values()]
      : [all],
  }));
}

const TOO_MUCH = 'The depends_on of all directories select too much to be looked through.';

/** Both have the same query, which matches both. */
function eachOther(config: Config, one: InStack, other: InStack): Refused {
  const [a, b] = [shownDirspace(one), shownDirspace(other)];
  return refused(
    config,
    one,
    `Dirspaces wait for each other in a circle: ${a} → ${b} → ${a}. The depends_on of each matches both.`,
  );
}

function refused(config: Config, dirspace: InStack, message: string): Refused {
  const path = dependsOnPath(config, dirspace);
  return {
    ok: false,
    problem: { path, message, expected: 'a depends_on that selects what has to be applied before' },
  };
}

/** Where the configuration says what a dirspace depends on. */
export function dependsOnPath(
  { dirs }: Config,
  { dir, workspace, namedBy, dependsOn }: InStack,
): ConfigPath {
  const isIt = (given: string | { readonly tag_query: string } | undefined) =>
    (typeof given === 'object' ? given.tag_query : given) === dependsOn?.tagQuery;
  const entries = Object.entries(dirs).filter(
    ([key]) => isGlobKey(key) || normalizePath(key) === dir,
  );
  const literalFirst = entries.sort(([a], [b]) => Number(isGlobKey(a)) - Number(isGlobKey(b)));
  for (const [key, definition] of literalFirst) {
    const own = new Map(Object.entries(definition[namedBy] ?? {})).get(workspace);
    if (isIt(own?.when_modified.depends_on)) {
      return ['dirs', key, namedBy, workspace, 'when_modified', 'depends_on'];
    }
    if (isIt(definition.when_modified.depends_on)) {
      return ['dirs', key, 'when_modified', 'depends_on'];
    }
  }
  return ['when_modified', 'depends_on'];
}

import type { Config } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import type { Dirspace } from './dirspace.ts';
import type { MeaningProblem } from './meaning.ts';
import { shownDirspace } from './names.ts';
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
  dirspaces: readonly Dirspace[],
  index: TagQueryIndex,
): ({ readonly ok: true } & Dependencies) | Refused {
  const sharing = Map.groupBy(dirspaces.keys(), (i) => meaningOf(dirspaces[i]));
  sharing.delete(null);
  const selections: Selection[] = [];
  const dependsOn: (number | null)[] = dirspaces.map(() => null);
  const parse = remembering(parseTagQuery);
  let selected = 0;
  for (const places of sharing.values()) {
    const first = dirspaces[places[0] ?? 0];
    if (first === undefined || first.dependsOn === null) continue;
    const { tagQuery } = first.dependsOn;
    const parsed = parse(tagQuery);
    if (!parsed.ok) {
      return refused(config, first, `The tag query does not parse: ${parsed.error.message}.`);
    }
    const on = index.matching(parsed.query, first);
    const own = new Set(on);
    const inside = places.filter((place) => own.has(place));
    selected += (on?.length ?? 0) * (inside.length === 0 ? 1 : 2);
    if (on === null || selected > MAX_SELECTED) return refused(config, first, TOO_MUCH);
    const [one, other] = inside.flatMap((place) => dirspaces[place] ?? []);
    if (one && other) return eachOther(config, one, other);
    for (const place of places) dependsOn[place] = selections.length;
    selections.push({ tagQuery, on });
    const [self] = inside;
    if (self === undefined) continue;
    dependsOn[self] = selections.length;
    selections.push({ tagQuery, on: on.filter((place) => place !== self) });
  }
  return { ok: true, selections, dependsOn };
}

const TOO_MUCH = 'The depends_on of all directories select too much to be looked through.';

/** Equal for dirspaces whose `depends_on` select the same. */
function meaningOf(dirspace: Dirspace | undefined): string | null {
  if (!dirspace?.dependsOn) return null;
  const { tagQuery } = dirspace.dependsOn;
  return tagQuery.includes('relative_dir:') ? `${dirspace.dir}\0${tagQuery}` : tagQuery;
}

function remembering<Result>(answer: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const result = known.get(text) ?? answer(text);
    known.set(text, result);
    return result;
  };
}

/** Both have the same query, which matches both. */
function eachOther(config: Config, one: Dirspace, other: Dirspace): Refused {
  const [a, b] = [shownDirspace(one), shownDirspace(other)];
  return refused(
    config,
    one,
    `Dirspaces wait for each other in a circle: ${a} → ${b} → ${a}. The depends_on of each matches both.`,
  );
}

function refused(config: Config, dirspace: Dirspace, message: string): Refused {
  const path = dependsOnPath(config, dirspace);
  return {
    ok: false,
    problem: { path, message, expected: 'a depends_on that selects what has to be applied before' },
  };
}

/** Where the configuration says what a dirspace depends on. */
export function dependsOnPath(
  { dirs }: Config,
  { dir, workspace, namedBy, dependsOn }: Dirspace,
): ConfigPath {
  const isIt = (given: string | { readonly tag_query: string } | undefined) =>
    (typeof given === 'object' ? given.tag_query : given) === dependsOn?.tagQuery;
  const entries = Object.entries(dirs).filter(
    ([key]) => key.includes('*') || key.replace(/^\.\/(?=.)|\/$/g, '') === dir,
  );
  const literalFirst = entries.sort(
    ([a], [b]) => Number(a.includes('*')) - Number(b.includes('*')),
  );
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

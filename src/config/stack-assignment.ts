import type { Config } from './config.ts';
import type { FoundDirspace } from './dirspace.ts';
import type { MeaningProblem } from './meaning.ts';
import { shownDirspace, shownName } from './names.ts';
import { DEFAULT_STACK, type Stacks } from './stacks.ts';
import { parseTagQuery } from './tag-query.ts';
import { TagQueryIndex } from './tag-query-index.ts';

/** A dirspace with its stack, and the tags of that. */
export type InStack = FoundDirspace & { readonly stack: string };

/** Finds the one stack of each dirspace, and adds the tags of it and of the stacks around it. */
export function withStacks(
  config: Config,
  stacks: Stacks,
  dirspaces: readonly FoundDirspace[],
):
  | { readonly ok: true; readonly dirspaces: readonly InStack[] }
  | { readonly ok: false; readonly problems: readonly MeaningProblem[] } {
  const found = stacksOfEach(config, dirspaces);
  if (!found.ok) return found;
  const { stacksOf } = found;
  const several = [...stacksOf.keys()].filter((i) => (stacksOf[i]?.length ?? 0) > 1);
  const none = [...stacksOf.keys()].filter((i) => stacksOf[i]?.length === 0);
  const given = Object.hasOwn(config.stacks.names, DEFAULT_STACK);
  const at = (places: readonly number[]) => places.flatMap((i) => dirspaces[i] ?? []);
  const problems = [
    ...inSeveral(
      at(several),
      several.map((i) => stacksOf[i] ?? []),
    ),
    ...(given && none.length > 0 ? [inNone(at(none))] : []),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const tagsOf = new Map(
    Object.entries(stacks).map(([name, { names }]) => [
      name,
      names.map((one) => `stack_name:${one}`),
    ]),
  );
  return {
    ok: true,
    dirspaces: dirspaces.map((dirspace, i) => {
      const stack = stacksOf[i]?.[0] ?? DEFAULT_STACK;
      const added = tagsOf.get(stack)?.filter((tag) => !dirspace.tags.includes(tag)) ?? [];
      return { ...dirspace, stack, tags: [...dirspace.tags, ...added] };
    }),
  };
}

function stacksOfEach(config: Config, dirspaces: readonly FoundDirspace[]) {
  const stacksOf: string[][] = dirspaces.map(() => []);
  const index = new TagQueryIndex(dirspaces);
  for (const [name, stack] of Object.entries(config.stacks.names)) {
    if (!('tag_query' in stack)) continue;
    const path = ['stacks', 'names', name, 'tag_query'];
    const parsed = parseTagQuery(stack.tag_query);
    const places = parsed.ok ? index.matching(parsed.query) : null;
    if (places === null) {
      const message = parsed.ok
        ? 'Finding the stacks of all directories takes too much work.'
        : `The tag query does not parse: ${parsed.error.message}.`;
      const expected = 'a tag query that names tags or directories, e.g. dir:network or prod';
      return { ok: false as const, problems: [{ path, message, expected }] };
    }
    for (const place of places) {
      const stacks = stacksOf[place] ?? [];
      if (stacks.length < MAX_SHOWN_NAMES) stacks.push(name);
    }
  }
  return { ok: true as const, stacksOf };
}

/** One problem for each choice of stacks that there is, so that one mistake is said once. */
function inSeveral(
  dirspaces: readonly FoundDirspace[],
  stacks: readonly (readonly string[])[],
): readonly MeaningProblem[] {
  const groups = Map.groupBy(dirspaces.keys(), (i) => JSON.stringify(stacks[i]));
  return [...groups.values()].slice(0, MAX_SHOWN_PROBLEMS).map((places) => {
    const names = stacks[places[0] ?? 0] ?? [];
    const shown = someOf(names.map(shownName));
    return {
      path: ['stacks', 'names', names[1] ?? '', 'tag_query'],
      message: `${someOf(places.flatMap((i) => dirspaces[i] ?? []).map(shownDirspace))} ${
        places.length === 1 ? 'is' : 'are'
      } in more than one stack: ${shown}.`,
      expected: 'tag queries of which exactly one matches each dirspace',
    };
  });
}

function inNone(dirspaces: readonly FoundDirspace[]): MeaningProblem {
  const verb = dirspaces.length === 1 ? 'is' : 'are';
  return {
    path: ['stacks', 'names'],
    message: `${someOf(dirspaces.map(shownDirspace))} ${verb} in no stack.`,
    expected: `a tag query that matches it; without a stack of the name ${DEFAULT_STACK}, it would be in that one`,
  };
}

const MAX_SHOWN_PROBLEMS = 20;
const MAX_SHOWN_NAMES = 3;

function someOf(names: readonly string[]): string {
  const rest = names.length - MAX_SHOWN_NAMES;
  if (rest > 1) return `${names.slice(0, MAX_SHOWN_NAMES).join(', ')} and ${rest} more`;
  if (names.length < 2) return names.join();
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

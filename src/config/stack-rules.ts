import type { MeaningProblem } from './meaning.ts';
import { shownName } from './names.ts';
import { topologicalOrder } from './topological-order.ts';

/** One stack that dirspaces belong to, with what the stacks around it say worked in. */
export type Stack = {
  /** Its own name and those of the stacks around it: the values of `stack_name:` tags. */
  readonly names: readonly string[];
  /** Names of stacks that dirspaces belong to, those behind them included; never its own. */
  readonly planAfter: readonly string[];
  readonly applyAfter: readonly string[];
  readonly modifiedBy: readonly string[];
  readonly autoApply: boolean;
  readonly variables: Readonly<Record<string, string>>;
};

/** By name. Every dirspace's `stack` is among them. */
export type Stacks = Readonly<Record<string, Stack>>;

/** A stack as the configuration has it. Names of rules may be those of stacks of stacks. */
export type StackEntry = {
  readonly name: string;
  /** Whether it is a stack of stacks; only these have members. */
  readonly nested: boolean;
  readonly members: readonly string[];
  readonly planAfter: readonly string[];
  readonly applyAfter: readonly string[];
  readonly modifiedBy: readonly string[];
  readonly autoApply: boolean | null;
  readonly variables: ReadonlyMap<string, string>;
};

type Written =
  | { readonly ok: true; readonly stacks: Stacks }
  | { readonly ok: false; readonly problem: MeaningProblem };

/**
 * Writes the rules of stacks out for those that dirspaces belong to: with what the stacks around them
 * say, names of stacks of stacks replaced by what is in them, and the stacks behind those named.
 * `innerFirst` has every stack behind its members.
 */
export function writtenOut(
  entries: ReadonlyMap<string, StackEntry>,
  innerFirst: readonly string[],
): Written {
  const size = new Size();
  try {
    const whole = withSurroundings(entries, innerFirst.toReversed(), size);
    const leaves = leavesOf(entries, innerFirst, size);
    const direct = new Map<string, Inherited>();
    for (const { name, nested } of entries.values()) {
      const entry = whole.get(name);
      if (nested || entry === undefined) continue;
      direct.set(name, { ...entry, ...expanded(entry, leaves, size) });
    }
    const order = topologicalOrder(direct.keys(), (name) => {
      const { planAfter = [], applyAfter = [] } = direct.get(name) ?? {};
      return [...planAfter, ...applyAfter];
    });
    if (!order.ok) return { ok: false, problem: hiddenCircle(order.cycle) };
    return { ok: true, stacks: closed(direct, size) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem };
    throw error;
  }
}

class Refusal extends Error {
  readonly problem: MeaningProblem;
  constructor(problem: MeaningProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Stacks of stacks multiply, in files that are short. */
class Size {
  #left = MAX_SIZE;
  add(count: number): void {
    this.#left -= count;
    if (this.#left >= 0) return;
    throw new Refusal({
      path: ['stacks', 'names'],
      message: `The rules and variables of these stacks are more than ${MAX_SIZE} when they are written out for each.`,
      expected: 'fewer stacks, or fewer rules for stacks of stacks',
    });
  }
}
const MAX_SIZE = 1_000_000;

/** Each dirspace has a tag for each of them. */
const MAX_AROUND = 250;

/** Characters of a stack's variables: a work manifest has them for each of its dirspaces. */
const MAX_VARIABLES = 10_000;

function tooManyVariables(name: string): MeaningProblem {
  return {
    path: ['stacks', 'names', name, 'variables'],
    message: `The variables of the stack ${shownName(name)} have more than ${MAX_VARIABLES} characters in all.`,
    expected: 'fewer or shorter ones; long values belong into files',
  };
}

function tooDeep(name: string): MeaningProblem {
  return {
    path: ['stacks', 'names', name],
    message: `The stack ${shownName(name)} is in ${MAX_AROUND} stacks or more.`,
    expected: `less than ${MAX_AROUND} stacks around each`,
  };
}

type Inherited = StackEntry & { readonly names: readonly string[] };

/** Adds what the stacks around each one say. */
function withSurroundings(
  entries: ReadonlyMap<string, StackEntry>,
  outerFirst: readonly string[],
  size: Size,
): ReadonlyMap<string, Inherited> {
  const held = [...entries.values()].flatMap(({ name, members }) =>
    [...new Set(members)].map((member) => ({ member, name })),
  );
  const around = Map.groupBy(held, ({ member }) => member);
  const whole = new Map<string, Inherited>();
  for (const name of outerFirst) {
    const entry = entries.get(name);
    if (entry === undefined) continue;
    const outer = (around.get(name) ?? []).flatMap((one) => whole.get(one.name) ?? []);
    const union = (list: (of: Inherited) => readonly string[], own: readonly string[]) => {
      const all = new Set(own);
      for (const one of outer) {
        size.add(list(one).length);
        for (const item of list(one)) all.add(item);
      }
      return [...all];
    };
    const names = union((one) => one.names, [name]);
    if (names.length > MAX_AROUND) throw new Refusal(tooDeep(name));
    whole.set(name, {
      ...entry,
      names,
      planAfter: union(({ planAfter }) => planAfter, entry.planAfter),
      applyAfter: union(({ applyAfter }) => applyAfter, entry.applyAfter),
      modifiedBy: union(({ modifiedBy }) => modifiedBy, entry.modifiedBy),
      autoApply: outerAutoApply(outer) ?? entry.autoApply,
      variables: outerVariables(entry, outer, size),
    });
  }
  return whole;
}

/** Where the stacks around one disagree, nothing is applied by itself. */
function outerAutoApply(outer: readonly StackEntry[]): boolean | null {
  const said = outer.flatMap(({ autoApply }) => autoApply ?? []);
  return said.length === 0 ? null : said.every((one) => one);
}

function outerVariables(
  { name, variables: own }: StackEntry,
  outer: readonly StackEntry[],
  size: Size,
): ReadonlyMap<string, string> {
  const all = new Map(own);
  const from = new Map<string, string>();
  for (const { name: giver, variables } of outer) {
    size.add(variables.size);
    for (const [key, value] of variables) {
      const other = from.get(key);
      if (other !== undefined && all.get(key) !== value) {
        throw new Refusal(contradiction(name, key, other, giver));
      }
      if (all.has(key)) continue;
      all.set(key, value);
      from.set(key, giver);
    }
  }
  const length = [...all].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (length > MAX_VARIABLES) throw new Refusal(tooManyVariables(name));
  return all;
}

function contradiction(name: string, key: string, one: string, other: string): MeaningProblem {
  const [stack, variable] = [shownName(name), shownName(key)];
  return {
    path: ['stacks', 'names', other, 'variables', key],
    message: `The stack ${stack} is in ${shownName(one)} and in ${shownName(other)}, which give the variable ${variable} different values.`,
    expected: `one value, or a variable ${variable} of ${stack} itself`,
  };
}

/** The stacks that dirspaces belong to, of each stack: itself, or those in it. */
function leavesOf(
  entries: ReadonlyMap<string, StackEntry>,
  innerFirst: readonly string[],
  size: Size,
): ReadonlyMap<string, readonly string[]> {
  const leaves = new Map<string, readonly string[]>();
  for (const name of innerFirst) {
    const { nested = false, members = [] } = entries.get(name) ?? {};
    const inside = members.map((member) => leaves.get(member) ?? []);
    for (const list of inside) size.add(list.length);
    leaves.set(name, nested ? [...new Set(inside.flat())] : [name]);
  }
  return leaves;
}

type Rule = 'planAfter' | 'applyAfter' | 'modifiedBy';
type Rules = Pick<Stack, Rule>;

function expanded(
  entry: Inherited,
  leaves: ReadonlyMap<string, readonly string[]>,
  size: Size,
): Rules {
  const expand = (names: readonly string[]) => {
    const all = new Set<string>();
    for (const name of names) {
      const inside = leaves.get(name) ?? [];
      size.add(inside.length);
      for (const leaf of inside) all.add(leaf);
    }
    all.delete(entry.name);
    return [...all];
  };
  const { planAfter, applyAfter, modifiedBy } = entry;
  return {
    planAfter: expand(planAfter),
    applyAfter: expand(applyAfter),
    modifiedBy: expand(modifiedBy),
  };
}

/** Each list with what the stacks of it say in theirs, and so on. */
function closed(direct: ReadonlyMap<string, Inherited>, size: Size): Stacks {
  const behind = (name: string, rule: Rule) => {
    const all = new Set(direct.get(name)?.[rule]);
    for (const other of all) {
      const further = direct.get(other)?.[rule] ?? [];
      size.add(further.length + 1);
      for (const one of further) all.add(one);
    }
    all.delete(name);
    return [...all];
  };
  return Object.fromEntries(
    [...direct].map(([name, { names, autoApply, variables }]) => [
      name,
      {
        names,
        planAfter: behind(name, 'planAfter'),
        applyAfter: behind(name, 'applyAfter'),
        modifiedBy: behind(name, 'modifiedBy'),
        autoApply: autoApply === true,
        variables: Object.fromEntries(variables),
      },
    ]),
  );
}

/** Each stack on its own is fine, but what the stacks around them say closes a circle. */
function hiddenCircle(cycle: readonly string[]): MeaningProblem {
  const path = [...cycle, cycle[0] ?? ''].map(shownName).join(' → ');
  return {
    path: ['stacks', 'names', cycle[0] ?? '', 'rules'],
    message: `With the rules of the stacks around them, these stacks come after each other in a circle: ${path}.`,
    expected: 'stacks of which each can come before the next',
  };
}

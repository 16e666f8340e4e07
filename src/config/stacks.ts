import type { Config } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import type { MeaningProblem } from './meaning.ts';
import { nearestName, shownName } from './names.ts';
import { type StackEntry, type Stacks, writtenOut } from './stack-rules.ts';
import { topologicalOrder } from './topological-order.ts';

export type { Stack, Stacks } from './stack-rules.ts';

/** The stack of dirspaces that no query matches, where the configuration gives none of this name. */
export const DEFAULT_STACK = 'default';

/**
 * The stacks of a configuration that dirspaces belong to, with the rules and variables of the stacks
 * around them: spec protocol.md 4.4. What is wrong with them shows without a tree.
 */
export function stacksOf(
  config: Config,
):
  | { readonly ok: true; readonly stacks: Stacks }
  | { readonly ok: false; readonly problems: readonly MeaningProblem[] } {
  const entries = entriesOf(config);
  const unknown = unknownNames(entries);
  const order = topologicalOrder(entries.keys(), (name) => {
    const { members = [], planAfter = [], applyAfter = [] } = entries.get(name) ?? {};
    return [...members, ...planAfter, ...applyAfter].filter((other) => entries.has(other));
  });
  if (!order.ok) return { ok: false, problems: [...unknown, circle(entries, order.cycle)] };
  if (unknown.length > 0) return { ok: false, problems: unknown };
  const written = writtenOut(entries, order.order);
  return written.ok ? written : { ok: false, problems: [written.problem] };
}

function entriesOf({ stacks }: Config): ReadonlyMap<string, StackEntry> {
  const entries = new Map<string, StackEntry>();
  for (const [name, stack] of Object.entries(stacks.names)) {
    const { plan_after, apply_after = [], modified_by = [], auto_apply } = stack.rules ?? {};
    entries.set(name, {
      name,
      members: 'stacks' in stack ? stack.stacks : [],
      nested: 'stacks' in stack,
      planAfter: plan_after ?? modified_by,
      applyAfter: apply_after,
      modifiedBy: modified_by,
      autoApply: auto_apply ?? null,
      variables: new Map(Object.entries(stack.variables ?? {})),
    });
  }
  if (!entries.has(DEFAULT_STACK)) entries.set(DEFAULT_STACK, implicitDefault);
  return entries;
}

const implicitDefault: StackEntry = {
  name: DEFAULT_STACK,
  members: [],
  nested: false,
  planAfter: [],
  applyAfter: [],
  modifiedBy: [],
  autoApply: null,
  variables: new Map(),
};

/** More are not said at once: one mistake may stand in many places. */
const MAX_PROBLEMS = 20;

function unknownNames(entries: ReadonlyMap<string, StackEntry>): readonly MeaningProblem[] {
  const problems: MeaningProblem[] = [];
  for (const entry of entries.values()) {
    for (const { key, names } of listsOf(entry)) {
      for (const [i, name] of names.entries()) {
        if (entries.has(name)) continue;
        if (problems.length === MAX_PROBLEMS) return problems;
        problems.push({
          path: ['stacks', 'names', entry.name, ...key, i],
          message: `There is no stack ${shownName(name)}.`,
          expected: 'the name of a stack of stacks.names',
          nearest: nearestName(name, [...entries.keys()]),
        });
      }
    }
  }
  return problems;
}

/** Where a configuration names other stacks. What `plan_after` takes from `modified_by` is there. */
function listsOf({ members, planAfter, applyAfter, modifiedBy }: StackEntry) {
  const lists: readonly { key: ConfigPath; says: string; names: readonly string[] }[] = [
    { key: ['stacks'], says: 'holds', names: members },
    { key: ['rules', 'modified_by'], says: 'is modified by', names: modifiedBy },
    {
      key: ['rules', 'plan_after'],
      says: 'is planned after',
      names: planAfter === modifiedBy ? [] : planAfter,
    },
    { key: ['rules', 'apply_after'], says: 'is applied after', names: applyAfter },
  ];
  return lists;
}

function circle(
  entries: ReadonlyMap<string, StackEntry>,
  cycle: readonly string[],
): MeaningProblem {
  const steps = cycle.map((name, i) => {
    const next = cycle[(i + 1) % cycle.length] ?? name;
    const entry = entries.get(name) ?? implicitDefault;
    const found = listsOf(entry).find(
      ({ key, names }) =>
        names.includes(next) && (key[1] !== 'modified_by' || entry.planAfter === names),
    );
    return { name, next, key: found?.key ?? [], says: found?.says ?? 'is after' };
  });
  const path = [...cycle, cycle[0] ?? ''].map(shownName).join(' → ');
  const why = steps.map((step) => `${shownName(step.name)} ${step.says} ${shownName(step.next)}`);
  return {
    path: ['stacks', 'names', steps[0]?.name ?? '', ...(steps[0]?.key ?? [])],
    message: `These stacks go round in a circle: ${path}. ${why.join(', ')}.`,
    expected: 'stacks of which each can come before the next',
  };
}

import type { Config } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import { type Dependencies, dependsOnPath } from './dependencies.ts';
import type { MeaningProblem } from './meaning.ts';
import { shownDirspace, shownName } from './names.ts';
import type { InStack } from './stack-assignment.ts';
import type { Stacks } from './stacks.ts';
import { shortestCycle, type Topological, topologicalOrder } from './topological-order.ts';

/**
 * Who waits for whom. Between the dirspaces, which come first, stand nodes for what many of them have
 * in common, so that thousands that wait for thousands make thousands of edges, not millions: one for
 * each selection, and two for each stack, for what it comes after and for what is in it.
 */
export class WaitingGraph {
  readonly #dirspaces: readonly InStack[];
  readonly #stacks: Stacks;
  readonly #dependencies: Dependencies;
  readonly #names: readonly string[];
  readonly #nodeOfStack: ReadonlyMap<string, number>;
  readonly #inStack: ReadonlyMap<string, readonly number[]>;

  constructor(dirspaces: readonly InStack[], stacks: Stacks, dependencies: Dependencies) {
    this.#dirspaces = dirspaces;
    this.#stacks = stacks;
    this.#dependencies = dependencies;
    this.#inStack = Map.groupBy(dirspaces.keys(), (i) => dirspaces[i]?.stack ?? '');
    this.#names = [...this.#inStack.keys()];
    const first = dirspaces.length + dependencies.selections.length;
    this.#nodeOfStack = new Map(this.#names.map((name, i) => [name, first + 2 * i]));
  }

  /** All dirspaces, each behind those that it waits for; or the cycle that keeps them from it. */
  order(): Topological<number> {
    const found = topologicalOrder(this.#dirspaces.keys(), (node) => this.#next(node));
    if (found.ok) return { ok: true, order: found.order.filter((node) => this.#isDirspace(node)) };
    const [first = 0] = found.cycle.filter((node) => this.#isDirspace(node)).sort((a, b) => a - b);
    return { ok: false, cycle: shortestCycle(first, (node) => this.#next(node)) };
  }

  #isDirspace(node: number): boolean {
    return node < this.#dirspaces.length;
  }

  #next(node: number): readonly number[] {
    const dirspace = this.#dirspaces[node];
    if (dirspace !== undefined) {
      const selection = this.#dependencies.dependsOn[node] ?? null;
      const stack = this.#nodeOfStack.get(dirspace.stack) ?? -1;
      return selection === null ? [stack] : [this.#dirspaces.length + selection, stack];
    }
    const selection = this.#dependencies.selections[node - this.#dirspaces.length];
    if (selection !== undefined) return selection.on;
    const { stack, members } = this.#stackAt(node);
    if (members) return this.#inStack.get(stack) ?? [];
    const { planAfter = [], applyAfter = [] } = this.#stacks[stack] ?? {};
    return [...planAfter, ...applyAfter].flatMap((name) => {
      const other = this.#nodeOfStack.get(name);
      return other === undefined ? [] : [other + 1];
    });
  }

  #stackAt(node: number): { readonly stack: string; readonly members: boolean } {
    const i = node - this.#dirspaces.length - this.#dependencies.selections.length;
    return { stack: this.#names[i >> 1] ?? '', members: i % 2 === 1 };
  }

  /** What is wrong when a cycle keeps dirspaces from having an order. */
  problem(config: Config, cycle: readonly number[]): MeaningProblem {
    const steps = cycle.flatMap((node, i) =>
      this.#isDirspace(node) ? [this.#step(node, cycle, i)] : [],
    );
    const names = steps.map(({ dirspace }) => shownDirspace(dirspace));
    const path = shortened([...names, names[0] ?? ''], ' → ');
    const why = steps.map(
      ({ because }, i) => `${names[i]} waits for ${names[(i + 1) % names.length]} (${because})`,
    );
    const [first] = steps;
    return {
      path: first === undefined ? [] : first.path(config),
      message: `Dirspaces wait for each other in a circle: ${path}. ${shortened(why, ', ')}.`,
      expected: 'an order in which each dirspace can be applied before those that wait for it',
    };
  }

  #step(node: number, cycle: readonly number[], i: number): Step {
    // A cycle begins with a dirspace, and so do its steps.
    const dirspace = this.#dirspaces[node] as InStack;
    const by = cycle[i + 1] ?? node;
    const selection = this.#dependencies.selections[by - this.#dirspaces.length];
    if (selection !== undefined) {
      const because = `depends_on: ${shortText(selection.tagQuery)}`;
      return { dirspace, because, path: (config) => dependsOnPath(config, dirspace) };
    }
    const { stack } = this.#stackAt(by);
    const { stack: other } = this.#stackAt(cycle[i + 2] ?? by);
    const rule = this.#stacks[stack]?.planAfter.includes(other) ? 'plan_after' : 'apply_after';
    return {
      dirspace,
      because: `${rule}: stack ${shownName(stack)} comes after ${shownName(other)}`,
      path: () => ['stacks', 'names', stack, 'rules', rule],
    };
  }
}

type Step = {
  readonly dirspace: InStack;
  readonly because: string;
  readonly path: (config: Config) => ConfigPath;
};

const MAX_STEPS = 12;
const MAX_TEXT = 60;

function shortened(parts: readonly string[], between: string): string {
  if (parts.length <= MAX_STEPS) return parts.join(between);
  const half = MAX_STEPS / 2;
  const left = `… ${parts.length - 2 * half} more …`;
  return [...parts.slice(0, half), left, ...parts.slice(-half)].join(between);
}

function shortText(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line;
}

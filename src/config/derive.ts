import type { CodeIndex } from './code-index.ts';
import type { Config } from './config.ts';
import type { Dirspace } from './dirspace.ts';
import { type Branches, dirspacesOf } from './dirspaces.ts';
import type { MeaningProblem } from './meaning.ts';
import { type Order, orderOf } from './order.ts';
import { withStacks } from './stack-assignment.ts';
import { type Stacks, stacksOf } from './stacks.ts';
import { TagQueryIndex } from './tag-query-index.ts';
import { withWorkflows } from './workflow-choice.ts';

/** What dirspaces are made of, beside the configuration. */
export type Source = {
  /** Every file's path in the tree. */
  readonly files: readonly string[];
  readonly branches: Branches;
  /** Null where nothing is indexed. */
  readonly index: CodeIndex | null;
};

/** A configuration and a tree, brought together. Plain values: they go to another thread. */
export type Derived = {
  /** Every dirspace of the tree, sorted. */
  readonly dirspaces: readonly Dirspace[];
  readonly stacks: Stacks;
  readonly order: Order;
};

/** Finds the dirspaces of a tree, the stacks they belong to, and what has to come before what. */
export function derive(
  config: Config,
  source: Source,
):
  | { readonly ok: true; readonly derived: Derived }
  | { readonly ok: false; readonly problems: readonly MeaningProblem[] } {
  const found = dirspacesOf(config, source.files, source.branches, source.index);
  if (!found.ok) return found;
  const stacks = stacksOf(config);
  if (!stacks.ok) return stacks;
  const inStacks = withStacks(config, stacks.stacks, found.dirspaces);
  if (!inStacks.ok) return inStacks;
  const index = new TagQueryIndex(inStacks.dirspaces);
  const chosen = withWorkflows(config, stacks.stacks, inStacks.dirspaces, index);
  const order = orderOf(config, inStacks.dirspaces, stacks.stacks, index);
  if (!chosen.ok || !order.ok) {
    const problems = [chosen, order].flatMap((step) => (step.ok ? [] : step.problems));
    return { ok: false, problems };
  }
  const { dirspaces } = chosen;
  return { ok: true, derived: { dirspaces, stacks: stacks.stacks, order: order.order } };
}

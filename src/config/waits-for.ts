import type { Derived } from './derive.ts';
import { compareDirspaces, type Dirspace, type DirspaceName } from './dirspace.ts';

/** A dirspace that another waits for, and what says so. */
export type Wait = { readonly on: DirspaceName; readonly because: WaitCause };

export type WaitCause =
  | { readonly kind: 'depends_on'; readonly tagQuery: string }
  /** Planned, or only applied, after this stack. */
  | { readonly kind: 'plan_after' | 'apply_after'; readonly stack: string };

/**
 * What a dirspace waits for where both are part of a change, sorted. A dirspace that it waits for in
 * several ways is there for each of them.
 */
export function waitsFor(derived: Derived, dirspace: Dirspace): readonly Wait[] {
  const { dirspaces, stacks, order } = derived;
  const place = dirspaces.findIndex((one) => compareDirspaces(one, dirspace) === 0);
  const selection = order.selections[order.dependsOn[place] ?? -1];
  const named = (found: readonly Dirspace[], because: WaitCause): readonly Wait[] =>
    found.map(({ dir, workspace }) => ({ on: { dir, workspace }, because }));
  const depended = selection?.on.flatMap((other) => dirspaces[other] ?? []) ?? [];
  const after = (kind: 'plan_after' | 'apply_after', names: readonly string[] = []) =>
    names.flatMap((stack) =>
      named(
        dirspaces.filter((one) => one.stack === stack),
        { kind, stack },
      ),
    );
  const { planAfter, applyAfter } = stacks[dirspace.stack] ?? {};
  return [
    ...named(depended, { kind: 'depends_on', tagQuery: selection?.tagQuery ?? '' }),
    ...after('plan_after', planAfter),
    ...after('apply_after', applyAfter),
  ].sort((a, b) => compareDirspaces(a.on, b.on));
}

import type { Derived } from './derive.ts';
import { compareDirspaces, type Dirspace, type DirspaceName } from './dirspace.ts';

/** Why a dirspace is part of a change. */
export type Cause =
  /** A changed file that its patterns select. */
  | { readonly kind: 'path'; readonly path: string }
  /** It depends on a dirspace of the change. */
  | { readonly kind: 'depends_on'; readonly on: DirspaceName }
  /** Its stack is modified by a stack of the change. */
  | { readonly kind: 'modified_by'; readonly stack: string }
  /** An earlier commit of the pull request applied it, so what it did has to be looked at again. */
  | { readonly kind: 'applied_earlier' };

/** A dirspace that a change is directly about. */
export type Touched = DirspaceName & { readonly by: readonly Cause[] };

export type ChangedDirspace = { readonly dirspace: Dirspace; readonly by: readonly Cause[] };

/** What a change runs: each layer once all of those before it are applied. */
export type Change = { readonly layers: readonly (readonly ChangedDirspace[])[] };

/**
 * The dirspaces that a change is about, directly or because they depend on others of it, in the
 * layers they run in. Each layer is sorted.
 */
export function changeOf({ dirspaces }: Derived, touched: readonly Touched[]): Change {
  const causes = new Map(touched.map((one) => [nameKey(one), one.by]));
  const layer = dirspaces.flatMap((dirspace) => {
    const by = causes.get(nameKey(dirspace));
    return by === undefined ? [] : [{ dirspace, by }];
  });
  const sorted = layer.sort((a, b) => compareDirspaces(a.dirspace, b.dirspace));
  return { layers: sorted.length === 0 ? [] : [sorted] };
}

function nameKey({ dir, workspace }: DirspaceName): string {
  return JSON.stringify([dir, workspace]);
}

import { posix } from 'node:path';
import { FileScope, type UnitContext } from './scope.ts';

/** The files that a unit's configuration is made of. */
export type Layers = {
  /** Whose content counts: the unit's own first, then what it includes. */
  readonly scopes: readonly FileScope[];
  /** Those of all files that are included, too. */
  readonly all: readonly FileScope[];
  /** Every file that is included, also those of which only values are taken. */
  readonly included: ReadonlySet<string>;
  /** Whether every include is known. */
  readonly complete: boolean;
};

/** Follows includes, and theirs. */
export function layersOf(context: UnitContext): Layers {
  const { note } = context;
  const own = posix.join(context.unit, 'terragrunt.hcl');
  const scopes: FileScope[] = [];
  const all: FileScope[] = [];
  const included = new Set<string>([own]);
  let complete = true;
  const ahead = [{ path: own, merged: true }];
  for (const { path, merged } of ahead) {
    const file = context.document(path);
    if (file === null) continue;
    if (file.problem) note(path, file.problem.line, file.problem.message);
    const scope = new FileScope(context, file, { directory: context.unit, included: path !== own });
    all.push(scope);
    if (merged) scopes.push(scope);
    for (const include of file.includes) {
      const target = scope.includedFile(include.label);
      if (target === null || !context.tree.files.has(target)) {
        complete = false;
        note(
          path,
          include.line,
          `the file of include ${JSON.stringify(include.label)} is not known`,
        );
      } else if (!included.has(target)) {
        included.add(target);
        ahead.push({ path: target, merged: merged && include.merged });
      }
    }
  }
  included.delete(own);
  return { scopes, all, included, complete };
}

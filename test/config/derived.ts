import { type ChangedDirspace, changeOf } from '../../src/config/change.ts';
import { type Config, configSchema } from '../../src/config/config.ts';
import { type Derived, derive } from '../../src/config/derive.ts';

/*
 * Configurations and small trees for tests. A tree is a list of directories with one file each.
 */

export function configOf(given: unknown): Config {
  return configSchema.parse(given);
}

function deriving(given: unknown, dirs: readonly string[]) {
  const files = dirs.map((dir) => (dir === '.' ? 'main.tf' : `${dir}/main.tf`));
  const branches = { branch: 'change', destBranch: 'main' };
  return derive(configOf(given), { files, branches, index: null });
}

export function derivedOf(given: unknown, dirs: readonly string[]): Derived {
  const made = deriving(given, dirs);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.derived;
}

/** What is wrong: paths and messages. */
export function problemsOf(given: unknown, dirs: readonly string[]): readonly string[] {
  const made = deriving(given, dirs);
  return made.ok ? [] : made.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** A dirspace as `dir` or `dir workspace`. */
export function nameOf({ dir, workspace }: { readonly dir: string; readonly workspace: string }) {
  return workspace === 'default' ? dir : `${dir} ${workspace}`;
}

/** The layers of a change that touches these dirspaces, a line each. */
export function layers(derived: Derived, touched: readonly string[]): readonly string[] {
  return change(derived, touched).map((layer) =>
    layer.map(({ dirspace }) => nameOf(dirspace)).join(', '),
  );
}

/** Why each dirspace is part of a change that touches these. */
export function causes(derived: Derived, touched: readonly string[]) {
  return Object.fromEntries(
    change(derived, touched)
      .flat()
      .map(({ dirspace, by }) => [nameOf(dirspace), by]),
  );
}

function change(
  derived: Derived,
  touched: readonly string[],
): readonly (readonly ChangedDirspace[])[] {
  const given = touched.map((name) => {
    const [dir = '', workspace = 'default'] = name.split(' ');
    return { dir, workspace, by: [{ kind: 'path', path: `${dir}/main.tf` }] as const };
  });
  return changeOf(derived, given).layers;
}

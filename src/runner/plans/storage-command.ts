import { MissingVariable, replaceVariables, substitute } from '../steps/substitute.ts';

/** `plan_path`, `plan_dst_path`, `date` and the like; a variable of the environment stands behind them. */
export type StorageVariables = ReadonlyMap<string, string>;
type Environment = Record<string, string>;

const destination = 'plan_dst_path';

/** A command that is run when the plan is applied, in another job. */
export type LaterCommand = {
  readonly argv: readonly string[];
  /** The variables that are still to be replaced. Whatever else has a `$` is as it should be. */
  readonly late: readonly string[];
};

/** The command as it is to be run now. Throws `MissingVariable`. */
export function commandNow(
  argv: readonly string[],
  variables: StorageVariables,
  env: Environment,
): string[] {
  return argv.map((arg) => replaceVariables(arg, (name) => valueNamed(name, variables, env)));
}

/**
 * The command for another job, in which the values of this one still say where the plan is. A variable of
 * the environment whose value `staysHere` stays a name, and so does `plan_dst_path`, which is another one
 * there. Throws `MissingVariable`.
 */
export function commandForLater(
  argv: readonly string[],
  variables: StorageVariables,
  env: Environment,
  staysHere: (name: string, value: string) => boolean,
): LaterCommand {
  const late = new Set<string>();
  const replaced = argv.map((arg) =>
    replaceVariables(arg, (name, found) => {
      const value = name === destination ? undefined : valueNamed(name, variables, env);
      if (value !== undefined && (variables.has(name) || !staysHere(name, value))) return value;
      late.add(name);
      return found;
    }),
  );
  return { argv: replaced, late: [...late] };
}

/** The command of another job, as it is to be run now. Throws `MissingVariable`. */
export function commandOfEarlier(
  { argv, late }: LaterCommand,
  variables: StorageVariables,
  env: Environment,
): string[] {
  return argv.map((arg) =>
    replaceVariables(arg, (name, found) =>
      late.includes(name) ? valueNamed(name, variables, env) : found,
    ),
  );
}

/** A directory or a workspace of a pull request may be called `$SECRET`: their values are taken as they are. */
function valueNamed(name: string, variables: StorageVariables, env: Environment): string {
  const own = variables.get(name);
  if (own !== undefined) return own;
  if (Object.hasOwn(env, name)) return substitute([`\${${name}}`], env).join('');
  throw new MissingVariable(name, [...variables.keys(), destination, ...Object.keys(env)]);
}

import { closest, distance } from 'fastest-levenshtein';

/** A command names a variable that the environment lacks. */
export class MissingVariable extends Error {
  constructor(name: string, known: readonly string[]) {
    const nearest = nearestVariable(name, known);
    const meant = nearest === undefined ? '' : `\nDid you mean ${nearest}?`;
    super(`ERROR: Missing environment variable: ${name}${meant}`);
  }
}

/** The one that is nearest, capitals aside, where it has more in common with the name than not. */
function nearestVariable(name: string, known: readonly string[]): string | undefined {
  const given = name.toLowerCase();
  const names = new Map(known.map((one) => [one.toLowerCase(), one]));
  if (names.size === 0) return undefined;
  const near = closest(given, [...names.keys()]);
  return 2 * distance(given, near) < Math.max(given.length, near.length)
    ? names.get(near)
    : undefined;
}

const variable = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

/** How often a value that itself names variables is substituted: a bound on values naming each other. */
const maxDepth = 10;

/**
 * Replaces `$NAME` and `${NAME}` in each argument by the value in `env`, and again in the values.
 * Any other `$` stays as it is. Throws `MissingVariable` when an argument names an unknown variable;
 * one that only a value names stays as it is, since a value (a password) may contain a `$`.
 */
export function substitute(args: readonly string[], env: Record<string, string>): string[] {
  return args.map((arg) => {
    const once = replaced(arg, env, (name) => {
      throw new MissingVariable(name, Object.keys(env));
    });
    return substituteValues(once, env, once === arg ? 0 : maxDepth);
  });
}

function substituteValues(text: string, env: Record<string, string>, depth: number): string {
  if (depth === 0) return text;
  const next = replaced(text, env, (_, found) => found);
  return next === text ? text : substituteValues(next, env, depth - 1);
}

function replaced(
  text: string,
  env: Record<string, string>,
  otherwise: (name: string, found: string) => string,
): string {
  return replaceVariables(text, (name, found) => {
    // Not every key of an object is its own: `$constructor` is no variable.
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    return value ?? otherwise(name, found);
  });
}

/** Replaces each `$NAME` and `${NAME}` by its value; what has none stays as it was `found`. */
export function replaceVariables(
  text: string,
  valueNamed: (name: string, found: string) => string,
): string {
  return text.replace(variable, (found, braced?: string, bare?: string) =>
    valueNamed(braced ?? bare ?? '', found),
  );
}

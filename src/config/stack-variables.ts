import type { MeaningProblem } from './meaning.ts';
import { nearestName, shownName } from './names.ts';

/** GitHub and GitLab have no environment with a longer name. */
const MAX_ENVIRONMENT = 255;
/** With names of variables in it, which may be longer than their values. */
const MAX_TEXT = 100 * MAX_ENVIRONMENT;

export type FilledEnvironment =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: Omit<MeaningProblem, 'path'> };

/**
 * A workflow's environment for the dirspaces of a stack: `${name}` is filled in from the stack's
 * variables, and `$${name}` stands for `${name}` itself.
 */
export function fillEnvironment(
  text: string,
  stack: string,
  variables: Readonly<Record<string, string>>,
): FilledEnvironment {
  if (text.length > MAX_TEXT) return { ok: false, problem: tooLong(stack) };
  const missing: { readonly name: string; readonly at: number }[] = [];
  const filled = text.replaceAll(
    /\$(\$\{)|\$\{([^${}]*)\}/g,
    (_, escaped: string | undefined, name: string = '', at: number) => {
      if (escaped !== undefined) return escaped;
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (value === undefined) missing.push({ name, at });
      // Longer than what fits is as good as the whole, which could be repeated thousands of times.
      return value?.slice(0, MAX_ENVIRONMENT + 1) ?? '';
    },
  );
  const [first] = missing;
  if (first !== undefined) {
    return { ok: false, problem: { at: first.at, ...unknown(first.name, stack, variables) } };
  }
  if (filled.length > MAX_ENVIRONMENT) return { ok: false, problem: tooLong(stack) };
  return { ok: true, text: filled };
}

function unknown(name: string, stack: string, variables: object): Omit<MeaningProblem, 'path'> {
  const [shown, owner] = [shownName(name), shownName(stack)];
  return {
    message: `The workflow’s environment needs the variable ${shown}, which the stack ${owner} does not have.`,
    expected: `a variable ${shown} of the stack, or $\${${name}} for the text itself`,
    nearest: nearestName(name, Object.keys(variables)),
  };
}

function tooLong(stack: string): Omit<MeaningProblem, 'path'> {
  return {
    message: `The workflow’s environment for the stack ${shownName(stack)} has more than ${MAX_ENVIRONMENT} characters.`,
    expected: 'the name of an environment',
  };
}

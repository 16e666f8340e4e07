import { nearestName, shownName } from './names.ts';

/** GitHub and GitLab have no environment with a longer name. */
const MAX_ENVIRONMENT = 255;

export type FilledEnvironment =
  | { readonly ok: true; readonly environment: string }
  | {
      readonly ok: false;
      readonly message: string;
      readonly expected: string;
      readonly nearest: string | null;
    };

/**
 * A workflow's environment for the dirspaces of a stack: `${name}` is filled in from the stack's
 * variables, and `$${name}` stands for `${name}` itself.
 */
export function fillEnvironment(
  text: string,
  stack: string,
  variables: Readonly<Record<string, string>>,
): FilledEnvironment {
  const missing: string[] = [];
  // What is cut off would not fit anyhow, and each `${name}` repeats it.
  const filled = text
    .slice(0, 100 * MAX_ENVIRONMENT)
    .replaceAll(
      /\$(\$\{)|\$\{([^${}]*)\}/g,
      (_, escaped: string | undefined, name: string = '') => {
        if (escaped !== undefined) return escaped;
        if (Object.hasOwn(variables, name))
          return variables[name]?.slice(0, MAX_ENVIRONMENT + 1) ?? '';
        missing.push(name);
        return '';
      },
    );
  const [name] = missing;
  if (name !== undefined) {
    return {
      ok: false,
      message: `The workflow’s environment needs the variable ${shownName(name)}, which the stack ${shownName(stack)} does not have.`,
      expected: `a variable ${shownName(name)} of the stack, or $\${${name}} for the text itself`,
      nearest: nearestName(name, Object.keys(variables)),
    };
  }
  if (filled.length <= MAX_ENVIRONMENT) return { ok: true, environment: filled };
  return {
    ok: false,
    message: `The workflow’s environment for the stack ${shownName(stack)} has more than ${MAX_ENVIRONMENT} characters.`,
    expected: 'the name of an environment',
    nearest: null,
  };
}

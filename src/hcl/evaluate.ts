import type { Expression } from './expression.ts';

/** A value of HCL. Members of an object that are not known are left out. */
export type Value = string | number | boolean | null | readonly Value[] | ValueObject;
export type ValueObject = { readonly [key: string]: Value };

/** What names stand for. Undefined where that is not known. */
export type Scope = {
  variable(name: string): Value | undefined;
  /** `local.NAME`, which locals refer to each other by. */
  local(name: string): Value | undefined;
  call(name: string, args: readonly (Value | undefined)[]): Value | undefined;
};

/** Longer texts and lists come of templates and functions that multiply each other. */
export const MAX_LENGTH = 1 << 16;

/** The value of an expression, or undefined where only Terraform or Terragrunt would know it. */
export function evaluate(expression: Expression, scope: Scope): Value | undefined {
  const value = known(expression, scope);
  const sized = typeof value === 'string' || Array.isArray(value);
  return sized && value.length > MAX_LENGTH ? undefined : value;
}

function known(expression: Expression, scope: Scope): Value | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return template(expression.parts, scope);
    case 'tuple':
      return allKnown(expression.items.map((item) => evaluate(item, scope)));
    case 'object':
      return object(expression.entries, scope);
    case 'variable':
      return scope.variable(expression.name);
    case 'access':
      return access(expression, scope);
    case 'call':
      return scope.call(
        expression.name,
        expression.args.map((arg) => evaluate(arg, scope)),
      );
    case 'other':
      return undefined;
  }
}

/** A template that is one expression has its value, whatever type it is of. */
function template(parts: readonly Expression[], scope: Scope): Value | undefined {
  const values = parts.map((part) => evaluate(part, scope));
  if (values.length === 1) return values[0];
  let text = '';
  for (const value of values) {
    if (value === undefined || value === null || typeof value === 'object') return undefined;
    text += value;
    if (text.length > MAX_LENGTH) return undefined;
  }
  return text;
}

function allKnown(values: readonly (Value | undefined)[]): Value | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}

function object(
  entries: readonly (readonly [Expression, Expression])[],
  scope: Scope,
): Value | undefined {
  const members = entries.map(([key, value]) => [evaluate(key, scope), evaluate(value, scope)]);
  return Object.fromEntries(
    members.filter(([key, value]) => key !== undefined && value !== undefined),
  );
}

function access(
  { of, key }: Extract<Expression, { kind: 'access' }>,
  scope: Scope,
): Value | undefined {
  const name = evaluate(key, scope);
  if (typeof name !== 'string' && typeof name !== 'number') return undefined;
  if (of.kind === 'variable' && of.name === 'local') return scope.local(String(name));
  const value = evaluate(of, scope);
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

import type { ModuleCall, ModuleCalls } from './module-call.ts';

/** The modules that a file of Terraform's JSON syntax calls. */
export function jsonModuleCalls(text: string): ModuleCalls {
  const parsed = parse(text.replace(/^\ufeff/, ''));
  if (parsed.problem !== null) return { calls: [], problem: parsed.problem };
  const calls = members(parsed.value)
    .filter(([key]) => key === 'module')
    .flatMap(([, modules]) => members(modules))
    .filter(([name]) => name !== '//')
    .flatMap(([name, body]) => bodies(body).map((one) => callOf(name, one)));
  return { calls, problem: null };
}

function callOf(name: string, body: object): ModuleCall {
  const source: unknown = Reflect.get(body, 'source');
  const literal = typeof source === 'string' && !/[$%]\{/.test(source);
  return { name, line: null, source: literal ? source : null };
}

/** The members of an object, or of each object of a list: both stand for blocks. */
function members(value: unknown): [string, unknown][] {
  return bodies(value).flatMap((one) => Object.entries(one));
}

function bodies(value: unknown): object[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter(isObject);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(
  text: string,
): { value: unknown; problem: null } | { problem: NonNullable<ModuleCalls['problem']> } {
  try {
    return { value: JSON.parse(text), problem: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /\(line (\d+) column \d+\)/.exec(message)?.[1];
    return { problem: { line: line === undefined ? null : Number(line), message } };
  }
}

import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import type { ConfigPath, Spot } from './config-error.ts';
import { placeOfKey } from './key-places.ts';
import { isKeyOfEntry, rightKeyFor } from './misplaced-keys.ts';
import { nearestName, shownName } from './names.ts';
import { kindOf, show } from './show-value.ts';

/** Separates the keys that `keysAsMessage` puts into a message; no key of ours holds it. */
const BETWEEN_KEYS = '\n';

/**
 * An error map for `safeParse`: zod names the unknown keys but not the known ones, which only the
 * error map can see, so it hands them on as the message.
 */
export const keysAsMessage: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const { inst } = issue;
  const def = inst === undefined || !('_zod' in inst) ? undefined : inst._zod.def;
  // zod types `inst` as any schema; that it is an object's shows in its having a shape.
  const shape = def !== undefined && 'shape' in def ? (def.shape as object) : {};
  return Object.keys(shape).join(BETWEEN_KEYS);
};

/** A value that has not the shape it should have. */
export type SchemaProblem = Spot & {
  readonly path: ConfigPath;
  readonly message: string;
  readonly expected: string | null;
  readonly nearest: string | null;
};

/** What zod found wrong in a value, each with what was expected instead. */
export function* schemaProblems(
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): Generator<SchemaProblem> {
  for (const issue of issues) yield* describe(issue, [], value);
}

function* describe(
  issue: z.core.$ZodIssue,
  parent: ConfigPath,
  root: unknown,
): Generator<SchemaProblem> {
  // YAML's keys are texts and its indexes numbers: there are no symbols in a path.
  const path = [...parent, ...(issue.path as (string | number)[])];
  const given = at(root, path);
  const found = (message: string, expected: string | null, nearest: string | null = null) => ({
    ...{ path, atKey: given === undefined, message, expected, nearest },
  });
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = issue.message.split(BETWEEN_KEYS);
      // The one step that can do without its type, which this was hardly meant to be.
      if (known.includes('type') && at(root, [...path, 'type']) === undefined) {
        const message = 'The key type is missing.';
        yield {
          path: [...path, 'type'],
          atKey: true,
          message,
          expected: 'the kind of step',
          nearest: null,
        };
        return;
      }
      const isMisspelt = issue.keys.some((key) => nearestName(key, known) !== null);
      const misplaced = isMisspelt ? null : outOfEntry(path, root);
      if (misplaced !== null) yield misplaced;
      else for (const key of issue.keys) yield unknownKey(path, key, known);
      return;
    }
    case 'invalid_type': {
      const expected = name(issue.expected);
      if (given === undefined) yield found(missing(path), expected);
      else {
        yield outOfEntry(path, root) ??
          found(`This is ${kindOf(given)}.`, expected, meant(issue.expected, given, path));
      }
      return;
    }
    case 'invalid_value': {
      const [expected, nearest] = choice(issue.values, given);
      if (given === undefined) yield found(missing(path), expected);
      else yield found(`${show(given)} is not a value for this key.`, expected, nearest);
      return;
    }
    case 'invalid_union':
      yield* describeUnion(issue, path, root);
      return;
    default:
      yield found(issue.message.endsWith('.') ? issue.message : `${issue.message}.`, null);
  }
}

function missing(path: ConfigPath): string {
  return `The key ${path.at(-1)} is missing.`;
}

function* describeUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  path: ConfigPath,
  root: unknown,
): Generator<SchemaProblem> {
  if (issue.discriminator !== undefined && issue.errors.length === 0) {
    const options = ('options' in issue && issue.options) || [];
    yield wrongDiscriminator(path, issue.discriminator, options, root);
    return;
  }
  const types = issue.errors.map(wrongTypeOf);
  if (types.every((type) => type !== null)) {
    const expected = [...new Set(types.map(name))].join(' or ');
    const message = `This is ${kindOf(at(root, path))}.`;
    yield outOfEntry(path, root) ?? { path, message, expected, nearest: null };
    return;
  }
  const nearest = nearestBranch(issue.errors);
  const both = eitherOr(nearest, issue.errors, path, root);
  if (both !== null) yield both;
  else for (const inner of nearest) yield* describe(inner, path, root);
}

/** The type that a union's alternative asks for, when the value is of another. */
function wrongTypeOf(issues: readonly z.core.$ZodIssue[]): string | null {
  const [issue] = issues;
  return issue?.code === 'invalid_type' && issue.path.length === 0 ? issue.expected : null;
}

type UnknownKeys = z.core.$ZodIssueUnrecognizedKeys;

function unknownKeysOf(issues: readonly z.core.$ZodIssue[]): UnknownKeys | null {
  const found = issues.find(
    (issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0,
  );
  return found?.code === 'unrecognized_keys' ? found : null;
}

/** Keys of two alternatives side by side: each is known, but not beside the other. */
function eitherOr(
  nearest: readonly z.core.$ZodIssue[],
  branches: readonly (readonly z.core.$ZodIssue[])[],
  path: ConfigPath,
  root: unknown,
): SchemaProblem | null {
  const mine = unknownKeysOf(nearest);
  for (const key of mine?.keys ?? []) {
    const other = branches
      .map(unknownKeysOf)
      .find((one) => one?.message.split(BETWEEN_KEYS).includes(key));
    const rivals = other?.keys.filter((rival) => !mine?.keys.includes(rival)) ?? [];
    if (rivals.length === 0) continue;
    const message = `${rivals.join(', ')} and ${key} do not go together.`;
    const expected = `either ${rivals.join(', ')} or ${key}`;
    // Which of them is too much nobody knows; the second is where it shows.
    const both = [key, ...rivals];
    const given = Object.keys(Object(at(root, path)));
    const last = given.findLast((one) => both.includes(one)) ?? key;
    return { path: [...path, last], atKey: true, message, expected, nearest: null };
  }
  return null;
}

/** A key of an entry that stands beside the entry, so that it is taken for the name of another one. */
function outOfEntry(path: ConfigPath, root: unknown): SchemaProblem | null {
  const key = String(path.at(-1));
  const names = isKeyOfEntry(path) ? Object.keys(Object(at(root, path.slice(0, -1)))) : [];
  const above = names[names.indexOf(key) - 1];
  if (above === undefined) return null;
  const message = `${key} stands beside ${shownName(above)}, and not in it.`;
  const expected = `${key} indented further than ${shownName(above)}`;
  return { path, atKey: true, message, expected, nearest: null };
}

function unknownKey(path: ConfigPath, key: string, keys: readonly string[]): SchemaProblem {
  const whole = [...path, key];
  return {
    path: whole,
    atKey: true,
    message: `There is no key ${show(key).slice(1, -1)} here.`,
    expected: oneOf(key, keys),
    nearest: rightKeyFor(whole) ?? nearestName(key, keys) ?? placeOfKey(key, whole),
  };
}

/** Of more keys than these the nearest are named. */
const MOST_KEYS = 12;
const SOME_KEYS = 5;

/** Which keys there are; of very many those that come near, the nearest first. */
export function oneOf(given: string, keys: readonly string[]): string {
  if (keys.length <= MOST_KEYS) return `one of ${keys.join(', ')}`;
  const nearest = keys.toSorted((a, b) => distance(given, a) - distance(given, b));
  const named = nearest.slice(0, SOME_KEYS).join(', ');
  return `one of ${keys.length} keys, such as ${named}`;
}

/** A map whose `key` says what it is, and says something that there is not, or nothing. */
function wrongDiscriminator(
  path: ConfigPath,
  key: string,
  options: readonly unknown[],
  root: unknown,
): SchemaProblem {
  const parent = path.slice(0, -1);
  const owner = at(root, parent);
  const value = at(root, path);
  if (typeof owner !== 'object' || owner === null || Array.isArray(owner)) {
    const message = `This is ${kindOf(owner)}.`;
    return { path: parent, message, expected: `a map with ${key}`, nearest: null };
  }
  const message =
    value === undefined ? `The key ${key} is missing.` : `${show(value)} is not a ${key} here.`;
  const [expected, nearest] = choice(options, value);
  return { path, atKey: value === undefined, message, expected, nearest };
}

/** Of a union's alternatives, the one that the writer most likely meant: wrong the deepest. */
function nearestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]) {
  const distance = (issues: readonly z.core.$ZodIssue[]) =>
    issues.reduce((sum, issue) => sum + (issue.path.length === 0 ? rootDistance(issue) : 1), 0);
  return branches.toSorted((a, b) => distance(a) - distance(b))[0] ?? [];
}

function rootDistance(issue: z.core.$ZodIssue): number {
  return issue.code === 'unrecognized_keys' ? 1 + issue.keys.length : 100;
}

function choice(values: readonly unknown[], given: unknown): [string, string | null] {
  const texts = values.filter((value) => value !== undefined).map(String);
  // A number that should have been a text looks right; the quotes tell them apart.
  const shown = texts.map((text) => (/^\d/.test(text) ? show(text) : text));
  const expected = shown.length === 1 ? `${shown[0]}` : `one of ${shown.join(', ')}`;
  const nearest = nearestName(String(given), texts);
  return [expected, nearest === null ? null : (shown[texts.indexOf(nearest)] ?? null)];
}

/** The value of the right type that was probably meant. */
function meant(expected: string, given: unknown, path: ConfigPath): string | null {
  const isScalar = typeof given !== 'object';
  if (expected === 'array') return typeof given === 'string' ? listMeant(given, path) : null;
  if (expected === 'string') return isScalar ? show(String(given)) : null;
  if (typeof given !== 'string') return null;
  if (expected === 'boolean') {
    if (/^(true|yes|on)$/i.test(given)) return 'true';
    return /^(false|no|off)$/i.test(given) ? 'false' : null;
  }
  const isNumber = (expected === 'int' || expected === 'number') && /^-?\d{1,9}$/.test(given);
  return isNumber ? given : null;
}

/** A command is written in words; one that is for a shell needs it. */
function listMeant(given: string, path: ConfigPath): string {
  if (path.at(-1) !== 'cmd') return show([given]);
  const isForShell = /["'\\|&;<>()`*?~#\n]/.test(given);
  return show(isForShell ? ['bash', '-c', given] : given.trim().split(/\s+/));
}

function name(expected: string): string {
  const names: Record<string, string> = {
    string: 'a text',
    boolean: 'true or false',
    int: 'a whole number',
    number: 'a number',
    array: 'a list',
    object: 'a map',
    record: 'a map',
  };
  return names[expected] ?? expected;
}

function at(value: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, part)
        ? // Any key of a map or a list may be asked for.
          (inner as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}

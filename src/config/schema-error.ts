import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { type ConfigError, type ConfigPath, formatPath } from './config-error.ts';
import type { YamlSource } from './yaml-source.ts';

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

type Described = {
  readonly path: ConfigPath;
  readonly atKey: boolean;
  readonly message: string;
  readonly expected: string | null;
  readonly nearest: string | null;
};

/** What zod found wrong in a file, each with its place and what was expected instead. */
export function schemaErrors(
  source: YamlSource,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): readonly ConfigError[] {
  return issues
    .flatMap((issue) => describe(issue, [], value))
    .map(({ path, atKey, message, expected, nearest }) => ({
      file: source.name,
      ...source.position(path, atKey),
      path: formatPath(path),
      kind: 'schema' as const,
      message,
      expected,
      nearest,
    }));
}

function describe(issue: z.core.$ZodIssue, parent: ConfigPath, root: unknown): Described[] {
  // YAML's keys are texts and its indexes numbers: there are no symbols in a path.
  const path = [...parent, ...(issue.path as (string | number)[])];
  const given = at(root, path);
  const found = (message: string, expected: string | null, nearest: string | null = null) => [
    { path, atKey: given === undefined, message, expected, nearest },
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key, issue.message.split(BETWEEN_KEYS)));
    case 'invalid_type':
      if (given === undefined) return found('A required key is missing.', name(issue.expected));
      return found(`This is ${kindOf(given)}.`, name(issue.expected));
    case 'invalid_value':
      return found(`${show(given)} is not a value for this key.`, ...choice(issue.values, given));
    case 'invalid_union': {
      if (issue.discriminator !== undefined && issue.errors.length === 0) {
        return wrongDiscriminator(
          path,
          issue.discriminator,
          ('options' in issue && issue.options) || [],
          root,
        );
      }
      return nearestBranch(issue.errors).flatMap((inner) => describe(inner, path, root));
    }
    default:
      return found(issue.message, null);
  }
}

function unknownKey(path: ConfigPath, key: string, keys: readonly string[]): Described {
  return {
    path: [...path, key],
    atKey: true,
    message: `There is no key ${key} here.`,
    expected: `one of ${keys.join(', ')}`,
    nearest: near(key, keys),
  };
}

/** A map whose `key` says what it is, and says something that there is not, or nothing. */
function wrongDiscriminator(
  path: ConfigPath,
  key: string,
  options: readonly unknown[],
  root: unknown,
): Described[] {
  const owner = at(root, path.slice(0, -1));
  const value = at(root, path);
  if (typeof owner !== 'object' || owner === null || Array.isArray(owner)) {
    const message = `This is ${kindOf(owner)}.`;
    const parent = path.slice(0, -1);
    return [{ path: parent, atKey: false, message, expected: `a map with ${key}`, nearest: null }];
  }
  const message =
    value === undefined ? `The key ${key} is missing.` : `${show(value)} is not a ${key} here.`;
  const [expected, nearest] = choice(options, value);
  return [{ path, atKey: value === undefined, message, expected, nearest }];
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
  const expected = texts.length === 1 ? `${texts[0]}` : `one of ${texts.join(', ')}`;
  return [expected, typeof given === 'string' ? near(given, texts) : null];
}

/** The candidate that a typing mistake could have come from; null when none is close. */
function near(given: string, candidates: readonly string[]): string | null {
  if (candidates.length === 0 || given.length > 100) return null;
  const best = closest(given, candidates);
  return distanceWithin(given, best) ? best : null;
}

function distanceWithin(given: string, best: string): boolean {
  return distance(given, best) <= Math.max(2, Math.floor(best.length / 3));
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

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return `the text ${show(value)}`;
  return `the ${typeof value} ${show(value)}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function at(value: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      // Any key of a map or a list may be asked for; what is not there is undefined.
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}

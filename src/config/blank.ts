import { configSchema } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import { matchesPath, pathPattern } from './path-pattern.ts';
import { fitting, type Schemas, schemasAt, schemasIn } from './schema-keys.ts';

/** Values that are the user's own and stay as they are. */
const OPAQUE = ['definitions', 'workflows * runs_on'].map(pathPattern);
/** Entries that a user names; one without a value is one with defaults. */
const NAMED_ENTRIES = [
  'dirs *',
  'dirs * workspaces *',
  'dirs * stacks *',
  'drift schedules *',
  'stacks names *',
].map(pathPattern);
/** A rule without a value would be one that nobody enforces: that is told as a mistake. */
const RULES = ['access_control files *'].map(pathPattern);

/**
 * A file's value with keys that have no value left out (`when_modified:` alone on a line is as if it
 * were not there), except named entries: `workspaces: {production: }` is a workspace with defaults.
 * A key that the language does not have stays, so that it is told.
 */
export function withoutBlanks(value: unknown): unknown {
  return inside(value, [], schemasIn(configSchema));
}

/** `schemas` is null where the language has nothing. */
function inside(value: unknown, path: ConfigPath, schemas: Schemas | null): unknown {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    return value.map((item, i) => inside(item, [...path, i], schemas && schemasAt(schemas, i)));
  }
  if (!isMap(value) || is(OPAQUE, path)) return value;
  const own = schemas && fitting(schemas, value);
  const entries = Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
    if (part !== null && typeof part !== 'object') return [[key, part]];
    const whole = [...path, key];
    const below = own && schemasAt(own, key);
    if (part !== null) return [[key, inside(part, whole, below)]];
    if (is(NAMED_ENTRIES, whole)) return [[key, {}]];
    return is(RULES, whole) || below === null ? [[key, null]] : [];
  });
  return Object.fromEntries(entries);
}

function is(patterns: typeof OPAQUE, path: ConfigPath): boolean {
  return patterns.some((pattern) => matchesPath(pattern, path));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

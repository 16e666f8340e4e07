import type { ConfigPath } from './config-error.ts';
import { matchesPath, pathPattern } from './path-pattern.ts';

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
 */
export function withoutBlanks(value: unknown, path: ConfigPath = []): unknown {
  const is = (patterns: typeof OPAQUE, inner: ConfigPath) =>
    patterns.some((pattern) => matchesPath(pattern, inner));
  if (Array.isArray(value)) return value.map((item, i) => withoutBlanks(item, [...path, i]));
  if (typeof value !== 'object' || value === null || is(OPAQUE, path)) return value;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const whole = [...path, name];
    if (inner !== null) return [[name, withoutBlanks(inner, whole)]];
    if (is(NAMED_ENTRIES, whole)) return [[name, {}]];
    return is(RULES, whole) ? [[name, null]] : [];
  });
  return Object.fromEntries(entries);
}

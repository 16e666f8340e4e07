/** Keys whose maps hold entries that a user names; an entry without a value is one with defaults. */
const NAMED_ENTRIES = new Set(['dirs', 'workspaces']);
/** Keys whose values are the user's own and stay as they are. */
const OPAQUE = new Set(['definitions', 'runs_on']);

/**
 * A file's value with keys that have no value left out (`when_modified:` alone on a line is as if it
 * were not there), except named entries: `workspaces: {production: }` is a workspace with defaults.
 */
export function withoutBlanks(value: unknown, key: string | null = null): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutBlanks(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    if (OPAQUE.has(name)) return inner === null ? [] : [[name, inner]];
    if (inner !== null) return [[name, withoutBlanks(inner, name)]];
    return key !== null && NAMED_ENTRIES.has(key) ? [[name, {}]] : [];
  });
  return Object.fromEntries(entries);
}

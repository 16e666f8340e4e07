import type { ConfigPath } from './config-error.ts';

/** Keys from the root, between spaces; `*` stands for any key or index: `workflows * tag_query`. */
export type PathPattern = readonly string[];

export function pathPattern(text: string): PathPattern {
  return text.split(' ');
}

/** Whether a path is one of those that a pattern stands for. */
export function matchesPath(pattern: PathPattern, path: ConfigPath): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((part, i) => part === '*' || part === String(path[i]))
  );
}

/** What a value has at the paths that a pattern stands for. */
export function* valuesAt(
  value: unknown,
  pattern: PathPattern,
  path: ConfigPath = [],
): Generator<{ readonly path: ConfigPath; readonly value: unknown }> {
  const part = pattern[path.length];
  if (part === undefined) {
    yield { path, value };
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    if (part !== '*') return;
    for (const [i, inner] of value.entries()) yield* valuesAt(inner, pattern, [...path, i]);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (part === '*' || part === key) yield* valuesAt(inner, pattern, [...path, key]);
  }
}

import type { ConfigError } from './config-error.ts';

/** More errors than this nobody reads, and each is stored and shown. */
const MOST = 100;
/** More than this are not even looked at: a hostile file has a hundred thousand. */
const MOST_LOOKED_AT = 1_000;

/** As many problems of a kind as are looked at. */
export function taken<T>(problems: Iterable<T>): readonly T[] {
  const found: T[] = [];
  for (const problem of problems) {
    found.push(problem);
    if (found.length === MOST_LOOKED_AT) break;
  }
  return found;
}

/** Errors file by file, in the order of the lines; the last of a long list says how many more there are. */
export function limited(errors: readonly ConfigError[]): readonly ConfigError[] {
  const files = [...Map.groupBy(errors, ({ file }) => file).values()];
  const sorted = files.flatMap((ofFile) =>
    ofFile.toSorted((a, b) => a.line - b.line || a.column - b.column),
  );
  const [next] = sorted.slice(MOST);
  if (next === undefined) return sorted;
  const atLeast = errors.length >= MOST_LOOKED_AT ? 'at least ' : '';
  const message = `From here on there are ${atLeast}${sorted.length - MOST} more errors.`;
  return [...sorted.slice(0, MOST), { ...next, message, expected: null, nearest: null }];
}

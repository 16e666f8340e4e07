import type { ConfigError } from './config-error.ts';

/** More than this nobody reads, and each is stored and shown. */
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

/** What has been found file by file, by lines; the last of a long list says how much more there is. */
export function limited<T extends Found>(found: readonly T[]): readonly T[] {
  const files = [...Map.groupBy(found, ({ file }) => file).values()];
  const sorted = files.flatMap((ofFile) =>
    ofFile.toSorted((a, b) => a.line - b.line || a.column - b.column),
  );
  const [next] = sorted.slice(MOST);
  if (next === undefined) return sorted;
  const atLeast = found.length >= MOST_LOOKED_AT ? 'at least ' : '';
  const message = `From here on there are ${atLeast}${sorted.length - MOST} more like these.`;
  const hints = 'expected' in next ? { expected: null, nearest: null } : {};
  return [...sorted.slice(0, MOST), { ...next, ...hints, message }];
}

type Found = Pick<ConfigError, 'file' | 'line' | 'column' | 'message'>;

import { closest, distance } from 'fastest-levenshtein';
import type { DirspaceName } from './dirspace.ts';

/** The name that a typing mistake could have come from; null when none is close. */
export function nearestName(given: string, names: readonly string[]): string | null {
  if (names.length === 0 || given.length > 100) return null;
  const best = closest(given, names);
  return distance(given, best) <= Math.max(2, Math.floor(best.length / 3)) ? best : null;
}

/** A name within a sentence: in quotes where it could be taken for something else. */
export function shownName(name: string): string {
  return /^[\w./:@+-]*[\w/:@+-]$/.test(name) ? name : JSON.stringify(name);
}

/** A dirspace within a sentence: its directory, and the workspace where that is not the usual one. */
export function shownDirspace({ dir, workspace }: DirspaceName): string {
  const name = shownName(dir);
  return workspace === 'default' ? name : `${name} (${shownName(workspace)})`;
}

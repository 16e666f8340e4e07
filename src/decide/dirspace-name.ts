import { compareDirspaces } from '../config/dirspace.ts';
import type { DirspaceName } from './facts.ts';

/** A text that is equal for equal dirspaces only; neither part can hold a NUL. */
export function keyOf({ dir, workspace }: DirspaceName): string {
  return `${dir}\0${workspace}`;
}

/** The names alone, sorted. */
export function namesOf(dirspaces: readonly DirspaceName[]): readonly DirspaceName[] {
  return dirspaces.map(({ dir, workspace }) => ({ dir, workspace })).sort(compareDirspaces);
}

/** Whether two lists have a dirspace in common. */
export function overlap(a: readonly DirspaceName[], b: readonly DirspaceName[]): boolean {
  const keys = new Set(a.map(keyOf));
  return b.some((dirspace) => keys.has(keyOf(dirspace)));
}

import type { CodeIndex } from './code-index.ts';
import { escapeGlob } from './glob.ts';
import { isOutside, normalizePath } from './repository-path.ts';

/** Which directories are modules of others. */
export type ModuleIndex = {
  /** A directory that others call is no root module: it is never run by itself. */
  readonly isModule: (dir: string) => boolean;
  /** Patterns of the files of every module that a directory calls, those that modules call included. */
  readonly patterns: (dir: string) => readonly string[];
};

/** Reads the modules out of an index. */
export function moduleIndex(index: CodeIndex | null): ModuleIndex {
  const calls = new Map<string, readonly string[]>();
  for (const [key, { modules }] of Object.entries(index?.paths ?? {})) {
    const dir = normalizePath(key);
    const called = modules.map((module) => normalizePath(`${dir}/${module}`));
    calls.set(dir, [
      ...(calls.get(dir) ?? []),
      ...called.filter((module) => module !== dir && !isOutside(module)),
    ]);
  }
  const modules = new Set([...calls.values()].flat());
  const patternOf = (dir: string) => (dir === '.' ? '*.tf' : `${escapeGlob(dir)}/*.tf`);
  return {
    isModule: (dir) => modules.has(dir),
    patterns: (dir) => {
      const reached = new Set(calls.get(dir));
      for (const module of reached) for (const next of calls.get(module) ?? []) reached.add(next);
      return [...reached].map(patternOf);
    },
  };
}

import type { CodeIndex } from './code-index.ts';
import { escapeGlob } from './glob.ts';
import { isOutside, normalizePath } from './repository-path.ts';

/** Which directories are modules of others. */
export type ModuleIndex = {
  /** A directory that others call is no root module: it is never run by itself. */
  readonly isModule: (dir: string) => boolean;
  /** Patterns of the files of every module that the index lists for a directory. */
  readonly patterns: (dir: string) => readonly string[];
};

/** Reads the modules out of an index. Those outside of the repository are nothing to find there. */
export function moduleIndex(index: CodeIndex | null): ModuleIndex {
  const modules = new Set<string>();
  const patterns = new Map<string, Set<string>>();
  for (const [key, { modules: called }] of Object.entries(index?.paths ?? {})) {
    const dir = normalizePath(key);
    const ofDir = patterns.get(dir) ?? new Set();
    patterns.set(dir, ofDir);
    for (const name of called) {
      const module = normalizePath(`${dir}/${name}`);
      if (module === dir || isOutside(module)) continue;
      modules.add(module);
      ofDir.add(module === '.' ? '*.tf' : `${escapeGlob(module)}/*.tf`);
    }
  }
  return {
    isModule: (dir) => modules.has(dir),
    patterns: (dir) => [...(patterns.get(dir) ?? [])],
  };
}

import type { Config } from './config.ts';
import type { ConfigPath, Spot } from './config-error.ts';
import { type Entry, isGlobKey } from './entries.ts';
import { anchorGlob, compileGlob } from './glob.ts';
import { shownName } from './names.ts';
import { directoryOf, isOutside, normalizePath } from './repository-path.ts';
import type { Tree } from './tree.ts';
import type { TreeSearch } from './tree-search.ts';

/** Something that is likely not meant so, and stops nothing. The message is one line. */
export type Advice = Spot & { readonly path: ConfigPath; readonly message: string };

/** What entries of `dirs` are held against. */
export type DirsContext = {
  readonly tree: Tree;
  readonly search: TreeSearch;
  /** Which entry governs which directory. */
  readonly entries: ReadonlyMap<string, Entry>;
};

/** Looking for what globs are about takes time, and nobody reads more. */
const MOST_GLOBS = 50;

/** Finds entries of `dirs` that are about no directory, each with what was probably meant. */
export function* lintDirs({ dirs }: Config, context: DirsContext | null): Generator<Advice> {
  const governing = new Set([...(context?.entries.values() ?? [])].map((entry) => entry?.key));
  const idle = Object.keys(dirs).filter(
    (key) => !governing.has(key) && dirs[key]?.create_if_missing !== true,
  );
  const ofGlobs = context === null ? null : adviceOnGlobs(idle.filter(isGlobKey), context);
  for (const key of idle) {
    const message =
      context === null
        ? notAGlob(key)
        : isGlobKey(key)
          ? ofGlobs?.get(key)
          : adviceOnDirectory(key, context);
    if (message) yield { path: ['dirs', key], atKey: true, message };
  }
}

function notAGlob(key: string): string | null {
  const odd = isGlobKey(key) ? null : /[?{[]/.exec(key);
  return odd === null
    ? null
    : `Without a * this is no glob: ${odd[0]} stands for itself. Write an entry for each directory, or a glob with *.`;
}

function adviceOnDirectory(key: string, { search, tree }: DirsContext): string {
  const dir = normalizePath(key);
  const shown = shownName(dir);
  if (isOutside(dir)) return `${shown} is outside of the repository.`;
  const slashed = normalizePath(key.replaceAll('\\', '/'));
  if (slashed !== dir && search.directories.has(slashed)) {
    return `Between directories stands a /. Write ${shownName(slashed)}.`;
  }
  if (search.isFile(dir)) {
    const above = directoryOf(dir);
    const isNamedAsFile = dir.slice(1).includes('.') && tree.has(above);
    return isNamedAsFile
      ? `${shown} is a file. Its directory is ${shownName(above)}.`
      : `${shown} is a file or a symbolic link, and no directory.`;
  }
  if (search.directories.has(dir)) {
    const everything = dir === '.' ? '**' : `${dir}/**`;
    return `${shown} has no files of its own; ${everything} is everything below.`;
  }
  return notAGlob(key) ?? noDirectory(dir, search);
}

/** That there is no such directory, and which one was probably meant. */
export function noDirectory(dir: string, search: TreeSearch): string {
  const nearest = search.nearest(dir);
  const meant = nearest === null ? '' : ` Did you mean ${shownName(nearest)}?`;
  return `There is no directory ${shownName(dir)}.${meant}`;
}

function adviceOnGlobs(
  keys: readonly string[],
  { search, entries }: DirsContext,
): ReadonlyMap<string, string> {
  const globs = keys.slice(0, MOST_GLOBS).map((key) => ({ key, glob: normalizePath(key) }));
  const valid = globs.filter(({ glob }) => compileGlob(glob).ok);
  const found = search.directoriesMatching(valid.map(({ glob }) => glob));
  const dead = valid.filter(({ glob }) => found.get(glob) === null);
  const others = search.directoriesMatching(dead.flatMap(meantInstead));
  return new Map(
    valid.flatMap(({ key, glob }): readonly [string, string][] => {
      const dir = found.get(glob);
      if (dir === undefined) return [];
      if (dir === null) {
        const meant = meantInstead({ key, glob }).find((other) => others.get(other)) ?? null;
        return [[key, deadGlob(key, glob, meant, search)]];
      }
      const winner = shownGlob(entries.get(dir)?.key ?? '');
      const message = `This entry never counts: other entries win for all that it matches, ${winner} for ${shownName(dir)}.`;
      return [[key, message]];
    }),
  );
}

/** Globs that somebody can have meant by one that matches nothing. */
function meantInstead({ key, glob }: { readonly key: string; readonly glob: string }) {
  const slashed = normalizePath(key.replaceAll('\\', '/'));
  const all = slashed === glob ? [`${glob}/**`, `**/${glob}`] : [slashed];
  return all.filter((other) => compileGlob(other).ok);
}

function deadGlob(key: string, glob: string, meant: string | null, search: TreeSearch): string {
  if (meant !== null) {
    return key.includes('\\')
      ? `In a glob, a backslash takes the next character as it is. Write ${shownGlob(meant)}.`
      : `No file matches this glob, which is about files and their whole paths. Did you mean ${shownGlob(meant)}?`;
  }
  const { dir } = anchorGlob(glob);
  const isThere = search.directories.has(dir);
  return `No file matches this glob.${isThere ? '' : ` ${noDirectory(dir, search)}`}`;
}

/** A glob within a sentence. */
export function shownGlob(glob: string): string {
  return /^!?[\w./*+@-]+$/.test(glob) ? glob : JSON.stringify(glob);
}

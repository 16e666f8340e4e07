import { posix } from 'node:path';
import { remembered } from './remembered.ts';

/** A file that could not be read, or not in full. */
export type IndexFailure = { readonly msg: string; readonly lnum?: number };

/** What the files of one directory say. */
export type Directory = {
  /** Sources of the local modules that are called there, as they are written. */
  readonly sources: readonly string[];
  /** By the name of the file. */
  readonly failures: Readonly<Record<string, IndexFailure>>;
};

export type IndexedDirectory = {
  modules: string[];
  /** By the file's path from the directory. */
  failures: Record<string, IndexFailure>;
};

/** The repository. */
export type ModuleTree = {
  /** A directory by its path without symbolic links. */
  read(dir: string): Directory;
  /** A path without symbolic links; null where it is outside of the repository. */
  resolve(path: string): string | null;
};

/** A directory: by the path that the calls lead to, and by the one without symbolic links. */
type Place = { readonly path: string; readonly real: string };

/** How many calls are followed in all, each for every directory that it changes something for. */
const MAX_CALLS = 1_000_000;

/**
 * The modules that directories call, and those that these call in turn, as paths from the directory:
 * a change of any of them changes what the directory does. A module behind a symbolic link is listed
 * by the path through the link and by its own, since a change may be known by either.
 */
export function indexModules(
  dirs: readonly string[],
  tree: ModuleTree,
): Record<string, IndexedDirectory> {
  const resolve = remembered((path) => tree.resolve(path));
  const read = remembered((dir) => tree.read(dir));
  const calls = remembered((dir) => callsFrom({ path: dir, real: dir }, read(dir), resolve));
  let left = MAX_CALLS;
  const callsOf = (place: Place): readonly Place[] => {
    const found =
      place.path === place.real ? calls(place.real) : callsFrom(place, read(place.real), resolve);
    left -= found.length;
    if (left < 0) throw new Error(tooMany);
    return found;
  };
  return Object.fromEntries(
    dirs.map((dir) => [dir, indexDirectory({ path: dir, real: resolve(dir) }, read, callsOf)]),
  );
}

const tooMany =
  `The directories call modules more than ${MAX_CALLS} times in all, each call counted for every ` +
  'directory that it leads to: do nearly all modules call nearly all others?';

function indexDirectory(
  { path: dir, real: start }: { path: string; real: string | null },
  read: (dir: string) => Directory,
  callsOf: (place: Place) => readonly Place[],
): IndexedDirectory {
  const modules = new Set<string>();
  const failures: [string, IndexFailure][] = [];
  const ahead: Place[] = start === null ? [] : [{ path: posix.normalize(dir), real: start }];
  const seen = new Set(ahead.map(({ real }) => real));
  for (let place = ahead.pop(); place !== undefined; place = ahead.pop()) {
    for (const [file, failure] of Object.entries(read(place.real).failures)) {
      failures.push([relative(dir, posix.join(place.path, file)), failure]);
    }
    for (const module of callsOf(place)) {
      if (module.real === start) continue;
      modules.add(module.path).add(module.real);
      if (!seen.has(module.real)) ahead.push(module);
      seen.add(module.real);
    }
  }
  return {
    modules: [...modules].map((module) => fromDirectory(dir, module)).sort(),
    failures: Object.fromEntries(failures),
  };
}

function callsFrom(
  { path, real }: Place,
  { sources }: Directory,
  resolve: ModuleTree['resolve'],
): Place[] {
  return sources.flatMap((source) => {
    const module = resolve(`${real}/${source}`);
    if (module === null) return [];
    const called = posix.join(path, source).replace(/\/$/, '');
    return [{ path: resolve(called) === module ? called : module, real: module }];
  });
}

/** A module's path as a call in the directory would write it. */
function fromDirectory(dir: string, module: string): string {
  const path = relative(dir, module);
  return path.startsWith('../') || path === '..' ? path : `./${path}`;
}

/** Both from the repository's root. */
function relative(from: string, to: string): string {
  return posix.relative(`/${from}`, `/${to}`);
}

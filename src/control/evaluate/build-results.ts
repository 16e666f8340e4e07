import type { z } from 'zod';
import type { CodeIndex } from '../../config/code-index.ts';
import { isOutside, normalizePath } from '../../config/repository-path.ts';
import type { UnreadableFile } from '../../decide/facts.ts';
import type { buildTreeResult, indexResult } from '../../protocol/result.ts';

/*
 * What builds bring. Their scripts come with the repository, and a runner may be anybody who has read
 * a work token: a path leads nowhere on this machine, but it must be one of the repository.
 */

/** A file of a tree that was built. */
export type BuiltFile = {
  readonly path: string;
  readonly id: string;
  /** Changed, whatever its id is. */
  readonly changed: boolean;
};

type Files = z.infer<typeof buildTreeResult>['files'];
type IndexResult = z.infer<typeof indexResult>;

const LONGEST_PATH = 4_096;

/** The files of a tree, by paths from the repository's root, or what is wrong with them. */
export function builtFiles(
  files: Files,
): { readonly ok: true; readonly files: readonly BuiltFile[] } | Refused {
  const found = new Map<string, BuiltFile>();
  for (const { path: given, id = '', changed = false } of files) {
    const path = rootPath(given);
    if (path === null) return refused(`${quoted(given)} is no path of a file of the repository.`);
    if (id.length > LONGEST_PATH) return refused(`The id of ${quoted(given)} is too long.`);
    found.set(path, { path, id, changed });
  }
  return { ok: true, files: [...found.values()] };
}

type Refused = { readonly ok: false; readonly problem: string };

function refused(problem: string): Refused {
  return { ok: false, problem };
}

/** `$TERRATEAM_ROOT/a//b`, `./a/b` and `/a/b` are `a/b`. Null for what is outside, or no file's path. */
function rootPath(given: string): string | null {
  if (given.length > LONGEST_PATH || given.includes('\0')) return null;
  const path = normalizePath(given.replace(/^\$(TERRATEAM_ROOT|\{TERRATEAM_ROOT\})(?=\/)/, ''));
  return path === '.' || isOutside(path) || given.split('/').includes('..') ? null : path;
}

/** What is wrong with an index; null when it can be used. */
export function indexProblem({ paths, symlinks = {} }: IndexResult): string | null {
  const entries = Object.entries(paths);
  const names = [
    ...Object.entries(symlinks).flat(),
    ...entries.flatMap(([dir, { modules, failures }]) => [
      dir,
      ...modules,
      ...Object.keys(failures),
    ]),
  ];
  const wrong = names.find((name) => name.length > LONGEST_PATH || name.includes('\0'));
  return wrong === undefined ? null : `${quoted(wrong)} is no path of the repository.`;
}

/** The calls of an index. */
export function codeIndexOf({ paths, symlinks }: IndexResult): CodeIndex {
  return { paths, symlinks };
}

/** Files that an index could not read, sorted. A module's is listed with each directory that calls it. */
export function unreadableIn({ paths }: IndexResult): readonly UnreadableFile[] {
  const files = Object.entries(paths).flatMap(([dir, { failures }]) =>
    Object.entries(failures).map(([file, { msg, lnum }]) => ({
      path: fileIn(dir, file),
      line: lnum ?? null,
      message: msg,
    })),
  );
  const once = new Map(files.map((file) => [file.path, file]));
  return [...once.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Indexers name a file by its path from the directory, or from the root. */
function fileIn(dir: string, file: string): string {
  const root = normalizePath(dir);
  const path = normalizePath(file);
  return root === '.' || path.startsWith(`${root}/`) ? path : normalizePath(`${root}/${path}`);
}

function quoted(path: string): string {
  return JSON.stringify(path.slice(0, 200).toWellFormed());
}

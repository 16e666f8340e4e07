import { DEAD, GlobAutomaton } from './glob-automaton.ts';
import { GlobProblem, parseGlob } from './glob-syntax.ts';

/**
 * Globs over paths from the repository's root. `*` and `?` stay within a name, `**` is any number of
 * names, `{a,b}` alternatives, `[a-z]` classes, `\` takes the next character as it is. All other
 * characters stand for themselves. Matching takes time linear in glob times path.
 */
export type Glob =
  | ({ readonly ok: true } & CompiledGlob)
  /** `at` is the place in the glob, counted in characters from 0. */
  | { readonly ok: false; readonly problem: string; readonly at: number };

/** A glob that is compiled once and matched with many paths. */
export type CompiledGlob = {
  readonly matches: (path: string) => boolean;
  /** Whether it also matches no name at all, as `**` does, and so `a/**` matches `a`. */
  readonly matchesNothing: boolean;
};

const MAX_LENGTH = 1_000;

/** Compiles a glob; says what is wrong with an invalid one. */
export function compileGlob(pattern: string): Glob {
  if (pattern.length > MAX_LENGTH) {
    return { ok: false, at: MAX_LENGTH, problem: `a glob has at most ${MAX_LENGTH} characters` };
  }
  try {
    return { ok: true, ...matchersOf(new GlobAutomaton([parseGlob(pattern)])) };
  } catch (error) {
    if (!(error instanceof GlobProblem)) throw error;
    return { ok: false, at: error.at, problem: error.message };
  }
}

function matchersOf(automaton: GlobAutomaton): CompiledGlob {
  const { start } = automaton;
  return {
    matches: (path) => automaton.after(automaton.after(start, path), '/').accepts !== null,
    matchesNothing: start.accepts !== null,
  };
}

/**
 * Asks several globs at once which is the first of them that matches a file directly in a directory
 * (`.` for the root). They are to be valid ones; null for none.
 */
export function firstGlobWithin(
  patterns: readonly string[],
): (dir: string, names: readonly string[]) => number | null {
  const automaton = new GlobAutomaton(patterns.map(parseGlob));
  return (dir, names) => {
    const { start } = automaton;
    const state = dir === '.' ? start : automaton.after(automaton.after(start, dir), '/');
    if (state === DEAD) return null;
    let first: number | null = null;
    for (const name of names) {
      const { accepts } = automaton.after(automaton.after(state, name), '/');
      if (accepts !== null) first = Math.min(first ?? accepts, accepts);
    }
    return first;
  };
}

/** A name or path as a pattern that matches it and nothing else. */
export function escapeGlob(name: string): string {
  // Most names have nothing to escape, and looking is much faster than replacing nothing.
  return /[^\w\-./ ]/.test(name) ? name.replaceAll(/[^\w\-./ ]/gu, '\\$&') : name;
}

/** A glob in two: the directory (`.` for the root) that all it matches is below, and a glob from there. */
export type AnchoredGlob = { readonly dir: string; readonly rest: string };

/** Takes the directories at a glob's beginning that leave nothing to match off it. */
export function anchorGlob(pattern: string): AnchoredGlob {
  let wild = pattern.search(/[*?[{\\]/);
  // What follows a backslash is nothing to match, and may be a slash.
  while (pattern[wild] === '\\') {
    const next = pattern.slice(wild + 2).search(/[*?[{\\]/);
    wild = next < 0 ? -1 : wild + 2 + next;
  }
  const slash = pattern.lastIndexOf('/', wild < 0 ? pattern.length : wild);
  if (slash < 0) return { dir: '.', rest: pattern };
  return { dir: unescaped(pattern.slice(0, slash)), rest: pattern.slice(slash + 1) };
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(.|$)/gs, '$1');
}

import picomatch from 'picomatch/posix.js';

/**
 * File patterns. `*` and `?` stay within a path's component, `**` is any number of components,
 * `{a,b}` alternatives, `[a-z]` classes, `\` takes the next character as it is. All other
 * characters stand for themselves.
 *
 * picomatch compiles to regular expressions that backtrack, and pull requests bring both patterns
 * and paths. So it only ever sees one component of a path at a time, with few stars, and `**` is
 * matched here, in time linear in components of path times components of pattern.
 */
export type Glob =
  | { readonly ok: true; readonly matches: (path: string) => boolean }
  | { readonly ok: false; readonly problem: string };

const MAX_LENGTH = 500;
const MAX_STARS_IN_COMPONENT = 3;
const MAX_ALTERNATIVES = 64;
/** No file system has longer names; a longer component of a path matches only `**`. */
const MAX_COMPONENT = 255;

type Component = '**' | ((name: string) => boolean);

/** Compiles a glob over paths from the repository's root; says what is wrong with an invalid one. */
export function compileGlob(pattern: string): Glob {
  if (pattern.length > MAX_LENGTH) {
    return { ok: false, problem: `a pattern has at most ${MAX_LENGTH} characters` };
  }
  const alternatives = expandBraces(pattern);
  if (alternatives === null) {
    return { ok: false, problem: `braces stand for at most ${MAX_ALTERNATIVES} alternatives` };
  }
  const compiled: (readonly Component[])[] = [];
  for (const alternative of alternatives) {
    const components: Component[] = [];
    for (const text of splitComponents(alternative)) {
      const problem = problemOf(text);
      if (problem !== null) return { ok: false, problem };
      if (text !== '**') components.push(compileComponent(text));
      else if (components.at(-1) !== '**') components.push('**');
    }
    compiled.push(components);
  }
  return { ok: true, matches: (path) => compiled.some((one) => matchPath(one, path.split('/'))) };
}

/** A name as a pattern that matches it and nothing else. */
export function escapeGlob(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_\-./ ]/g, '\\$&');
}

/** The directory that every file which a pattern matches lies in or below; '' for the root. */
export function fixedDirectory(pattern: string): string {
  const components = splitComponents(pattern);
  const wild = components.findIndex((text) => /[*?{[]/.test(text.replaceAll(/\\./g, '')));
  const fixed = wild < 0 ? components : components.slice(0, wild);
  // What ends in `**` also matches a file of the name before it.
  const names = components.slice(fixed.length).every((text) => text === '**')
    ? fixed.slice(0, -1)
    : fixed;
  return names.map((text) => text.replaceAll(/\\(.)/g, '$1')).join('/');
}

function problemOf(component: string): string | null {
  if (component === '**') return null;
  const bare = component.replaceAll(/\\./g, '');
  if (bare.includes('**')) return `** stands alone between slashes, not in ${component}`;
  if (bare.split('*').length - 1 > MAX_STARS_IN_COMPONENT) {
    return `a component has at most ${MAX_STARS_IN_COMPONENT} stars, unlike ${component}`;
  }
  return null;
}

function compileComponent(text: string): (name: string) => boolean {
  const literal = text.replaceAll(/\\(.)/gs, '$1');
  if (escapeGlob(literal) === text) return (name) => name === literal;
  const matches = picomatch(escapeForeign(text), {
    dot: true,
    noextglob: true,
    noglobstar: true,
    nonegate: true,
    literalBrackets: !text.includes(']'),
  });
  return (name) => name.length <= MAX_COMPONENT && matches(name);
}

/** Escapes what picomatch would hand to the regular expression as an operator. */
function escapeForeign(text: string): string {
  return text.replaceAll(/\\[\s\S]|\[[!^]?[^\]\\]*\]|[^A-Za-z0-9_\-. *?{},]/g, (found) =>
    found.length > 1 ? found.replace(/^\[!/, '[^') : `\\${found}`,
  );
}

/** Row by row: which lengths of the path's beginning the pattern's beginning can match. */
function matchPath(pattern: readonly Component[], path: readonly string[]): boolean {
  let reached = [true, ...path.map(() => false)];
  for (const component of pattern) {
    const next: boolean[] = [];
    for (let i = 0; i <= path.length; i += 1) {
      const name = path[i - 1];
      next.push(
        component === '**'
          ? reached[i] === true || next[i - 1] === true
          : name !== undefined && reached[i - 1] === true && component(name),
      );
    }
    reached = next;
  }
  return reached[path.length] === true;
}

/** Alternatives of braces that hold a slash, written out; others are picomatch's matter. */
function expandBraces(pattern: string): readonly string[] | null {
  const queue = [pattern];
  const done: string[] = [];
  for (let text = queue.pop(); text !== undefined; text = queue.pop()) {
    const group = braceWithSlash(text);
    if (group === null) done.push(text);
    else {
      const [before, after] = [text.slice(0, group.start), text.slice(group.end)];
      queue.push(...group.alternatives.map((one) => `${before}${one}${after}`));
    }
    if (queue.length + done.length > MAX_ALTERNATIVES) return null;
  }
  return done;
}

function braceWithSlash(text: string) {
  let start = -1;
  let depth = 0;
  let cuts: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (character === '\\') i += 1;
    else if (character === '{') {
      depth += 1;
      if (depth === 1) [start, cuts] = [i, [i]];
    } else if (character === ',' && depth === 1) cuts.push(i);
    else if (character === '}' && depth > 0) {
      depth -= 1;
      if (depth > 0 || !text.slice(start, i).includes('/')) continue;
      const bounds = [...cuts, i];
      const alternatives = cuts.map((cut, n) => text.slice(cut + 1, bounds[n + 1]));
      return { start, end: i + 1, alternatives };
    }
  }
  return null;
}

/** Splits at slashes; `\/` is a slash too, since no name holds one. */
function splitComponents(pattern: string): readonly string[] {
  return pattern.replaceAll('\\/', '/').split('/');
}

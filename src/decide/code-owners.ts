import { compileGlob, escapeGlob } from '../config/glob.ts';

/** Who owns which files, as a CODEOWNERS file says it. */
export type CodeOwners = {
  /** The owners of a file as they are written, `@login`, `@organisation/team` or an address. */
  ownersOf(path: string): readonly string[];
  /** Lines that GitHub skips, from 1, and why. */
  readonly skipped: readonly { readonly line: number; readonly reason: string }[];
};

/** Where GitHub looks for the file, in this order. */
export const CODE_OWNERS_FILES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

type Rule = { readonly matches: (path: string) => boolean; readonly owners: readonly string[] };

/**
 * Reads a CODEOWNERS file by GitHub's rules: the last line that matches a file decides, and one without
 * owners takes them away. Patterns are those of gitignore, without `!` and `[ ]`, and with `dir/*` about
 * the files of the directory only.
 */
export function readCodeOwners(text: string): CodeOwners {
  const rules: Rule[] = [];
  const skipped: { line: number; reason: string }[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const [pattern, ...owners] = wordsOf(line);
    if (pattern === undefined) continue;
    const rule = ruleOf(pattern, owners);
    if (typeof rule === 'string') skipped.push({ line: i + 1, reason: rule });
    else rules.push(rule);
  }
  const lastFirst = rules.reverse();
  return {
    ownersOf: (path) => lastFirst.find(({ matches }) => matches(path))?.owners ?? [],
    skipped,
  };
}

/** A line's words without its comment; a backslash keeps a space in a word. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return comment < 0 ? words : words.slice(0, comment);
}

function ruleOf(pattern: string, owners: readonly string[]): Rule | string {
  const stranger = owners.find(
    (owner) => !/^@?[^\s@]+(@[^\s@]+)?$/.test(owner) || !owner.includes('@'),
  );
  if (stranger !== undefined)
    return `${stranger} is neither @login, @organisation/team nor an address`;
  if (/^!|\[/.test(pattern)) return `${pattern} uses ! or [ ], which GitHub does not read`;
  const glob = compileGlob(globOf(pattern));
  return glob.ok ? { matches: glob.matches, owners } : `${pattern}: ${glob.problem}`;
}

/** A pattern of gitignore, as a glob over files. */
function globOf(pattern: string): string {
  const anywhere = !pattern.slice(0, -1).includes('/');
  const onlyBelow = pattern.endsWith('/');
  const components = pattern
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split('/')
    .map((component) => (component === '**' ? component : literalButStars(component)));
  const last = components.at(-1);
  const glob = [...(anywhere ? ['**'] : []), ...components];
  if (onlyBelow || last === '**') return [...glob, '**', '*'].join('/');
  // A name means the file, or everything in the directory; a star alone stays in its directory.
  return last === '*' && !anywhere ? glob.join('/') : [...glob, '**'].join('/');
}

function literalButStars(component: string): string {
  return component
    .replaceAll(/\\(.)/g, '$1')
    .split(/(\*+|\?)/)
    .map((part, i) => (i % 2 === 0 ? escapeGlob(part) : (part[0] ?? '')))
    .join('');
}

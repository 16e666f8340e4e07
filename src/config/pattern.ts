import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A regular expression of a configuration, searched in a text in time linear in its length. */
export type Pattern =
  | { readonly ok: true; readonly found: (text: string) => boolean }
  | { readonly ok: false; readonly problem: string /** Where, from 0. */; readonly at: number };

const MAX_LENGTH = 500;
/**
 * Classes of Lua's patterns, in which the language's first implementation reads them, in RE2's words.
 * In capitals they are all other characters.
 */
const FROM_LUA: Readonly<Record<string, string>> = {
  a: '[A-Za-z]',
  c: '[[:cntrl:]]',
  d: '\\d',
  g: '[[:graph:]]',
  l: '[a-z]',
  p: '[[:punct:]]',
  s: '\\s',
  u: '[A-Z]',
  w: '[A-Za-z0-9]',
  x: '[0-9A-Fa-f]',
};

/** What a Lua escape is in RE2's syntax; before one of Lua's operators, it takes it as it is. */
function fromLua(escaped: string): string {
  const own = FROM_LUA[escaped];
  if (own !== undefined) return own;
  const small = FROM_LUA[escaped.toLowerCase()];
  if (small === undefined) return '-%'.includes(escaped) ? escaped : `\\${escaped}`;
  return small.startsWith('[') ? `[^${small.slice(1)}` : small.toUpperCase();
}

/** Compiles a pattern with RE2's syntax; it may match anywhere, so anchor it with `^` and `$`. */
export function compilePattern(text: string): Pattern {
  if (text.length > MAX_LENGTH) {
    return { ok: false, at: MAX_LENGTH, problem: `a pattern has at most ${MAX_LENGTH} characters` };
  }
  const [lua, escaped] = /%([acdglpsuwx^$().[\]*+?%-])/i.exec(text) ?? [];
  if (lua !== undefined && escaped !== undefined) {
    const problem = `${lua} is Lua's syntax; write ${fromLua(escaped)}`;
    return { ok: false, at: text.indexOf(lua), problem };
  }
  try {
    const compiled = RE2JS.compile(text);
    return { ok: true, found: (input) => compiled.matcher(input).find() };
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const part = error.getPattern();
    const shown = part === null || part === text ? '' : `: ${part}`;
    return {
      ok: false,
      at: offenceOf(text, error),
      problem: `${error.getDescription()}${shown}`,
    };
  }
}

/** The character that an error is about; it names only the part of the pattern, if any. */
function offenceOf(text: string, error: RE2JSSyntaxException): number {
  if (/^(missing closing|unexpected) \)/.test(error.getDescription())) return unbalanced(text);
  const part = error.getPattern();
  return part === null ? Math.max(0, text.length - 1) : Math.max(0, text.indexOf(part));
}

/** The first parenthesis without its other half. */
function unbalanced(text: string): number {
  const open: number[] = [];
  for (const { 0: found, index } of text.matchAll(/\\[\s\S]|\[\^?\]?[^\]]*\]|[()]/g)) {
    if (found === '(') open.push(index);
    else if (found === ')' && open.pop() === undefined) return index;
  }
  return open[0] ?? 0;
}

import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A regular expression of a configuration, searched in a text in time linear in its length. */
export type Pattern =
  | { readonly ok: true; readonly found: (text: string) => boolean }
  | { readonly ok: false; readonly problem: string /** Where, from 0. */; readonly at: number };

const MAX_LENGTH = 500;
/** Classes of Lua's patterns, which the language's first implementation used, in RE2's words. */
const FROM_LUA: Readonly<Record<string, string>> = {
  a: '[A-Za-z]',
  d: '\\d',
  l: '[a-z]',
  s: '\\s',
  u: '[A-Z]',
  w: '[A-Za-z0-9]',
  '-': '-',
  '.': '\\.',
};

/** Compiles a pattern with RE2's syntax; it may match anywhere, so anchor it with `^` and `$`. */
export function compilePattern(text: string): Pattern {
  if (text.length > MAX_LENGTH) {
    return { ok: false, at: MAX_LENGTH, problem: `a pattern has at most ${MAX_LENGTH} characters` };
  }
  const lua = /%([adlsuw.-])/.exec(text);
  const equivalent = lua === null ? undefined : FROM_LUA[lua[1] ?? ''];
  if (lua !== null && equivalent !== undefined) {
    return { ok: false, at: lua.index, problem: `${lua[0]} is Lua's syntax; write ${equivalent}` };
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

import { RE2JS } from 're2js';

/** A regular expression of a configuration, searched in a text in time linear in its length. */
export type Pattern =
  | { readonly ok: true; readonly found: (text: string) => boolean }
  | { readonly ok: false; readonly problem: string };

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
    return { ok: false, problem: `a pattern has at most ${MAX_LENGTH} characters` };
  }
  const lua = /%([adlsuw.-])/.exec(text);
  const equivalent = lua === null ? undefined : FROM_LUA[lua[1] ?? ''];
  if (lua !== null && equivalent !== undefined) {
    return { ok: false, problem: `${lua[0]} is Lua's syntax; write ${equivalent}` };
  }
  try {
    const compiled = RE2JS.compile(text);
    return { ok: true, found: (input) => compiled.matcher(input).find() };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * JSON for a jsonb column, which takes neither NUL characters nor halves of surrogate pairs: they
 * become U+FFFD. Step output holds both now and then.
 */
export function jsonText(value: unknown): string {
  // Every escape is looked at in turn, so that an escaped backslash before `u0000` stays what it is.
  return JSON.stringify(value).replace(
    /\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g,
    (whole, what: string) => (what.length > 1 ? '\ufffd' : whole),
  );
}

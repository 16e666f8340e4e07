/** As a key of the database is limited. */
export const LONGEST_TOKEN = 200;

/** Whether a comment can name a gate by a token: a comment is read by its words, without backticks at its ends. */
export function isToken(text: string): boolean {
  return text !== '' && text.length <= LONGEST_TOKEN && !/\s|`$/.test(text);
}

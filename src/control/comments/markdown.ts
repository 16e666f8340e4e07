/*
 * Text of others inside Markdown of ours. Names and outputs come from pull requests, which are
 * hostile: they must not end the element they stand in, nor call people.
 */

const LONGEST_NAME = 160;
/** Of a code span, as it travels: a name of nothing but backticks is three times as long in one. */
const LONGEST_SPAN = 240;

/** An inline code span; too long a name keeps its end, which tells directories apart. */
export function codeSpan(name: string): string {
  return spanWithin(name, endOf);
}

/** The same for a command, which keeps its beginning: what is run. */
export function commandSpan(command: string): string {
  return spanWithin(command, beginningOf);
}

type Shorten = (text: string, longest: number) => string;

function spanWithin(text: string, shorten: Shorten): string {
  const span = spanOf(oneLine(text, LONGEST_NAME, shorten));
  return jsonLength(span) <= LONGEST_SPAN ? span : spanOf(oneLine(text, LONGEST_NAME / 4, shorten));
}

function spanOf(flat: string): string {
  if (flat === '') return '` `';
  const ticks = '`'.repeat(longestRun(flat) + 1);
  const padding = flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  // A pipe ends a table's cell even inside code; GitHub takes the backslash away again.
  return `${ticks}${padding}${flat.replaceAll('|', '\\|')}${padding}${ticks}`;
}

/** A fenced block whose fence is longer than any run of backticks in the text. */
export function fenced(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  const body = straight(text.endsWith('\n') ? text : `${text}\n`);
  return `${fence}${language.replace(/[^\w+#.-]/g, '')}\n${body}${fence}`;
}

/** A name inside HTML of ours, where Markdown is not read. */
export function htmlCode(name: string): string {
  return `<code>${escapedHtml(oneLine(name, LONGEST_NAME, endOf))}</code>`;
}

/** A text as HTML that means nothing but the text. */
export function escapedHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Marks that turn the direction of writing are shown: with them a plan reads otherwise than it is. */
export function straight(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

/** Length as it travels: quotes, control characters and the like count as their JSON escapes. */
export function jsonLength(text: string): number {
  return JSON.stringify(text).length - 2;
}

/** The last whole lines of a text that fit; the end of the last line when not even that fits. */
export function lastLines(text: string, budget: number): { text: string; cut: boolean } {
  if (jsonLength(text) <= budget) return { text, cut: false };
  let from = text.length;
  let used = 0;
  while (from > 0) {
    const start = text.lastIndexOf('\n', from - 2) + 1;
    used += jsonLength(text.slice(start, from));
    if (used > budget) break;
    from = start;
  }
  return { text: from < text.length ? text.slice(from) : lastCharacters(text, budget), cut: true };
}

function lastCharacters(text: string, budget: number): string {
  // Every character travels as one to six.
  let end = text.slice(text.length - budget);
  while (jsonLength(end) > budget) end = end.slice(Math.ceil((jsonLength(end) - budget) / 6));
  // Half of a surrogate pair is no character.
  return /^[\udc00-\udfff]/.test(end) ? end.slice(1) : end;
}

/** Without what is not seen, such as marks that turn the direction of writing. */
function oneLine(name: string, longest: number, shorten: Shorten): string {
  const visible = name.replace(/\s+/g, ' ').trim().replace(/\p{C}/gu, '\ufffd');
  return visible.length <= longest ? visible : shorten(visible, longest);
}

function endOf(text: string, longest: number): string {
  return `…${text.slice(-longest).replace(/^[\udc00-\udfff]/, '')}`;
}

function beginningOf(text: string, longest: number): string {
  return `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

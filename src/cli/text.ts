import { styleText } from 'node:util';
import { visible } from './print.ts';

/** Pages of text are as wide as the terminal; elsewhere as the narrowest usual one. */
const WIDTH = process.stdout.columns || 80;

/** A line that stands above others: bold on a terminal that shows colours. */
export function heading(text: string): string {
  return styleText('bold', visible(text), { stream: process.stdout });
}

/** `1 file`, `2 files`. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The first few of a list, and how many more there are. */
export function few(items: readonly string[], most = 5): string {
  const rest = items.length - most;
  return rest <= 1 ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${rest} more`;
}

/** Items with a mark before each, wrapped so that what follows stands below the item's beginning. */
export function list(mark: string, items: readonly string[]): readonly string[] {
  return items.flatMap((item) => {
    const [first = '', ...rest] = wrapped(visible(item), WIDTH - mark.length);
    return [`${mark}${first}`, ...rest.map((line) => `${' '.repeat(mark.length)}${line}`)];
  });
}

/** Names and values in two columns; those without a value are left out. */
export function rows(
  indent: number,
  pairs: readonly (readonly [string, string | null])[],
): readonly string[] {
  const shown = pairs.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  const width = Math.max(...shown.map(({ name }) => name.length));
  return shown.flatMap(({ name, value }) =>
    list(`${' '.repeat(indent)}${name.padEnd(width)}  `, [value]),
  );
}

/** Breaks at spaces; a word that is longer than a line, such as a path, stays whole. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' && lines.length === 0 ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

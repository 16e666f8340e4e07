/** As wide as the prose of the docs. */
const WIDTH = 100;

/** A paragraph in lines, none of which breaks code or a link. */
export function wrap(text: string, first = '', others = first): string {
  const words = text.match(/(?:`[^`]*`|\[[^\]]*\]\([^)]*\)|[^\s`[]|\[)+/g) ?? [];
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= WIDTH) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(`${line === undefined ? first : others}${word}`);
  }
  return lines.join('\n');
}

/** Paragraphs, wrapped and indented. */
export function paragraphs(text: string, indent = ''): string {
  return text
    .split('\n\n')
    .map((one) => wrap(one, indent))
    .join('\n\n');
}

/** What GitHub makes of a heading, to link to it. */
export function anchor(heading: string): string {
  return `#${heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')}`;
}

/** `a, b or c`. */
export function either(items: readonly string[]): string {
  const [last = '', ...rest] = items.toReversed();
  return rest.length === 0 ? last : `${rest.toReversed().join(', ')} or ${last}`;
}

/** Where the body of a heredoc is: its changed lines are marked at one column, and it ends at another. */
type Heredoc = { markerColumn: number; end: string };

const markers = /^( +)(-\/\+|\+\/-|[-+~])(?= )/;
const heredocStart = /^( *(?:(?:-\/\+|\+\/-|[-+~]) )?)(?=\S).*<<[-~]?([A-Za-z_]\w*)$/;

/**
 * Makes the text of `terraform show` a diff that a highlighter colours: the marker of a changed line
 * moves to column 0, where `~` becomes `!`. In the body of a heredoc only the column that holds
 * Terraform's own markers counts, so that the dashes of a YAML document are not taken for removals.
 */
export function diffText(text: string): string {
  let heredoc: Heredoc | undefined;
  return text
    .split('\n')
    .map((line) => {
      if (heredoc) {
        if (line.startsWith(heredoc.end)) heredoc = undefined;
        else return promoteAt(line, heredoc.markerColumn);
        return line;
      }
      heredoc = heredocOf(line);
      return promote(line);
    })
    .join('\n');
}

function promote(line: string): string {
  return line.replace(markers, (_, indent: string, marker: string) => mark(marker) + indent);
}

function promoteAt(line: string, column: number): string {
  return line.search(/\S/) === column ? promote(line) : line;
}

function mark(marker: string): string {
  return marker === '~' ? '!' : marker;
}

/** Terraform indents a heredoc's markers by two from its attribute's name, and ends it below the name. */
function heredocOf(line: string): Heredoc | undefined {
  const [, lead, end] = heredocStart.exec(line) ?? [];
  if (lead === undefined || end === undefined) return undefined;
  return { markerColumn: lead.length + 2, end: ' '.repeat(lead.length) + end };
}

/** Where the body of a heredoc is: its changed lines are marked at one column, and it ends at another. */
type Heredoc = { markerColumn: number; end: string };

const markers = /^( +)(-\/\+|\+\/-|<=|[-+~])(?= |$)/;
const heredocStart = /^( *(?:[-+~] )?)(?=\S).*<<[-~]?([A-Za-z_]\w*)(?: # forces replacement)?$/;

/**
 * Makes the text of `terraform show`, line by line, a diff that a highlighter colours: the marker of a
 * changed line moves to column 0, where `~` becomes `!`. In the body of a heredoc only the column that
 * holds Terraform's own markers counts, so that the dashes of a YAML document are not taken for removals.
 */
export class DiffText {
  #heredoc: Heredoc | undefined;

  /** The next line, as the diff has it. */
  line(text: string): string {
    const heredoc = this.#heredoc;
    if (heredoc === undefined) {
      this.#heredoc = heredocOf(text);
      return promote(text);
    }
    if (text.startsWith(heredoc.end)) {
      this.#heredoc = undefined;
      return text;
    }
    return text.search(/\S/) === heredoc.markerColumn ? promote(text) : text;
  }
}

function promote(line: string): string {
  return line.replace(markers, (_, indent: string, marker: string) => mark(marker) + indent);
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

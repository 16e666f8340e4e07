/** Columns of a line that are shown at once. */
const WIDTH = 100;
/** Of them, those before the place in a longer line. */
const BEFORE = 60;
const CUT = '…';

/**
 * A line of a file with a mark below a column, between the lines before and after it:
 *
 *       1 | when_modified:
 *     > 2 |   autoaply: true
 *         |   ^
 *
 * Long lines are cut to what is around the column. `line` and `column` count from 1.
 */
export function codeFrame(
  lineAt: (line: number) => string | undefined,
  line: number,
  column: number,
): string {
  const from = column > WIDTH - 1 ? column - 1 - BEFORE : 0;
  const shown = [line - 1, line, line + 1].flatMap((number) => {
    const text = number < 1 ? undefined : lineAt(number);
    return text === undefined ? [] : [{ number, text: windowed(text, from) }];
  });
  const width = String(line + 1).length;
  return shown
    .flatMap(({ number, text }) => {
      const gutter = `${number === line ? '>' : ' '} ${String(number).padStart(width)} |`;
      const row = `${gutter} ${text}`.trimEnd();
      if (number !== line) return [row];
      return [row, `  ${' '.repeat(width)} | ${' '.repeat(column - 1 - from)}^`];
    })
    .join('\n');
}

/** What is seen of a line through the window; each character takes one column, tabs too. */
function windowed(text: string, from: number): string {
  const visible = text.slice(from, from + WIDTH).replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, ' ');
  const start = from > 0 && visible !== '' ? `${CUT}${visible.slice(1)}` : visible;
  return text.length > from + WIDTH ? `${start.slice(0, -1)}${CUT}` : start;
}

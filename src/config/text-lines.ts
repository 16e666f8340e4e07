import { codeFrame } from './code-frame.ts';
import type { Place } from './config-error.ts';

/** Finds out where in a file a character is. The lines are counted when the first place is wanted. */
export function placesIn(file: string, text: string): (offset: number) => Place {
  let starts: readonly number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    const lines = starts;
    const line = lineOf(lines, offset);
    const column = offset - (lines[line - 1] ?? 0) + 1;
    const lineAt = (number: number) => {
      const start = lines[number - 1];
      const isLine = start !== undefined && (start < text.length || number === line);
      return isLine ? text.slice(start, lines[number]).trimEnd() : undefined;
    };
    return { file, line, column, frame: codeFrame(lineAt, line, column) };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The last line, counted from 1, that does not begin behind the offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

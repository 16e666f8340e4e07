/** How much of each text of a step a result keeps, in UTF-16 units. */
export const keptText = 1 << 20;

/**
 * Keeps the beginning and the end of a text of any length in bounded memory: `limit` UTF-16 units, a
 * quarter of them for the beginning. Whole lines, unless they are very long.
 */
export class TextCapture {
  readonly #headLimit: number;
  readonly #tailLimit: number;
  #head = '';
  #tail = '';
  #length = 0;
  #lines = 0;

  constructor(limit: number) {
    this.#headLimit = Math.floor(limit / 4);
    this.#tailLimit = limit - this.#headLimit;
  }

  append(text: string): void {
    const room = this.#headLimit - this.#head.length;
    this.#length += text.length;
    this.#lines += lineEnds(text);
    this.#head += text.slice(0, room);
    this.#tail += text.slice(room);
    // Twice the limit before cutting: not every piece pays for a copy of the whole tail.
    if (this.#tail.length > 2 * this.#tailLimit) this.#tail = this.#tail.slice(-this.#tailLimit);
  }

  /** Whether something was left out. */
  get truncated(): boolean {
    return this.#length > this.#headLimit + this.#tailLimit;
  }

  toString(): string {
    if (!this.truncated) return this.#head + this.#tail;
    const rest = this.#tail.slice(-this.#tailLimit);
    const head = this.#head.slice(0, lineBoundary(this.#head.lastIndexOf('\n') + 1, this.#head));
    const tail = rest.slice(rest.length - lineBoundary(rest.length - rest.indexOf('\n') - 1, rest));
    const lines = this.#lines - lineEnds(head) - lineEnds(tail);
    const whole = lines > 0 && head.endsWith('\n');
    const left = whole
      ? `${lines} lines`
      : `${this.#length - head.length - tail.length} characters`;
    return `${head}${head.endsWith('\n') ? '' : '\n'}… ${left} left out …\n${tail}`;
  }
}

/** Whether a text is one of which a capture left something out. */
export function isCut(text: string): boolean {
  return /^… \d+ (lines|characters) left out …$/m.test(text);
}

/** Where to cut: at the line end, unless more than half would be lost by that. */
function lineBoundary(length: number, text: string): number {
  return length > text.length / 2 ? length : text.length;
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

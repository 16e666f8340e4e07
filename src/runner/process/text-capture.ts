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
    // At the end of a line, unless more than half would be lost by that.
    const headEnd = this.#head.lastIndexOf('\n') + 1;
    const tailStart = rest.indexOf('\n') + 1;
    const headIsWhole = headEnd > this.#head.length / 2;
    const tailIsWhole = tailStart > 0 && tailStart < rest.length / 2;
    const head = headIsWhole ? this.#head.slice(0, headEnd) : this.#head;
    const tail = tailIsWhole ? rest.slice(tailStart) : rest;
    const left =
      headIsWhole && tailIsWhole
        ? `${this.#lines - lineEnds(head) - lineEnds(tail)} lines`
        : `${this.#length - head.length - tail.length} characters`;
    const text = `${head}${headIsWhole ? '' : '\n'}… ${left} left out …\n${tail}`;
    // Halves of a character may stand at the cuts.
    return text.toWellFormed();
  }
}

/** What stands in a text where a capture left something out. */
export const cutNotice = /^… \d+ (lines|characters) left out …$/m;

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

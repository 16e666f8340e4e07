/**
 * Keeps the beginning and the end of a text of any length in bounded memory: `limit` UTF-16 units, a
 * quarter of them for the beginning.
 */
export class TextCapture {
  readonly #headLimit: number;
  readonly #tailLimit: number;
  #head = '';
  #tail = '';
  #left = 0;

  constructor(limit: number) {
    this.#headLimit = Math.floor(limit / 4);
    this.#tailLimit = limit - this.#headLimit;
  }

  append(text: string): void {
    const room = this.#headLimit - this.#head.length;
    this.#head += text.slice(0, room);
    this.#tail += text.slice(room);
    // Twice the limit before cutting: not every piece pays for a copy of the whole tail.
    if (this.#tail.length > 2 * this.#tailLimit) this.#cut();
  }

  /** Whether something was left out. */
  get truncated(): boolean {
    return this.#left > 0 || this.#tail.length > this.#tailLimit;
  }

  toString(): string {
    if (!this.truncated) return this.#head + this.#tail;
    this.#cut();
    return `${this.#head}\n… ${this.#left} characters left out …\n${this.#tail}`;
  }

  #cut(): void {
    const surplus = this.#tail.length - this.#tailLimit;
    if (surplus <= 0) return;
    this.#left += surplus;
    this.#tail = this.#tail.slice(surplus);
  }
}

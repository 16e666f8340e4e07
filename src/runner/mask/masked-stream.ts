import { stripVTControlCharacters } from 'node:util';
import type { Masker } from './mask.ts';

/** A line longer than this is let go before it ends, in UTF-16 units. */
const longestLine = 1 << 20;
const addMask = /^\s*::add-mask::(.+)$/;

/**
 * A text that arrives in pieces, let go masked. It is held back to the end of a line, so that a
 * secret that two pieces share is seen whole. `::add-mask::VALUE` on a line makes VALUE a secret, and
 * the line is not let go.
 */
export class MaskedStream {
  readonly #masker: Masker;
  readonly #emit: (text: string) => void;
  #held = '';

  constructor(masker: Masker, emit: (text: string) => void) {
    this.#masker = masker;
    this.#emit = emit;
  }

  write(piece: string): void {
    this.#held += piece;
    const end = this.#held.lastIndexOf('\n') + 1;
    if (end > 0) this.#release(end);
    if (this.#held.length > longestLine) this.#release(this.#masker.safeLength(this.#held));
  }

  /** Lets go of what is held back; nothing more comes. */
  end(): void {
    this.#release(this.#held.length);
  }

  #release(length: number): void {
    const text = stripVTControlCharacters(this.#held.slice(0, length));
    this.#held = this.#held.slice(length);
    const shown = text.includes('::add-mask::') ? this.#withoutCommands(text) : text;
    if (shown !== '') this.#emit(this.#masker.mask(shown));
  }

  #withoutCommands(text: string): string {
    return text
      .split('\n')
      .filter((line) => {
        const value = addMask.exec(line)?.[1];
        if (value !== undefined) this.#masker.add(unescapeCommand(value));
        return value === undefined;
      })
      .join('\n');
  }
}

/** The whole of a text as a stream would let it go. */
export function maskedText(masker: Masker, text: string): string {
  let masked = '';
  const stream = new MaskedStream(masker, (piece) => {
    masked += piece;
  });
  stream.write(text);
  stream.end();
  return masked;
}

/** The encoding of values in GitHub's workflow commands. */
function unescapeCommand(value: string): string {
  return value
    .replace(/\r$/, '')
    .replace(/%0D/gi, '\r')
    .replace(/%0A/gi, '\n')
    .replace(/%25/g, '%');
}

export function escapeCommand(value: string): string {
  return value.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

import { stripVTControlCharacters } from 'node:util';
import { type Masker, mask } from './mask.ts';

/** A line longer than this is let go before it ends, in UTF-16 units. */
const longestLine = 1 << 20;
const addMask = /^\s*::add-mask::(.+)$/;
/** The beginning of an escape sequence, as far as `stripVTControlCharacters` would read it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about control characters
const openSequence = /[\u001b\u009b][[\]()#;?]*[-a-zA-Z\d/#&.:=?%@~_;><]*\u001b?$/;
/** A sequence that has not ended after so many characters is no sequence. */
const longestSequence = 4096;
/**
 * Characters that are looked at together where titles of terminals may begin: for each the whole rest is
 * searched for its end, and a text may be nothing but beginnings.
 */
const atOnceWithTitles = 2 * longestSequence;

/**
 * A text that arrives in pieces, let go masked. It is held back to the end of a line, so that a
 * secret that two pieces share is seen whole. `::add-mask::VALUE` on a line makes VALUE a secret, and
 * the line is not let go.
 */
export class MaskedStream {
  readonly #masker: Masker;
  readonly #emit: (text: string) => void;
  /** What may be the beginning of an escape sequence. */
  #unread = '';
  #held = '';
  /** How much of `#held`, at its beginning, is of a secret that stands masked in what was let go. */
  #covered = 0;
  /** Whether what was let go ends within a line. */
  #midLine = false;

  constructor(masker: Masker, emit: (text: string) => void) {
    this.#masker = masker;
    this.#emit = emit;
  }

  write(piece: string): void {
    const size = piece.includes('\u001b]') ? atOnceWithTitles : piece.length;
    for (let at = 0; at < piece.length; at += size) this.#take(piece.slice(at, at + size));
  }

  #take(piece: string): void {
    const text = this.#unread + piece;
    const read = text.length - openSequenceLength(text);
    this.#unread = text.slice(read);
    this.#held += stripVTControlCharacters(text.slice(0, read));
    this.#releaseLines();
    if (this.#held.length > longestLine) this.#releaseSome();
  }

  /** Lets go of what is held back; nothing more comes. */
  end(): void {
    this.#held += stripVTControlCharacters(this.#unread);
    this.#unread = '';
    this.#releaseLines();
    this.#release(this.#held.length);
  }

  #releaseLines(): void {
    // The end of a line whose beginning was let go is no command.
    if (this.#midLine) this.#release(this.#held.indexOf('\n') + 1);
    const end = this.#held.lastIndexOf('\n') + 1;
    if (end > 0) this.#release(end);
  }

  /** Lets go of whole lines, or of all that is left. */
  #release(length: number): void {
    if (length === 0) return;
    const text = this.#held.slice(0, length);
    const whole = !this.#midLine && this.#covered === 0;
    if (whole && text.includes('::add-mask::')) {
      this.#show(this.#masker.mask(this.#withoutCommands(text)));
    } else this.#show(this.#masked(text, length));
    this.#held = this.#held.slice(length);
    this.#midLine = false;
  }

  /** Lets go of the beginning of a long line, but for what may be the beginning of a secret. */
  #releaseSome(): void {
    const end = this.#held.length - (this.#masker.longest - 1);
    const cut = isHighSurrogate(this.#held.charCodeAt(end - 1)) ? end - 1 : end;
    if (cut <= 0) return;
    this.#show(this.#masked(this.#held, cut));
    this.#held = this.#held.slice(cut);
    this.#midLine = true;
  }

  /** The beginning of `text`, up to `cut`, masked. All of `text` was looked at for secrets. */
  #masked(text: string, cut: number): string {
    let shown = '';
    let at = this.#covered;
    for (const [start, end] of this.#masker.find(text)) {
      if (start >= cut) break;
      // What overlaps a secret that is masked already is hidden by the same mask.
      if (start >= at) shown += text.slice(at, start) + mask;
      at = Math.max(at, end);
    }
    this.#covered = Math.max(0, at - cut);
    return shown + text.slice(at, cut);
  }

  #show(text: string): void {
    if (text !== '') this.#emit(text);
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
  return [...maskedPieces(masker, [text])].join('');
}

/** A text in pieces, as a stream lets them go. */
export function* maskedPieces(masker: Masker, pieces: Iterable<string>): Generator<string> {
  let ready: string[] = [];
  const stream = new MaskedStream(masker, (text) => ready.push(text));
  for (const piece of pieces) {
    stream.write(piece);
    yield* ready;
    ready = [];
  }
  stream.end();
  yield* ready;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function openSequenceLength(text: string): number {
  const end = text.slice(-longestSequence);
  return openSequence.exec(end)?.[0].length ?? 0;
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

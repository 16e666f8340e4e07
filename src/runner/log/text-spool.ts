import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { constants, gunzipSync, gzipSync } from 'node:zlib';

/** So much is held in memory, in UTF-16 units, before it goes to the file. */
const partLength = 1 << 20;

/**
 * A text of any length in bounded memory: what is more than a part of it goes compressed into `file`.
 * Written as it comes, so that a program that prints faster than the disk takes has to wait.
 */
export class TextSpool {
  readonly #file: string;
  #descriptor: number | undefined;
  /** How many bytes each part in the file has. */
  readonly #sizes: number[] = [];
  #pending: string[] = [];
  #pendingLength = 0;
  #lost: unknown;

  constructor(file: string) {
    this.#file = file;
  }

  /** Never throws: what cannot be written is lost, which `lost` tells. Pieces are kept in one part. */
  append(text: string): void {
    if (this.#lost !== undefined) return;
    if (this.#pendingLength + text.length > partLength) this.#flush();
    this.#pending.push(text);
    this.#pendingLength += text.length;
  }

  /** Whether there is more of it than memory holds. */
  get isLong(): boolean {
    return this.#sizes.length > 0 || this.#lost !== undefined;
  }

  /** Why the end of the text is missing; undefined when it is whole. */
  get lost(): unknown {
    return this.#lost;
  }

  /** The text from its beginning, in parts. */
  *parts(): Generator<string> {
    let position = 0;
    for (const size of this.#sizes) {
      const bytes = Buffer.alloc(size);
      if (this.#descriptor !== undefined) readSync(this.#descriptor, bytes, 0, size, position);
      position += size;
      yield gunzipSync(bytes).toString();
    }
    if (this.#pendingLength > 0) yield this.#pending.join('');
  }

  /** Takes the file away. */
  close(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    rmSync(this.#file, { force: true });
  }

  #flush(): void {
    if (this.#pendingLength === 0) return;
    const bytes = gzipSync(this.#pending.join(''), { level: constants.Z_BEST_SPEED });
    try {
      // It may hold secrets until it is masked.
      this.#descriptor ??= openSync(this.#file, 'wx+', 0o600);
      const position = this.#sizes.reduce((sum, size) => sum + size, 0);
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(this.#descriptor, bytes, done, bytes.length - done, position + done);
      }
      this.#sizes.push(bytes.length);
    } catch (error) {
      this.#lost = error;
    }
    this.#pending = [];
    this.#pendingLength = 0;
  }
}

const quote = '"'.charCodeAt(0);
const backslash = '\\'.charCodeAt(0);
/** What is not the member itself is small, in bytes; what comes after so many is lost. */
const largestRest = 1 << 20;
/** Within so many characters stand a key, its colon and a quote. */
const keyLength = 100;

/**
 * Reads a JSON object of which the member `data` is base64 that is too long for memory: `text` gives
 * its characters as they come, and leaves the rest of the object, in which the member is an empty text,
 * in `rest`.
 */
export class LongMember {
  #rest = '';
  #depth = 0;
  #state: 'outside' | 'in a text' | 'after a backslash' | 'in the member' = 'outside';

  /** JSON, once `text` has come to its end. */
  get rest(): string {
    return Buffer.from(this.#rest, 'latin1').toString();
  }

  /** The characters of the member; none where the JSON is something else. */
  async *text(json: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of json) yield* this.#split(piece);
  }

  *#split(piece: Buffer): Generator<Buffer> {
    for (let at = 0; at < piece.length; at += 1) {
      if (this.#state !== 'in the member') {
        this.#outside(piece.readUInt8(at));
        continue;
      }
      const end = piece.indexOf(quote, at);
      yield unescaped(piece.subarray(at, end === -1 ? piece.length : end));
      if (end === -1) return;
      this.#outside(quote);
      at = end;
    }
  }

  #outside(byte: number): void {
    const character = String.fromCharCode(byte);
    if (this.#rest.length < largestRest) this.#rest += character;
    switch (this.#state) {
      case 'outside':
        if (character === '"') this.#state = this.#isMember() ? 'in the member' : 'in a text';
        else if ('{['.includes(character)) this.#depth += 1;
        else if (']}'.includes(character)) this.#depth -= 1;
        return;
      case 'after a backslash':
        this.#state = 'in a text';
        return;
      default:
        if (character === '"') this.#state = 'outside';
        else if (character === '\\') this.#state = 'after a backslash';
    }
  }

  #isMember(): boolean {
    return this.#depth === 1 && /[{,]\s*"data"\s*:\s*"$/.test(this.#rest.slice(-keyLength));
  }
}

/** In base64 only a slash may be escaped, and some encoders do it. */
function unescaped(text: Buffer): Buffer {
  return text.includes(backslash) ? Buffer.from(text.filter((byte) => byte !== backslash)) : text;
}

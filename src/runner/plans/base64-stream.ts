import { StringDecoder } from 'node:string_decoder';

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** The bytes in base64. */
export async function* toBase64(bytes: Pieces): AsyncGenerator<Buffer> {
  const encoder = new StringDecoder('base64');
  for await (const piece of bytes) yield Buffer.from(encoder.write(Buffer.from(piece)), 'latin1');
  yield Buffer.from(encoder.end(), 'latin1');
}

/** The bytes that a text in base64 stands for. */
export async function* fromBase64(text: Pieces): AsyncGenerator<Buffer> {
  let left = '';
  for await (const piece of text) {
    const all = left + Buffer.from(piece).toString('latin1');
    const whole = all.length - (all.length % 4);
    left = all.slice(whole);
    yield Buffer.from(all.slice(0, whole), 'base64');
  }
  yield Buffer.from(left, 'base64');
}

/** How long so many bytes are in base64. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

import { StringDecoder } from 'node:string_decoder';
import type { Masker } from '../mask/mask.ts';
import { MaskedStream } from '../mask/masked-stream.ts';
import { keptText, TextCapture } from './text-capture.ts';

/** Takes what a program prints. */
export type Sink = {
  write(bytes: Buffer): void;
  /** Adds a remark of the runner's own, on lines of its own. */
  note(text: string): void;
  end(): string;
  truncated(): boolean;
};

/** Takes output as a result has it, and shows it where it is to be shown. */
export function maskedSink(masker: Masker, show: (text: string) => void = () => {}): Sink {
  const kept = new TextCapture(keptText);
  const masked = new MaskedStream(masker, (text) => {
    kept.append(text);
    show(text);
  });
  return sink(
    kept,
    (text) => masked.write(text),
    () => masked.end(),
  );
}

/** Takes output as it is, up to `limit` UTF-16 units. */
export function rawSink(limit: number): Sink {
  const kept = new TextCapture(limit);
  return sink(
    kept,
    (text) => kept.append(text),
    () => {},
  );
}

function sink(kept: TextCapture, take: (text: string) => void, finish: () => void): Sink {
  const decoder = new StringDecoder('utf8');
  let remark = '';
  return {
    write: (bytes) => take(decoder.write(bytes)),
    note: (text) => {
      remark += text;
    },
    end: () => {
      take(decoder.end());
      if (remark !== '') take(`\n${remark}`);
      finish();
      return kept.toString();
    },
    truncated: () => kept.truncated,
  };
}

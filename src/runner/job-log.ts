import type { Masker } from './mask.ts';
import { escapeCommand } from './masked-stream.ts';
import { TextCapture } from './text-capture.ts';

/** How much of a group is held until it is printed, in UTF-16 units. */
const heldText = 4 << 20;

/** The log of the CI job: masked lines, grouped as GitHub folds them. */
export class JobLog {
  readonly #masker: Masker;
  readonly #write: (text: string) => void;

  constructor(masker: Masker, write: (text: string) => void) {
    this.#masker = masker;
    this.#write = write;
  }

  line(text: string): void {
    this.#write(`${this.#masker.mask(text)}\n`);
  }

  /** A line that GitHub shows as an error of the job. */
  error(text: string): void {
    this.#write(`::error::${escapeCommand(this.#masker.mask(text))}\n`);
  }

  /**
   * Opens a group. A live one shows its text as it comes, and must be closed before anything else is
   * printed; another is printed as a whole when it is closed, so that groups that are open at the same
   * time do not mix.
   */
  group(title: string, live: boolean): LogGroup {
    const open = `::group::${this.#masker.mask(title)}\n`;
    if (live) this.#write(open);
    const held = new TextCapture(heldText);
    const show = (text: string) => {
      if (live) this.#write(this.#masker.mask(text));
      else held.append(text);
    };
    const close = () => {
      const text = live ? '' : open + this.#masker.mask(held.toString());
      this.#write(`${text.replace(/([^\n])$/, '$1\n')}::endgroup::\n`);
    };
    return { show, close };
  }
}

export type LogGroup = { show(text: string): void; close(): void };

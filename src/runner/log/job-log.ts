import type { Masker } from '../mask/mask.ts';
import { escapeCommand } from '../mask/masked-stream.ts';
import { TextCapture } from '../process/text-capture.ts';

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
    this.#write(`${this.#shown(text)}\n`);
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
    const open = `::group::${escapeCommand(this.#masker.mask(title))}\n`;
    if (live) this.#write(open);
    const held = new TextCapture(heldText);
    const show = (text: string) => {
      if (live) this.#write(this.#shown(text));
      else held.append(text);
    };
    const close = () => {
      const text = live ? '' : open + this.#shown(held.toString());
      this.#write(`${text.replace(/([^\n])$/, '$1\n')}::endgroup::\n`);
    };
    return { show, close };
  }

  #shown(text: string): string {
    return withoutCommands(this.#masker.mask(text));
  }
}

/**
 * The text with nothing in it that the CI carries out as a command (`::stop-commands::`,
 * `::set-output`, and in the older form `##[…]`, which may stand anywhere in a line): what a pull
 * request prints must not switch the masking of secrets off, close our groups, or set our outputs.
 */
function withoutCommands(text: string): string {
  return text.replace(/^((?:\u0085|[^\S\r\n])*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}

export type LogGroup = { show(text: string): void; close(): void };

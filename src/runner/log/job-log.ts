import type { Clock } from '../clock.ts';
import type { LogDialect } from '../host/host.ts';
import type { Masker } from '../mask/mask.ts';
import { TextCapture } from '../process/text-capture.ts';

/** How much of a group is held until it is printed, in UTF-16 units. */
const heldText = 4 << 20;

/** The log of the CI job: masked lines, grouped as the CI folds them. */
export class JobLog {
  readonly #masker: Masker;
  readonly #dialect: LogDialect;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #write: (text: string) => void;
  #groups = 0;

  constructor(
    masker: Masker,
    dialect: LogDialect,
    clock: Pick<Clock, 'now'>,
    write: (text: string) => void,
  ) {
    this.#masker = masker;
    this.#dialect = dialect;
    this.#clock = clock;
    this.#write = write;
  }

  line(text: string): void {
    this.#write(`${this.#shown(text)}\n`);
  }

  /** A line that the CI shows as an error of the job. */
  error(text: string): void {
    this.#write(this.#dialect.error(this.#masker.mask(text)));
  }

  /**
   * Opens a group. A live one shows its text as it comes, and must be closed before anything else is
   * printed; another is printed as a whole when it is closed, so that groups that are open at the same
   * time do not mix.
   */
  group(title: string, live: boolean): LogGroup {
    this.#groups += 1;
    const id = `terrane_${this.#groups}`;
    const open = this.#dialect.openGroup(id, this.#masker.mask(title), this.#clock.now());
    if (live) this.#write(open);
    const held = new TextCapture(heldText);
    const show = (text: string) => {
      if (live) this.#write(this.#shown(text));
      else held.append(text);
    };
    const close = () => {
      const text = live ? '' : open + this.#shown(held.toString());
      const closed = this.#dialect.closeGroup(id, this.#clock.now());
      this.#write(text.replace(/([^\n])$/, '$1\n') + closed);
    };
    return { show, close };
  }

  #shown(text: string): string {
    return this.#dialect.harmless(this.#masker.mask(text));
  }
}

export type LogGroup = { show(text: string): void; close(): void };

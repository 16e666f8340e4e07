import type { Clock } from '../clock.ts';
import { diskFull } from '../disk-full.ts';
import type { LogDialect } from '../host/host.ts';
import type { Masker } from '../mask/mask.ts';
import type { TextSpool } from './text-spool.ts';

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
   * Opens a group that shows its text as it comes. It must be closed before anything else is printed.
   * How it ended stands in a line below it.
   */
  liveGroup(title: string): LogGroup {
    const id = this.#newId();
    let lineEnded = true;
    this.#write(this.#dialect.openGroup(id, this.#masker.mask(title), this.#clock.now()));
    return {
      show: (text) => {
        lineEnded = text === '' ? lineEnded : text.endsWith('\n');
        this.#write(this.#shown(text));
      },
      close: (ending) => {
        this.#write(lineEnded ? '' : '\n');
        this.#write(this.#dialect.closeGroup(id, this.#clock.now()));
        if (ending !== undefined) this.line(ending);
      },
    };
  }

  /**
   * Opens a group that is printed as a whole when it is closed, under the title that tells how it ended,
   * so that groups that are open at the same time do not mix. Its text is held in `spool`.
   */
  heldGroup(title: string, spool: TextSpool): LogGroup {
    const id = this.#newId();
    const opened = this.#clock.now();
    return {
      show: (text) => spool.append(text),
      close: (ending = title) => {
        this.#write(this.#dialect.openGroup(id, this.#masker.mask(ending), opened));
        let lineEnded = true;
        for (const part of spool.parts()) {
          this.#write(this.#shown(part));
          lineEnded = part.endsWith('\n');
        }
        if (!lineEnded) this.#write('\n');
        if (spool.lost !== undefined) this.line(lost(spool.lost));
        this.#write(this.#dialect.closeGroup(id, this.#clock.now()));
        spool.close();
      },
    };
  }

  #newId(): string {
    this.#groups += 1;
    return `terrane_${this.#groups}`;
  }

  #shown(text: string): string {
    return this.#dialect.harmless(this.#masker.mask(text));
  }
}

/** `ending` says how what the group is about ended. */
export type LogGroup = { show(text: string): void; close(ending?: string): void };

function lost(error: unknown): string {
  const what = 'the rest of this log';
  return diskFull(error, what) ?? `The rest of this log could not be kept: ${String(error)}`;
}

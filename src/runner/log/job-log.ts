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
  readonly #print: (text: string) => void;
  #groups = 0;
  /** Whether what is printed next begins a line. */
  #lineEnded = true;

  constructor(
    masker: Masker,
    dialect: LogDialect,
    clock: Pick<Clock, 'now'>,
    print: (text: string) => void,
  ) {
    this.#masker = masker;
    this.#dialect = dialect;
    this.#clock = clock;
    this.#print = print;
  }

  line(text: string): void {
    this.#show(`${text}\n`);
  }

  /** Has the CI mask a secret from now on. */
  announceSecret(secret: string): void {
    this.#command(this.#dialect.announceSecret(secret));
  }

  /** A line that the CI shows as an error of the job. */
  error(text: string): void {
    this.#command(this.#dialect.error(this.#masker.mask(text)));
  }

  /**
   * Opens a group that shows its text as it comes. It must be closed before anything else is printed.
   * How it ended stands in a line below it.
   */
  liveGroup(title: string): LogGroup {
    const id = this.#newId();
    this.#command(this.#dialect.openGroup(id, this.#masker.mask(title), this.#clock.now()));
    return {
      show: (text) => this.#show(text),
      close: (ending) => {
        this.#command(this.#dialect.closeGroup(id, this.#clock.now()));
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
        this.#command(this.#dialect.openGroup(id, this.#masker.mask(ending), opened));
        for (const part of spool.parts()) this.#show(part);
        if (spool.lost !== undefined) this.line(lost(spool.lost));
        this.#command(this.#dialect.closeGroup(id, this.#clock.now()));
        spool.close();
      },
    };
  }

  #newId(): string {
    this.#groups += 1;
    return `terrane_${this.#groups}`;
  }

  /**
   * Each text begins a line: half a command at the end of one, where a very long line was cut, must not
   * become a whole one with the next.
   */
  #show(text: string): void {
    if (text === '') return;
    this.#beginLine();
    const shown = this.#dialect.harmless(this.#masker.mask(text));
    this.#print(shown);
    this.#lineEnded = shown.endsWith('\n');
  }

  /** The CI takes a command for one at the beginning of a line only, and shows any other as it is. */
  #command(command: string): void {
    if (command === '') return;
    this.#beginLine();
    this.#print(command);
  }

  #beginLine(): void {
    if (!this.#lineEnded) this.#print('\n');
    this.#lineEnded = true;
  }
}

/** `ending` says how what the group is about ended. */
export type LogGroup = { show(text: string): void; close(ending?: string): void };

function lost(error: unknown): string {
  const what = 'the rest of this log';
  return diskFull(error, what) ?? `The rest of this log could not be kept: ${String(error)}`;
}
